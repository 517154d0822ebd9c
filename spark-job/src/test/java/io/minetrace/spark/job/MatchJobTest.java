// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.report.ResultColumn;
import io.minetrace.spark.LocalSpark;
import io.minetrace.spark.MatchCommandRun;
import io.minetrace.spark.NfcapdFile;
import io.minetrace.spark.PoolWindows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MatchJobTest {

  @TempDir private Path dir;

  private Path flows;
  private Path windows;
  private Path out;

  @BeforeEach
  void place() {
    flows = dir.resolve("flows");
    windows = PoolWindows.write(dir.resolve("pools.zip"));
    out = dir.resolve("out");
  }

  private JobRun job(Object... more) {
    return jobOn(flows, more);
  }

  private JobRun jobOn(Path input, Object... more) {
    return JobRun.of(
        Stream.concat(
                Stream.of("--flows", input, "--windows", windows, "--out", out),
                Arrays.stream(more))
            .toArray());
  }

  private MatchCommandRun command(String... more) throws Exception {
    return MatchCommandRun.of(
        dir.resolve("command"),
        Stream.concat(Stream.of(flows.toString(), "-w", windows.toString()), Arrays.stream(more))
            .toArray(String[]::new));
  }

  private Dataset<Row> labelled() {
    return LocalSpark.session().read().parquet(out.resolve("labelled").toString());
  }

  private Dataset<Row> files() {
    return LocalSpark.session().read().parquet(out.resolve("files").toString());
  }

  private String record(String id) throws IOException {
    return Files.readString(out.resolve("_runs/" + id + ".json"), StandardCharsets.UTF_8);
  }

  @Test
  void theDigestIsTheCommands() throws Exception {
    Captures.twoDays(flows);
    Captures.timeless(flows.resolve("timeless"));
    Captures.truncated(flows.resolve("truncated"));
    Files.writeString(flows.resolve("notes.txt"), "no flows here");

    MatchCommandRun command = command();
    JobRun job = job();

    assertThat(command.matches()).as("matches of the command").isGreaterThan(2000);
    assertThat(job.digest()).isEqualTo(command.digest());
    assertThat(job.exitCode()).as(job.err()).isEqualTo(3).isEqualTo(command.exitCode());
    assertThat(labelled().count()).isEqualTo(command.matches());
  }

  @Test
  void theDigestIsTheCommandsWithOptionsToo() throws Exception {
    Captures.twoDays(flows);
    Captures.timeless(flows.resolve("timeless"));
    String[] options = {
      "--from",
      "2026-05-02T20:00Z",
      "--to",
      "2026-05-03T03:30Z",
      "--slack",
      "2m",
      "--min-confidence",
      "possible"
    };

    MatchCommandRun command = command(options);
    JobRun job = job((Object[]) options);

    assertThat(command.matches()).isBetween(500L, 1500L);
    assertThat(job.digest()).isEqualTo(command.digest());
    assertThat(job.exitCode()).as(job.err()).isEqualTo(0).isEqualTo(command.exitCode());
  }

  @Test
  void rowsLieByDayInOneSchemaAndInOrder() {
    Captures.twoDays(flows);

    JobRun job = job("--run-id", "may");

    assertThat(job.exitCode()).as(job.err()).isZero();
    assertThat(out.resolve("labelled/flow_date=2026-05-02/run_id=may")).isDirectory();
    assertThat(out.resolve("labelled/flow_date=2026-05-03/run_id=may")).isDirectory();
    Dataset<Row> labelled = labelled();
    assertThat(labelled.columns())
        .startsWith(
            Arrays.stream(ResultColumn.values())
                .map(ResultColumn::columnName)
                .toArray(String[]::new))
        .endsWith("flow_date", "run_id");
    assertThat(labelled.schema().apply("flow_start").dataType()).isEqualTo(DataTypes.TimestampType);
    assertThat(labelled.schema().apply("mining_pools").dataType().simpleString())
        .isEqualTo("array<string>");
    assertThat(labelled.filter("to_date(flow_start) <> flow_date").count()).isZero();
    assertThat(labelled.filter("observed_before is null or session_id is null").count()).isZero();
    assertThat(labelled.select("snapshot_id").distinct().count()).isEqualTo(1);
    List<Row> day =
        labelled.filter("flow_date = '2026-05-03'").select("flow_start").collectAsList();
    assertThat(day).extracting(row -> row.getTimestamp(0)).isSorted();
  }

  @Test
  void everyInputIsAccountedFor() throws IOException {
    Captures.timeless(flows.resolve("timeless"));
    Path truncated = Captures.truncated(flows.resolve("truncated"));
    Files.writeString(flows.resolve("notes.txt"), "no flows here");
    NfcapdFile hidden = new NfcapdFile().flow(1, 2, "10.0.0.1", 1, "192.0.2.20", 3333);
    hidden.write(flows.resolve(".nfstat"));

    JobRun job = job("--run-id", "may");

    List<Row> rows = files().orderBy("path").collectAsList();
    assertThat(rows)
        .extracting(row -> row.<Long>getAs("records"))
        .as("of notes.txt, timeless, truncated")
        .containsExactly(0L, 3L, 15L);
    assertThat(rows.get(0).<String>getAs("failure"))
        .contains("notes.txt", "not a known flow format");
    assertThat(rows.get(0).<String>getAs("format")).isNull();
    assertThat(rows.get(1).<Long>getAs("records_without_time")).isEqualTo(1);
    assertThat(rows.get(1).<String>getAs("failure")).isNull();
    assertThat(rows.get(2).<Long>getAs("undecodable")).isEqualTo(1);
    assertThat(rows.get(2).<String>getList(rows.get(2).fieldIndex("losses")))
        .containsExactly(
            "offset 1052: block: 550 bytes left (expected: 1000) (1 × TRUNCATED, 50 bytes)");
    assertThat(job.err())
        .contains("error: file:" + flows.resolve("notes.txt"))
        .contains("warning: file:" + truncated + ", offset 1052: block: 550 bytes left")
        .contains("files         1 read, 1 partly, 1 skipped");
    assertThat(record("may"))
        .contains("\"status\" : \"COMPLETE\"", "\"digest\" : \"" + job.digest() + "\"")
        .contains("\"hidden\" : 1", "\"exit_code\" : 3");
  }

  @Test
  void flowsThatLackProtocolOrPortsAreLosses() throws IOException {
    Files.createDirectories(flows);
    Files.writeString(
        flows.resolve("own.txt"),
        """
        begin;from;fp;to;tp;proto
        1777730400;10.0.0.1;40000;192.0.2.20;3333;
        1777730400;10.0.0.1;;192.0.2.20;;6
        """);
    Path mapping =
        Files.writeString(
            dir.resolve("own.mapping"),
            """
            delimiter = ;
            flow_start = begin
            flow_end = begin
            source_ip_address = from
            source_transport_port = fp
            destination_ip_address = to
            destination_transport_port = tp
            protocol_identifier = proto
            """);

    JobRun job = job("--run-id", "may", "--mapping", mapping.toString());

    Row row = files().first();
    assertThat(row.<String>getList(row.fieldIndex("losses")))
        .as(job.err())
        .containsExactly(
            "1 flow without protocol was not matched (expected: its number or name)",
            "1 flow without ports was not matched (expected: the port of either side; a window is"
                + " of one port)");
    assertThat(job.exitCode()).isEqualTo(3);
  }

  @Test
  void theSameRunIdReplacesItsRowsAndNoOthers() {
    Captures.twoDays(flows);
    Path noon =
        new NfcapdFile()
            .flow(Captures.NOON, Captures.NOON + 5, "10.0.0.1", 40_000, "192.0.2.20", 3333)
            .write(dir.resolve("noon"));
    job("--run-id", "a");
    job("--run-id", "b");
    long both = labelled().count();

    JobRun again = jobOn(noon, "--run-id", "a");

    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(labelled().filter("run_id = 'a'").count()).isEqualTo(1);
    assertThat(labelled().filter("run_id = 'b'").count()).isEqualTo(both / 2);
    assertThat(out.resolve("labelled/flow_date=2026-05-03/run_id=a"))
        .as("a day that became empty")
        .doesNotExist();
    assertThat(files().filter("run_id = 'a'").count()).isEqualTo(1);
    assertThat(out.resolve("_staging")).doesNotExist();
  }

  @Test
  void aRunThatFailsSaysSoAndLeavesTheRowsOfTheOneBefore() throws IOException {
    Path noon =
        new NfcapdFile()
            .flow(Captures.NOON, Captures.NOON + 5, "10.0.0.1", 40_000, "192.0.2.20", 3333)
            .write(dir.resolve("noon"));
    long newYear = java.time.Instant.parse("2020-01-01T00:00:00Z").toEpochMilli();
    Path old =
        new NfcapdFile()
            .flow(newYear, newYear + 5, "10.0.0.1", 40_000, "192.0.2.20", 3333)
            .write(dir.resolve("old"));
    jobOn(noon, "--run-id", "a");

    JobRun failed = jobOn(old, "--run-id", "a");

    assertThat(failed.exitCode()).isEqualTo(5);
    assertThat(failed.out()).isEmpty();
    assertThat(failed.err())
        .contains(
            "error: the windows were observed 2026-05-01T00:00Z … 2026-05-04T00:00Z, the flows span"
                + " 2020-01-01T00:00Z … 2020-01-01T00:00Z: 0 % covered")
        .contains("hint: give windows that cover the capture, or --min-coverage 0");
    assertThat(record("a")).contains("\"status\" : \"FAILED\"", "0 % covered");
    assertThat(labelled().count()).isEqualTo(1);

    JobRun accepted = jobOn(old, "--run-id", "a", "--min-coverage", "0");

    assertThat(accepted.exitCode()).as(accepted.err()).isZero();
    assertThat(accepted.err()).contains("matches       0 (0 CONFIRMED, 0 LIKELY, 0 POSSIBLE)");
    assertThat(record("a")).contains("\"status\" : \"COMPLETE\"");
  }

  @Test
  void withoutAReadableRecordNothingIsWritten() throws IOException {
    Files.createDirectories(flows);
    JobRun empty = job();
    assertThat(empty.exitCode()).isEqualTo(4);
    assertThat(empty.err()).contains("no input file to read; no records were read");

    Files.writeString(flows.resolve("notes.txt"), "no flows here");
    JobRun foreign = job();
    assertThat(foreign.exitCode()).isEqualTo(4);
    assertThat(foreign.err()).contains("not a known flow format", "no records were read");
    assertThat(out.resolve("labelled")).doesNotExist();
  }

  @Test
  void windowsThatCannotBeUsedEndTheRunByName() throws IOException {
    Captures.timeless(flows.resolve("timeless"));
    windows = dir.resolve("missing.zip");
    JobRun missing = job();
    assertThat(missing.exitCode()).isEqualTo(5);
    assertThat(missing.err()).contains("error: " + windows + ": no such file");

    windows = Files.writeString(dir.resolve("pools.csv"), "a,b\n1,2\n");
    JobRun foreign = job();
    assertThat(foreign.exitCode()).isEqualTo(5);
    assertThat(foreign.err()).contains("error: " + windows + ": not a windows file");

    windows = PoolWindows.write(dir.resolve("cut.zip"));
    byte[] bytes = Files.readAllBytes(windows);
    Files.write(windows, Arrays.copyOf(bytes, bytes.length - 100));
    JobRun damaged = job();
    assertThat(damaged.exitCode()).isEqualTo(5);
    assertThat(damaged.err()).contains("error: " + windows + ": damaged zip");
    assertThat(out).doesNotExist();
  }

  @Test
  void aCatalogThatIsNotThereEndsTheRunWithoutSayingThePassword() {
    Captures.timeless(flows.resolve("timeless"));

    JobRun job =
        JobRun.of(
            "--flows",
            flows,
            "-o",
            out,
            "-w",
            "jdbc:mariadb://127.0.0.1:1/minetrace?user=u&password=geheim");

    assertThat(job.exitCode()).isEqualTo(5);
    assertThat(job.err()).contains("error: jdbc:mariadb://127.0.0.1:1/minetrace: ");
    assertThat(job.err()).doesNotContain("geheim");
  }

  @Test
  void wrongUsageIsSaidWithTheNameOfTheOption() {
    assertThat(job("--run-id", "../x").exitCode()).isEqualTo(2);
    assertThat(job("--run-id", "../x").err()).contains("--run-id: '../x' (expected: letters");
    assertThat(job("--min-coverage", "2").err()).contains("--min-coverage: 2.0 (expected: 0 to 1)");
    assertThat(job("--min-confidnce", "likely").err())
        .contains("Unknown options: '--min-confidnce'", "--min-confidence");
  }
}
