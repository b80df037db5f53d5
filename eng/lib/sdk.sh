# The .NET SDK that global.json asks for, and what it needs of the machine.

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
# Every project is culture-invariant; a bare machine then needs no ICU for the SDK itself.
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1

require_sdk() {
  local wanted
  wanted=$(sed -n 's/.*"version": *"\([^"]*\)".*/\1/p' "$root/global.json")
  (cd "$root" && dotnet --version >/dev/null 2>&1) ||
    die "needs the .NET SDK $wanted or a later 10.0 feature band; get it from https://dotnet.microsoft.com/download/dotnet/10.0"
}

# The SDK talks TLS through the system's OpenSSL and certificates; a bare Debian has neither.
require_tls() {
  compgen -G '/usr/lib/*/libssl.so.*' >/dev/null || compgen -G '/usr/lib*/libssl.so.*' >/dev/null ||
    compgen -G '/lib/*/libssl.so.*' >/dev/null || install_packages "the .NET SDK needs OpenSSL" libssl3
  [ -e /etc/ssl/certs/ca-certificates.crt ] || [ ! -d /etc/apt ] ||
    install_packages "package registries need CA certificates" ca-certificates
}
