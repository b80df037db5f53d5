# How the scripts speak: short lines on stderr (stdout belongs to the program), one clear line when something fails.

speaker=${speaker:-setup}
say() { printf '%s: %s\n' "$speaker" "$*" >&2; }

# In a sub-shell, too, the whole script ends: callers use `|| exit`.
die() {
  printf '%s: FAILED: %s\n' "$speaker" "$*" >&2
  exit 1
}

# logged FILE COMMAND... : runs it quietly, appends its output to FILE.
logged() {
  local log=$1
  shift
  "$@" </dev/null >>"$log" 2>&1
}
