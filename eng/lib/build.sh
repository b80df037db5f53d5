# Builds with dotnet, quietly: the log is kept, and only errors are shown.

# dotnet_build LOG ARGUMENT... : false, with the errors on stderr, when it fails. Build servers that stay behind hold no pipe of ours.
dotnet_build() {
  local log=$1
  shift
  mkdir -p "${log%/*}"
  : >"$log"
  if logged "$log" dotnet build "$@" -c Release -nologo -v q -maxcpucount -nodeReuse:false; then return 0; fi
  { grep -E '(error|warning) [A-Z]+[0-9]+:|error :' "$log" | sed 's/ \[[^]]*\]$//' | sort -u || tail -n 20 "$log"; } >&2
  return 1
}

# sources_state : one line that changes whenever something changes that the program is made of.
sources_state() {
  (
    cd "$root"
    dotnet --version
    # shellcheck disable=SC2046 # file names of ours, without spaces
    find src connectors topology schemas eng/BannedSymbols.txt eng/librdkafka .editorconfig global.json $(compgen -G './*.props'; compgen -G './*.targets') \
      \( -name bin -o -name obj \) -prune -o -type f -printf '%p %s %T@\n' | LC_ALL=C sort
  ) | sha256sum | cut -d' ' -f1
}

# program_path PROJECT : brings its Release build up to date and prints the program's path. The stamp holds state and path.
program_path() {
  local project=$1 stamp="$root/artifacts/${1##*/}.built" state known path
  state=$(sources_state)
  if read -r known path 2>/dev/null <"$stamp" && [ "$known" = "$state" ] && [ -e "$path" ]; then echo "$path" && return; fi
  mkdir -p "$root/artifacts"
  if command -v flock >/dev/null; then
    exec 8>"$stamp.lock"
    flock 8
    if read -r known path 2>/dev/null <"$stamp" && [ "$known" = "$state" ] && [ -e "$path" ]; then echo "$path" && return; fi
  fi
  say "building (a minute the first time)"
  dotnet_build "$root/artifacts/build.log" "$root/$project" || die "the build failed, see artifacts/build.log"
  path=$(dotnet msbuild "$root/$project" -nologo -p:Configuration=Release -getProperty:TargetPath) && [ -e "$path" ] ||
    die "the build left no program at '$path'"
  echo "$state $path" >"$stamp"
  echo "$path"
}
