#!/usr/bin/env bash
# Builds everything once and runs every test project. `./test.sh Streams Avro` runs the projects whose names contain either word.
# The last line is `N passed, N failed, N skipped`; the exit code is non-zero on any failure or if no test ran.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
speaker=test
for piece in say sdk apt build interop tests; do
  # shellcheck source=/dev/null
  . "$root/eng/lib/$piece.sh"
done
cd "$root"
logs="$root/artifacts"
mkdir -p "$logs"

mapfile -t projects < <(find "$root/tests" -mindepth 2 -maxdepth 2 -name '*.Tests.csproj' | LC_ALL=C sort)
if [ $# -gt 0 ]; then
  words=$(IFS='|' && echo "$*")
  mapfile -t projects < <(printf '%s\n' "${projects[@]}" | grep -iE "/[^/]*($words)[^/]*\.Tests\.csproj$")
fi
finish() {
  printf '%s' "$digest"
  echo "$passed passed, $failed failed, $skipped skipped"
  [ "$failed" = 0 ] && [ "$passed" -gt 0 ]
}

[ ${#projects[@]} -gt 0 ] || { say "no test project matches: $*" && finish; }
"$root/eng/setup.sh" </dev/null || { failed=${#projects[@]} && finish; }
if uses_interop "${projects[@]%/*}"; then install_interop_clients; fi

# All of them: the solution. Some: those alone, by a solution filter.
target="$root/Syntra.Streams.sln"
if [ $# -gt 0 ]; then
  target="$root/artifacts/selected.slnf"
  printf '{ "solution": { "path": "../Syntra.Streams.sln", "projects": [ %s ] } }\n' \
    "$(printf '%s\n' "${projects[@]#"$root/"}" | sed 's|/|\\\\|g; s|.*|"&"|' | paste -sd,)" >"$target"
fi
say "building ${target##*/} (log: artifacts/build.log)"
begun=$SECONDS
if ! dotnet_build "$root/artifacts/build.log" "$target"; then
  say "the build failed: no test was run"
  failed=${#projects[@]}
  finish
fi
say "built in $((SECONDS - begun)) s"

mkdir -p "$root/artifacts/test-results"
run_all "${projects[@]}"
finish
