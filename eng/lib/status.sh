# Answers `syntra status` from the files that the runtime writes every second, without starting the program.

# status_answered ARGUMENT... : true where the arguments are plain ones and the answer was given; sets status_code.
status_answered() {
  local folder="${XDG_STATE_HOME:-$HOME/.local/state}/syntra" json='' written rest='' line
  while [ $# -gt 0 ]; do
    case $1 in
      --json) json=1 ;;
      --dir) [ $# -gt 1 ] || return 1; folder=$2; shift ;;
      *) return 1 ;;
    esac
    shift
  done
  [ -r "$folder/status.txt" ] && [ -r "$folder/status.json" ] || return 1
  { read -r written && IFS= read -r -d '' rest || :; } <"$folder/status.txt"
  [[ $written =~ ^[0-9]+$ ]] || return 1
  status_code=0
  if [ $((EPOCHSECONDS - written)) -gt 5 ]; then
    echo "syntra: the runtime is not running; this is what it wrote last" >&2
    status_code=1
  fi
  if [ -z "$json" ]; then printf '%s' "$rest" && return 0; fi
  while IFS= read -r line; do
    if [ "$status_code" = 1 ] && [ "$line" = '  "running": true,' ]; then line='  "running": false,'; fi
    printf '%s\n' "$line"
  done <"$folder/status.json"
}
