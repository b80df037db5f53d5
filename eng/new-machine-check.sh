#!/usr/bin/env bash
# Proves that a fresh clone works: set-up, `./syntra demo` and `./test.sh`, each timed, on a machine with nothing of ours.
#   eng/new-machine-check.sh           this machine, a fresh clone of HEAD, empty caches (ours and NuGet's)
#   eng/new-machine-check.sh --bare    a bare Debian of this machine's mirror in a chroot: git and the copied SDK, nothing else (root, debootstrap)
# More arguments are the steps to run instead, as one command line each. CORES=0,1 keeps everything on those cores.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
speaker=check
for piece in say apt-source; do
  # shellcheck source=/dev/null
  . "$root/eng/lib/$piece.sh"
done

bare=
if [ "${1:-}" = --bare ]; then bare=1 && shift; fi
steps=("$@")
[ $# -gt 0 ] || steps=(./eng/setup.sh ./eng/setup.sh "./syntra demo" "./syntra demo" ./test.sh)

place=$(mktemp -d)
chmod 755 "$place"
pin=()
if [ -n "${CORES:-}" ]; then pin=(taskset -c "$CORES"); fi

leave() {
  if mountpoint -q "$place/proc" 2>/dev/null; then umount "$place/proc"; fi
  rm -rf --one-file-system "$place"
}
trap leave EXIT

# A bare system: own device nodes rather than the machine's, so that removing the folder removes nothing else.
make_bare() {
  local uri _
  command -v debootstrap >/dev/null && [ "$(id -u)" = 0 ] || die "--bare needs root and debootstrap"
  read -r uri _ <<<"$(debian_entry)"
  say "building a bare Debian"
  debootstrap --variant=minbase --include=git bookworm "$place" "$uri" >"$place.log" 2>&1 || die "debootstrap failed, see $place.log"
  rm -rf "${place:?}/dev" "${place:?}"/var/lib/apt/lists/* "$place.log"
  mkdir -p "$place/dev/shm" "$place/usr/share/dotnet" "$place/usr/local/share/ca-certificates"
  chmod 1777 "$place/dev/shm"
  local node
  for node in "null 3" "zero 5" "random 8" "urandom 9"; do mknod -m 666 "$place/dev/${node% *}" c 1 "${node#* }"; done
  ln -s /proc/self/fd "$place/dev/fd"
  mount -t proc proc "$place/proc"
  cp -a "$(dirname "$(readlink -f "$(command -v dotnet)")")/." "$place/usr/share/dotnet/"
  ln -s /usr/share/dotnet/dotnet "$place/usr/bin/dotnet"
  # The network's own names, certificates and rules for apt are the machine's, not ours.
  apt-config dump | grep -E '^Acquire::(Check-|https?::|Retries)' >"$place/etc/apt/apt.conf.d/00network" || true
  cp /etc/resolv.conf /etc/hosts "$place/etc/"
  cp /usr/local/share/ca-certificates/*.crt "$place/usr/local/share/ca-certificates/" 2>/dev/null || true
  git clone -q "$root" "$place/srv/clone"
}

run_step() {
  if [ -n "$bare" ]; then
    "${pin[@]}" chroot "$place" /usr/bin/env -i HOME=/srv PATH=/usr/sbin:/usr/bin:/sbin:/bin \
      "NUGET_CERT_REVOCATION_MODE=${NUGET_CERT_REVOCATION_MODE:-online}" bash -c "cd /srv/clone && $1"
  else
    (cd "$place/clone" && SYNTRA_CACHE="$place/cache" NUGET_PACKAGES="$place/packages" "${pin[@]}" bash -c "$1")
  fi
}

if [ -n "$bare" ]; then make_bare; else git clone -q "$root" "$place/clone"; fi
failures=0
for step in "${steps[@]}"; do
  begun=$(date +%s%N)
  say "\$ $step"
  code=0
  run_step "$step" </dev/null || code=$?
  took=$((($(date +%s%N) - begun) / 100000000))
  say "exit code $code after $((took / 10)).$((took % 10)) s: $step"
  [ "$code" = 0 ] || failures=$((failures + 1))
done
[ "$failures" = 0 ] || die "$failures of ${#steps[@]} steps failed"
say "all ${#steps[@]} steps passed"
