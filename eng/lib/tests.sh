# Runs built test projects and sums what their own result files say. The end-to-end tests wait for other processes most of their time:
# they run beside the others, which run one after another.

passed=0 failed=0 skipped=0 digest=''

# attribute NAME FILE : sums an attribute over the <assembly> elements of an xunit v3 result file.
attribute() {
  { grep -o '<assembly [^>]*>' "$2" | grep -o " $1=\"[0-9]*\"" || true; } | tr -dc '0-9\n' | awk '{ n += $1 } END { print n + 0 }'
}

# run_all PROJECT-FILE...
run_all() {
  local project waiting='' beside=''
  for project in "$@"; do
    if [[ $project == *EndToEnd* ]]; then waiting=$project; fi
  done
  if [ -n "$waiting" ]; then
    start_tests "$waiting" &
    beside=$!
    # shellcheck disable=SC2064 # the process as it is now
    trap "kill $beside 2>/dev/null || true" EXIT
  fi
  for project in "$@"; do
    if [ "$project" != "$waiting" ]; then
      start_tests "$project"
      judge_tests "$project"
    fi
  done
  if [ -n "$waiting" ]; then
    wait "$beside"
    trap - EXIT
    judge_tests "$waiting"
  fi
}

# start_tests PROJECT-FILE : runs it, once; leaves its exit code and its tenths of seconds in a file. A test that takes a minute is named while it
# runs, so that the log of a run that hung says where.
start_tests() {
  local name=${1##*/} folder="$root/artifacts/test-results" begun run code=0
  name=${name%.csproj}
  rm -f "$folder/$name".{xml,log,ended}
  begun=$(date +%s%N)
  timeout -k 10 "${SYNTRA_TEST_TIMEOUT:-900}" dotnet "${1%/*}/bin/Release/net10.0/$name.dll" -noLogo -noColor -diagnostics -longRunning 60 -xml "$folder/$name.xml" </dev/null >"$folder/$name.log" 2>&1 &
  run=$!
  # shellcheck disable=SC2064 # the process as it is now
  trap "kill $run 2>/dev/null || true; exit 130" INT TERM
  wait "$run" || code=$?
  trap - INT TERM
  echo "$code $((($(date +%s%N) - begun) / 100000000))" >"$folder/$name.ended"
}

# judge_tests PROJECT-FILE : a run that crashed, hung, reported nothing or had no test counts as one failure.
judge_tests() {
  local name=${1##*/} log code tenths bad
  name=${name%.csproj}
  log="$root/artifacts/test-results/$name.log"
  read -r code tenths <"${log%.log}.ended"
  count "$name" "${log%.log}.xml" "$code" "$tenths"
  show_skips "$log"
  if [ "$bad" -gt 0 ]; then
    cat "$log"
    digest+="$name: all of its output is above and in ${log#"$root/"}"$'\n'"$(show_failures "$log")"$'\n'
  fi
}

# What failed and why, once more where the reader's eye falls first: each failure's lines without what other threads said in between.
show_failures() {
  awk '/^ +.*\[FAIL\]$/ { open = 1; print; next } /^%[0-9]\|/ { next } /\[Long Running Test\]/ { last = $0 } /^      / { if (open) print; next } { open = 0 }
    END { if (last != "") print "  last seen running:" last }' "$1" | head -n 200
}

# count NAME RESULTS EXIT-CODE TENTHS : adds to the sums, prints the project's line, leaves its failures in `bad`.
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
  printf '%-36s %5d passed %4d failed %4d skipped %7.1f s%s\n' "$1" "$good" "$bad" "$left" "$4e-1" "$note"
}

# A skipped test's reason stands on the line after its name.
show_skips() {
  awk '/\[SKIP\]$/ { name = $0; sub(/^ */, "  skipped: ", name); sub(/ *\[SKIP\]$/, "", name); getline; sub(/^ */, ""); print name ": " $0 }' "$1"
}
