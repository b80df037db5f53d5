# The .NET SDK that global.json asks for, and what it needs of the machine.

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
# Every project is culture-invariant; a bare machine then needs no ICU for the SDK itself.
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1

# Bare services have no HOME, which dotnet insists on; installers do not always put dotnet on the PATH.
if [ -z "${HOME:-}" ]; then
  HOME=$(getent passwd "$(id -u)" | cut -d: -f6)
  export HOME
fi
if ! command -v dotnet >/dev/null; then
  for folder in "${DOTNET_ROOT:-}" "$HOME/.dotnet" /usr/share/dotnet /usr/lib/dotnet; do
    if [ -x "$folder/dotnet" ]; then PATH="$PATH:$folder" && break; fi
  done
fi

require_sdk() {
  local wanted there
  if (cd "$root" && dotnet --version >/dev/null 2>&1); then return; fi
  wanted=$(sed -n 's/.*"version": *"\([^"]*\)".*/\1/p' "$root/global.json")
  there=$(dotnet --list-sdks 2>/dev/null | cut -d' ' -f1 | paste -sd' ') || true
  die "needs the .NET SDK $wanted or a later feature band of it (here: ${there:-none}); get it from https://dotnet.microsoft.com/download/dotnet"
}

# The SDK talks TLS through the system's OpenSSL and certificates; a bare Debian has neither.
require_tls() {
  compgen -G '/usr/lib/*/libssl.so.*' >/dev/null || compgen -G '/usr/lib*/libssl.so.*' >/dev/null ||
    compgen -G '/lib/*/libssl.so.*' >/dev/null || install_packages "the .NET SDK needs OpenSSL" libssl3
  [ -e /etc/ssl/certs/ca-certificates.crt ] || [ ! -d /etc/apt ] ||
    install_packages "package registries need CA certificates" ca-certificates
}
