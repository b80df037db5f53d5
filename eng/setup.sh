#!/usr/bin/env bash
# Makes this machine able to build and run the solution; quick when there is nothing to do.
# The only thing to make is librdkafka.redist, and only where the package registry lacks it (README, "Dependencies").
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
for piece in say sdk paths apt apt-source librdkafka librdkafka-build; do
  # shellcheck source=/dev/null
  . "$root/eng/lib/$piece.sh"
done

require_sdk
version=$(redist_version)
rid=$(native_rid)
if librdkafka_ready "$version"; then exit 0; fi

# From here on, one set-up at a time.
mkdir -p "$cache"
if command -v flock >/dev/null; then
  exec 9>"$cache/setup.lock"
  flock -n 9 || { say "waiting for another set-up to finish" && flock 9; }
fi
if librdkafka_ready "$version"; then exit 0; fi

work=$(mktemp -d)
chmod 755 "$work" # apt downloads as its own user
trap 'rm -rf "$work"' EXIT
logs="$cache/log"
rm -rf "$logs" && mkdir -p "$logs"

require_tls
if librdkafka_lacks_libraries "$version"; then
  install_packages "librdkafka needs libraries at run time" "${runtime_packages[@]}"
  if librdkafka_ready "$version"; then exit 0; fi
fi
say "looking for librdkafka.redist $version in the package registry"
if registry_has "$version"; then
  touch "$cache/registry-has-librdkafka.redist-$version"
  exit 0
fi
say "it is not there: building it from Debian's signed source"
build_librdkafka "$version"
librdkafka_ready "$version" || die "librdkafka was built but does not load: $(ldd "$(library_of "$version")" 2>&1 | grep -m1 'not found')"
