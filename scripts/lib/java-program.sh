# Sourced by the start scripts: finds Java, builds a module when its jar is missing, runs it.

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)

# A user's JAVA_HOME wins over the java on the PATH.
java_command() {
  local java=${JAVA_HOME:+$JAVA_HOME/bin/}java
  command -v -- "$java" >/dev/null || { echo "error: no Java found; install JDK 17" >&2; exit 1; }
  printf '%s\n' "$java"
}

# source_commit: the commit of the sources, marked when they differ from it; unknown outside of a git tree of theirs.
source_commit() {
  local commit
  if [ "$(git -C "$root" rev-parse --show-toplevel 2>/dev/null)" != "$root" ]; then echo unknown; return; fi
  commit=$(git -C "$root" rev-parse HEAD 2>/dev/null) || { echo unknown; return; }
  if ! git -C "$root" diff --quiet HEAD -- 2>/dev/null; then commit=$commit-modified; fi
  printf '%s\n' "$commit"
}

# build MODULE…: makes the modules' jars (and those they rest on), quietly; the log stays if it fails.
build() {
  command -v mvn >/dev/null || { echo "error: Maven is needed to build (package maven)" >&2; exit 1; }
  local modules log
  modules=$(IFS=,; echo "$*")
  log=$(mktemp -t minetrace-build.XXXXXX)
  echo "building $* (the first time takes some minutes) …" >&2
  if ! (cd "$root" && mvn -B -q "-Dminetrace.commit=$(source_commit)" -DskipTests -Dmaven.test.skip=true -pl "$modules" -am package) >"$log" 2>&1; then
    tail -n 40 "$log" >&2
    echo "error: the build failed; see $log" >&2
    exit 1
  fi
  rm -f "$log"
}

# The serial collector starts fastest, and the hot path allocates nothing for another to collect. The optimising
# compiler takes half a second of a short run's processor time for methods that do not need it: with ten times its
# usual thresholds only loops over flows reach it, within milliseconds all the same. The prober does with 16 s of
# processor time what it did with 22 s (30,000 visits).
tuning=(-XX:+UseSerialGC -XX:Tier4InvocationThreshold=50000 -XX:Tier4MinInvocationThreshold=6000
  -XX:Tier4CompileThreshold=150000 -XX:Tier4BackEdgeThreshold=400000
  # The one loop that all flows of nfcapd files go through is worth it at once: 0.3 s of 3. What it asks of every flow
  # is inlined, the search for the few is not; left alone, the compiler decides so or otherwise from run to run: 0.3 s
  # of 4.
  -XX:CompileCommand=quiet
  -XX:CompileCommand=CompileThresholdScaling,io.minetrace.format.nfcapd.RecordSieve::passOverUsual,0.1
  -XX:CompileCommand=inline,io.minetrace.format.nfcapd.RecordSieve::isUsualWanted
  -XX:CompileCommand=inline,io.minetrace.cli.MatchScreen::wants
  -XX:CompileCommand=dontinline,io.minetrace.window.WindowIndex::find)

# A file beside a module's jar that holds the classes of a usual run as Java keeps them in memory (class-data
# sharing): 0.5 s to the first result instead of 0.75. Another Java than it was made by ignores it.
class_archive() { printf '%s\n' "$root/$1/target/$1.jsa"; }

# make_class_archive JAVA: makes that of flow-matcher, once for a jar, in two to three seconds; an empty one, which
# is not used, where it cannot be made.
make_class_archive() {
  local java=$1 jar=$root/flow-matcher/target/flow-matcher.jar archive work
  archive=$(class_archive flow-matcher)
  work=$(mktemp -d "$archive.XXXXXX" 2>/dev/null) || return 0
  # shellcheck disable=SC2064 # the name is gone when the trap runs
  trap "rm -rf '$work'" EXIT
  # One window, of a pool in the sample that is matched.
  cat >"$work/windows.csv" <<'WINDOWS'
window_id,segment,address,port,transport,segment_from,segment_to,first_up,last_up,not_before,not_after,start_reason,end_reason,interval_ms,up_count,missed_count,bridged,max_gap_ms,evidence,pools,fqdns,stale_fqdns,coins,coin_basis,protocols,channel,software,shared,switching
e51da351b3234f50,0,192.0.2.20,3333,tcp,1577836800000,4070908800000,1577836800000,4070908800000,,,OPEN,OPEN,10800000,2,0,,10800000,E4,Pool,pool.example,,BTC,observed,stratum1,plain,,0,0
WINDOWS
  if "$java" "${tuning[@]}" -XX:DumpLoadedClassList="$work/classes" -jar "$jar" match --min-coverage 0 \
      -w "$work/windows.csv" -o "$work/result" "$root"/sample-flows/softflowd-v9/flows* >"$work/log" 2>&1 &&
    "$java" "${tuning[@]}" -Xshare:dump -XX:SharedClassListFile="$work/classes" -XX:SharedArchiveFile="$work/archive" \
      -jar "$jar" >>"$work/log" 2>&1; then
    mv -f "$work/archive" "$archive"
  else
    : >"$archive"
  fi
  rm -rf "$work"
  trap - EXIT
}

# run_program MODULE ARGUMENT…: does not return.
run_program() {
  local module=$1 java
  shift
  java=$(java_command)
  [ -f "$root/$module/target/$module.jar" ] || build "$module"
  # In the plain C locale Java cannot name a file that is not ASCII; C.UTF-8 differs in nothing else.
  if [ "$(locale charmap 2>/dev/null)" = ANSI_X3.4-1968 ]; then export LC_ALL=C.UTF-8; fi
  local archive shared=()
  archive=$(class_archive "$module")
  if [ "$module" = flow-matcher ] && [ ! "$archive" -nt "$root/$module/target/$module.jar" ]; then
    make_class_archive "$java"
  fi
  if [ -s "$archive" ]; then shared=(-XX:SharedArchiveFile="$archive"); fi
  # What is done for each match is not worth that compiler's time before there are very many of them: of 100 million
  # flows with 10,000 matches 5.1 s of processor time instead of 5.3.
  if [ "$module" = flow-matcher ]; then
    tuning+=(-XX:Tier4InvocationThreshold=150000 -XX:Tier4MinInvocationThreshold=20000 -XX:Tier4CompileThreshold=450000)
  fi
  local terminal=false
  if [ -t 2 ]; then terminal=true; fi
  exec "$java" "${tuning[@]}" "${shared[@]}" -Dminetrace.terminal="$terminal" \
    ${MINETRACE_JAVA_OPTIONS:-} -jar "$root/$module/target/$module.jar" "$@"
}

# test_class_path MODULE: builds a module with its tests, and prints where its classes are.
test_class_path() {
  local libraries module found=''
  libraries=$(mktemp -t minetrace-classes.XXXXXX)
  (cd "$root" && mvn -B -q -pl "$1" -am test-compile dependency:build-classpath \
    -Dmdep.outputFile="$libraries" -Dmdep.includeScope=test) >&2 || { rm -f "$libraries"; return 1; }
  for module in "$1" flow-matcher; do
    found+=$root/$module/target/test-classes:$root/$module/target/classes:
  done
  printf '%s' "$found$(cat "$libraries"; rm "$libraries")"
}
