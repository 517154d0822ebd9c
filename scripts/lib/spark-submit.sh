# Sourced by scripts/spark-job, after java-program.sh: which arguments are whose, and how Spark is found.

# The options of the job; a test compares them with those of MatchJob.
job_options=(--flows --windows -w --out -o --run-id --from --to --min-confidence --slack --min-coverage --sessions --session-gap --inside
  --source-timezone --mapping
  --help -h --version -V)

# split_arguments ARGUMENT…: sets job_arguments and spark_arguments. An option is the job's or
# spark-submit's, and what follows it up to the next option goes with it. After -- all is the job's.
split_arguments() {
  spark_arguments=()
  job_arguments=()
  local whose=spark argument
  while [ $# -gt 0 ]; do
    argument=$1
    shift
    if [ "$argument" = -- ]; then
      job_arguments+=("$@")
      break
    fi
    case $argument in
      -?*) if is_job_option "${argument%%=*}"; then whose=job; else whose=spark; fi ;;
    esac
    if [ $whose = job ]; then job_arguments+=("$argument"); else spark_arguments+=("$argument"); fi
  done
}

is_job_option() {
  local option
  for option in "${job_options[@]}"; do
    if [ "$1" = "$option" ]; then return 0; fi
  done
  return 1
}

# spark_submit ARGUMENT…: does not return.
spark_submit() {
  if [ -n "${SPARK_HOME:-}" ]; then
    exec "$SPARK_HOME/bin/spark-submit" "$@"
  fi
  export SPARK_HOME=$root/spark-job/target/spark-home
  # With no scripts and no release file beside jars/, Spark asks for this.
  export SPARK_SCALA_VERSION=2.13
  local java command=() word
  java=$(java_command)
  # Spark's own launcher makes the command from options, spark-defaults.conf and the environment, as
  # spark-submit does: a line that begins with NUL, the words, each ended by NUL, then our exit code.
  while IFS= read -r -d '' word; do
    command+=("${word#$'\n'}")
  done < <("$java" -Xmx128m -cp "$SPARK_HOME/jars/*" org.apache.spark.launcher.Main \
    org.apache.spark.deploy.SparkSubmit "$@"; printf '%d\0' $?)
  command=("${command[@]:1}")
  local last=$((${#command[@]} - 1))
  local code=${command[$last]}
  if [ "$code" != 0 ] || [ "$last" -lt 1 ]; then
    echo "error: Spark's launcher made no command (exit code $code)" >&2
    exit 1
  fi
  unset "command[$last]"
  exec "${command[@]}"
}
