# Where things are. Directory.Build.props derives the same cache folder: keep the two alike.

cache="${SYNTRA_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/syntra}"
feed="$cache/feed"
packages="${NUGET_PACKAGES:-$HOME/.nuget/packages}"

# NuGet's name for this machine, empty where no librdkafka is built.
native_rid() {
  case "$(uname -s)-$(uname -m)" in
    Linux-x86_64) echo linux-x64 ;;
    Linux-aarch64) echo linux-arm64 ;;
  esac
}

# The librdkafka.redist version that Confluent.Kafka asks for, pinned with the other versions.
redist_version() {
  sed -n 's/.*PackageVersion Include="librdkafka.redist" Version="\([^"]*\)".*/\1/p' "$root/Directory.Packages.props"
}

minimum_version() { cat "$root/eng/librdkafka/minimum-version"; }

# at_least VERSION MINIMUM
at_least() { [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n1)" = "$2" ]; }
