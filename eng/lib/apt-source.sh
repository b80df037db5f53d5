# Signed source packages of a newer Debian suite, from the mirror that this machine's apt uses,
# with an apt configuration of its own: the machine's sources stay as they are.

# debian_entry [APT-OPTION...] : "<repository uri> <sources file>" of the machine's Debian archive, empty if unknown.
debian_entry() {
  # shellcheck disable=SC2016 # apt expands these
  apt-get "$@" indextargets --format '$(CREATED_BY)|$(LABEL)|$(REPO_URI)|$(SOURCESENTRY)' 2>/dev/null |
    awk -F'|' '$1 == "Packages" && $2 == "Debian" { sub(/:[0-9]+$/, "", $4); print $3, $4; exit }'
}

# keyring FILE : the key ring that the machine trusts this mirror by, else Debian's own.
keyring() {
  local path
  path=$(sed -n -E 's/^[[:space:]]*Signed-By:[[:space:]]*(\/[^[:space:]]+).*/\1/Ip; s/.*\[[^]]*signed-by=(\/[^] ,]+).*/\1/Ip' "$1" 2>/dev/null | head -n1)
  [ -r "$path" ] || path=/usr/share/keyrings/debian-archive-keyring.gpg
  if [ -r "$path" ]; then echo "[signed-by=$path]"; fi
}

# source_options : apt options that confine apt to $work/apt and forbid anything unsigned, one per line.
source_options() {
  printf '%s\n' \
    -o "Dir::Etc::sourcelist=$work/apt/sources.list" -o Dir::Etc::sourceparts=/dev/null \
    -o "Dir::State::lists=$work/apt/lists" -o "Dir::Cache=$work/apt/cache" \
    -o APT::Default-Release= -o APT::Get::AllowUnauthenticated=false \
    -o Acquire::AllowInsecureRepositories=false -o Acquire::AllowDowngradeToInsecureRepositories=false
}

# machine_mirror : debian_entry, fetching the package lists where the machine has none (into $work, so root is not needed).
machine_mirror() {
  local entry private="$work/apt/machine"
  entry=$(debian_entry)
  if [ -z "$entry" ]; then
    mkdir -p "$private/lists/partial" "$private/cache/archives/partial"
    set -- -o "Dir::State::lists=$private/lists" -o "Dir::Cache=$private/cache"
    logged "$logs/apt-source.log" apt-get "$@" update || true
    entry=$(debian_entry "$@")
  fi
  [ -n "$entry" ] || die "librdkafka.redist is not in your package registry and no Debian mirror to build it from answers: $(apt_complaint "$logs/apt-source.log")"
  echo "$entry"
}

# fetch_source NAME SUITE FOLDER : downloads and verifies the newest source of NAME in SUITE into FOLDER.
fetch_source() {
  local name=$1 suite=$2 folder=$3 uri file options
  read -r uri file <<<"$(machine_mirror)"
  [ -n "$uri" ] || exit 1
  mkdir -p "$work/apt/lists/partial" "$work/apt/cache/archives/partial" "$folder"
  echo "deb-src $(keyring "$file") $uri $suite main" >"$work/apt/sources.list"
  mapfile -t options < <(source_options)
  logged "$logs/apt-source.log" apt-get "${options[@]}" update || return 1
  (cd "$folder" && logged "$logs/apt-source.log" apt-get "${options[@]}" --download-only source "$name")
}
