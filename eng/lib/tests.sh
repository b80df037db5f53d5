# Runs built test projects one after another and sums what their own result files say.

passed=0 failed=0 skipped=0

# attribute NAME FILE : sums an attribute over the <assembly> elements of an xunit v3 result file.
attribute() {
  { grep -o '<assembly [^>]*>' "$2" | grep -o " $1=\"[0-9]*\"" || true; } | tr -dc '0-9\n' | awk '{ n += $1 } END { print n + 0 }'
}

# run_tests PROJECT-FILE : a run that crashes, hangs, reports nothing or has no test counts as one failure.
run_tests() {
  local name=${1##*/} folder results log program begun code=0 bad
  name=${name%.csproj}
  folder="$root/artifacts/test-results"
  results="$folder/$name.xml" log="$folder/$name.log"
  program="${1%/*}/bin/Release/net10.0/$name.dll"
  rm -f "$results" "$log"
  begun=$(date +%s%N)
  timeout --foreground -k 10 "${SYNTRA_TEST_TIMEOUT:-900}" dotnet "$program" -noLogo -noColor -xml "$results" </dev/null >"$log" 2>&1 || code=$?
  count "$name" "$results" "$code" "$begun"
  show_skips "$log"
  if [ "$bad" -gt 0 ]; then cat "$log"; fi
}

# count NAME RESULTS EXIT-CODE BEGUN : adds to the sums, prints the project's line, leaves its failures in `bad`.
count() {
  local good=0 left=0 note=''
  bad=0
  if [ -s "$2" ]; then
    good=$(attribute passed "$2") left=$(attribute skipped "$2")
    bad=$(($(attribute failed "$2") + $(attribute errors "$2")))
  fi
  if [ $((good + bad + left)) = 0 ]; then
    bad=1 note=" (no test ran, exit code $3)"
  elif [ "$3" != 0 ] && [ "$bad" = 0 ]; then
    bad=1 note=" (the run broke off, exit code $3)"
  fi
  passed=$((passed + good)) failed=$((failed + bad)) skipped=$((skipped + left))
  printf '%-36s %5d passed %4d failed %4d skipped %7.1f s%s\n' "$1" "$good" "$bad" "$left" "$((($(date +%s%N) - $4) / 100000000))e-1" "$note"
}

# A skipped test's reason stands on the line after its name.
show_skips() {
  awk '/\[SKIP\]$/ { name = $0; sub(/^ */, "  skipped: ", name); sub(/ *\[SKIP\]$/, "", name); getline; sub(/^ */, ""); print name ": " $0 }' "$1"
}
