# Debian packages of the machine's own suite.

# packages_missing NAME... : prints those that are not installed.
packages_missing() {
  local name
  for name in "$@"; do
    dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null | grep -qx installed || printf '%s ' "$name"
  done
}

# install_packages WHY NAME... : installs what is missing; as a plain user, says the line to run.
install_packages() {
  local why=$1 missing
  shift
  command -v apt-get >/dev/null || die "$why, and there is no apt-get here; install by hand what these Debian packages hold: $*"
  missing=$(packages_missing "$@")
  missing=${missing% }
  [ -n "$missing" ] || return 0
  [ "$(id -u)" = 0 ] || die "$why; run: sudo apt-get update && sudo apt-get install -y --no-install-recommends $missing"
  say "installing $missing"
  # The package lists may be empty or stale, so a failed first try is followed by an update.
  # shellcheck disable=SC2086 # $missing is a list of words
  apt_install $missing || {
    : >"$logs/apt.log"
    logged "$logs/apt.log" apt-get update || true
    apt_install $missing
  } || die "could not install $missing (network?): $(apt_complaint "$logs/apt.log")"
}

apt_install() {
  DEBIAN_FRONTEND=noninteractive logged "$logs/apt.log" \
    apt-get -y -o APT::Get::AllowUnauthenticated=false -o DPkg::Lock::Timeout=120 install --no-install-recommends --no-remove "$@"
}

# apt_complaint LOG : the first error that apt printed, on one line.
apt_complaint() { grep -m1 '^E:' "$1" || true; }
