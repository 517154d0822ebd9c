# Sourced by the start scripts: finds Java, builds a module when its jar is missing, runs it.

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)

# A user's JAVA_HOME wins over the java on the PATH.
java_command() {
  local java=${JAVA_HOME:+$JAVA_HOME/bin/}java
  command -v -- "$java" >/dev/null || { echo "error: no Java found; install JDK 17" >&2; exit 1; }
  printf '%s\n' "$java"
}

# build MODULE…: makes the modules' jars (and those they rest on), quietly; the log stays if it fails.
build() {
  command -v mvn >/dev/null || { echo "error: Maven is needed to build (package maven)" >&2; exit 1; }
  local modules log
  modules=$(IFS=,; echo "$*")
  log=$(mktemp -t minetrace-build.XXXXXX)
  echo "building $* (the first time takes some minutes) …" >&2
  if ! (cd "$root" && mvn -B -q -DskipTests -Dmaven.test.skip=true -pl "$modules" -am package) >"$log" 2>&1; then
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
  -XX:Tier4CompileThreshold=150000 -XX:Tier4BackEdgeThreshold=400000)

# run_program MODULE ARGUMENT…: does not return.
run_program() {
  local module=$1 java
  shift
  java=$(java_command)
  [ -f "$root/$module/target/$module.jar" ] || build "$module"
  # In the plain C locale Java cannot name a file that is not ASCII; C.UTF-8 differs in nothing else.
  if [ "$(locale charmap 2>/dev/null)" = ANSI_X3.4-1968 ]; then export LC_ALL=C.UTF-8; fi
  local terminal=false
  if [ -t 2 ]; then terminal=true; fi
  exec "$java" "${tuning[@]}" -Dminetrace.terminal="$terminal" \
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
