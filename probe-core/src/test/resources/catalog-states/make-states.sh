#!/usr/bin/env bash
# Makes the dumps beside this file: for each state of the project, its own program imports the two
# CSV files here into an empty database, and mariadb-dump writes that down.
# Usage: make-states.sh CLASSPATH PORT COMMIT...
# CLASSPATH: jars of all libraries. PORT: a scratch server on the loopback; root has no password.
set -euo pipefail
here=$(cd -- "$(dirname -- "$0")" && pwd)
libraries=$1 port=$2
shift 2
root=$(git -C "$here" rev-parse --show-toplevel)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
client=(mariadb --no-defaults --protocol=tcp -h 127.0.0.1 -P "$port" -u root)
for commit in "$@"; do
  mkdir -p "$work/$commit/classes"
  git -C "$root" archive "$commit" flow-matcher/src/main probe-core/src/main |
    tar -x -C "$work/$commit"
  (cd "$work/$commit" &&
    find . -name '*.java' -print0 |
    xargs -0 javac -nowarn -proc:none -d classes -cp "$libraries" 2>/dev/null &&
    for resources in */src/main/resources; do cp -r "$resources/." classes/; done)
  "${client[@]}" -e 'DROP DATABASE IF EXISTS state; CREATE DATABASE state CHARACTER SET utf8mb4 COLLATE utf8mb4_bin'
  : >"$work/password"
  java -cp "$work/$commit/classes:$libraries" io.minetrace.probe.cli.ProbeCoreMain catalog import \
    --db "jdbc:mariadb://127.0.0.1:$port/state" --db-user root --db-password-file "$work/password" \
    "$here/services.csv" "$here/observations.csv"
  # Without what only tells of the server it came from.
  mariadb-dump --no-defaults --protocol=tcp -h 127.0.0.1 -P "$port" -u root --skip-dump-date \
    --skip-comments --no-tablespaces --single-transaction state |
    sed -e '/^\/\*M!999999/d' -e 's/ DEFINER=`[^`]*`@`[^`]*`//' |
    gzip -n9 >"$here/$commit.sql.gz"
done
(cd "$here" && sha256sum -- *.sql.gz)
