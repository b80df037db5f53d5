# Kafka and Avro clients and a syslog receiver by other people, against which the interop tests run; whatever is absent, they skip and say so.

interop_packages=(kcat python3-kafka python3-avro libavro-java rsyslog rsyslog-openssl)
interop_npm=(kafkajs@2.2.4 avsc@5.7.9 kafka-node@5.0.0 @platformatic/kafka@1.35.0)

# uses_interop FOLDER... : do the tests in these folders call one of them?
uses_interop() {
  grep -rqsE --include='*.cs' --include='*.py' --include='*.js' --include='*.java' --exclude-dir=bin --exclude-dir=obj \
    'kcat|python3|kafkajs|avsc@|artifacts/npm|avro\.jar|rsyslogd' "$@"
}

install_interop_clients() {
  interop_from_debian || true
  interop_from_npm || true
}

interop_from_debian() {
  local missing
  command -v apt-get >/dev/null || { say "no apt-get here: interop tests whose client is absent will skip" && return; }
  missing=$(packages_missing "${interop_packages[@]}")
  [ -n "$missing" ] || return 0
  if [ "$(id -u)" != 0 ]; then
    say "interop tests will skip what is not installed; to have them all: sudo apt-get install -y --no-install-recommends $missing"
    return
  fi
  (install_packages "interop clients" "${interop_packages[@]}") || say "interop tests whose client is absent will skip"
}

# Into artifacts/npm/node_modules, where the tests look: all of them, or the first two where a registry lacks the others.
# npm's own log goes to artifacts/npm.log.
interop_from_npm() {
  local folder="$root/artifacts/npm" wanted="${interop_npm[*]}"
  if [ "$(cat "$folder/installed" 2>/dev/null)" = "$wanted" ]; then return; fi
  command -v npm >/dev/null || { say "no npm here: interop tests with Node clients will skip" && return; }
  say "installing $wanted into artifacts/npm"
  mkdir -p "$folder"
  if npm_install "${interop_npm[@]}"; then
    echo "$wanted" >"$folder/installed"
  elif ! npm_install "${interop_npm[@]:0:2}"; then
    say "npm could not install them (artifacts/npm.log): interop tests with Node clients will skip"
  fi
}

npm_install() {
  logged "$root/artifacts/npm.log" npm install --prefix "$root/artifacts/npm" --no-save --no-package-lock --ignore-scripts --no-audit --no-fund "$@"
}
