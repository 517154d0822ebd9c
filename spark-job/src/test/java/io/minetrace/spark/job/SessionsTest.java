// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.minetrace.report.InsideNetworks;
import io.minetrace.report.ResultColumn;
import io.minetrace.report.SessionColumn;
import io.minetrace.spark.LocalSpark;
import io.minetrace.spark.MatchCommandRun;
import io.minetrace.spark.NfcapdFile;
import io.minetrace.spark.PoolWindows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.jdk.javaapi.CollectionConverters;

/** Sessions and whose hosts: the job against the command, on the same files. */
class SessionsTest {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_LONG_FOR_INTS);

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

  private JobRun job(String... more) {
    return JobRun.of(
        Stream.concat(
                Stream.of("--flows", flows, "--windows", windows, "--out", out, "--run-id", "a"),
                Arrays.stream(more))
            .toArray());
  }

  private MatchCommandRun command(String... more) throws Exception {
    return MatchCommandRun.of(
        dir.resolve("command"),
        Stream.concat(
                Stream.of(flows.toString(), "-w", windows.toString(), "-f", "ndjson", "--sessions"),
                Arrays.stream(more))
            .toArray(String[]::new));
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }

  private JsonNode commandsResult() throws IOException {
    return JSON.readTree(text(dir.resolve("command/run.json"))).get("result");
  }

  private JsonNode record() throws IOException {
    return JSON.readTree(text(out.resolve("_runs/a.json")));
  }

  /** The command's sessions in the order of its file, columns in the order of its lines. */
  private List<String> commandsSessions() throws IOException {
    List<String> sessions = new ArrayList<>();
    for (String line : text(dir.resolve("command/sessions.ndjson")).lines().toList()) {
      sessions.add(JSON.readValue(line, LinkedHashMap.class).toString());
    }
    return sessions;
  }

  private Dataset<Row> sessions() {
    return LocalSpark.session().read().parquet(out.resolve("sessions/run_id=a").toString());
  }

  /** Sessions as they were written, in the form of {@link #commandsSessions}. */
  private static List<String> lines(Dataset<Row> sessions) {
    List<String> lines = new ArrayList<>();
    for (Row session : sessions.collectAsList()) {
      Map<String, Object> values = new LinkedHashMap<>();
      for (int i = 0; i < session.length(); i++) {
        values.put(session.schema().fieldNames()[i], value(session, i));
      }
      lines.add(values.toString());
    }
    return lines;
  }

  private static Object value(Row session, int column) {
    Object value = session.get(column);
    if (value instanceof Timestamp time) {
      return time.getTime();
    }
    return value instanceof scala.collection.Seq ? session.getList(column) : value;
  }

  @Test
  void theSessionsAreTheCommandsInItsOrder() throws Exception {
    Captures.twoDays(flows);
    Captures.visits(flows.resolve("visits"));
    Captures.timeless(flows.resolve("timeless"));
    Captures.truncated(flows.resolve("truncated"));
    for (String gap : List.of("15m", "45s")) {
      command("--session-gap", gap);
      JobRun job = job("--sessions", "--session-gap", gap);

      assertThat(job.exitCode()).as(job.err()).isEqualTo(3);
      assertThat(sessions().columns())
          .containsExactly(
              Arrays.stream(SessionColumn.values())
                  .map(SessionColumn::columnName)
                  .toArray(String[]::new));
      assertThat(lines(sessions()))
          .as("sessions with gaps of up to %s", gap)
          .hasSizeGreaterThan(30)
          .containsExactlyElementsOf(commandsSessions());
      assertThat(record().at("/result/digest")).isEqualTo(commandsResult().get("digest"));
      assertThat(record().at("/result/sessions")).isEqualTo(commandsResult().get("sessions"));
      assertThat(record().at("/result/sessions/attempted_only").asInt()).isPositive();
      assertThat(record().at("/result/clients")).isEqualTo(commandsResult().get("clients"));
      assertThat(record().at("/parameters/sessions").asText()).isEqualTo("written");
    }
    assertThat(record().at("/parameters/session_gap").asText()).isEqualTo("PT45S");
    // Every row is in a session that is told of.
    Dataset<Row> rows = LocalSpark.session().read().parquet(out.resolve("labelled").toString());
    assertThat(rows.join(sessions(), "session_id").count()).isEqualTo(rows.count());
  }

  @Test
  void sessionsOfManyPartitionsAreTheCommandsToo() throws Exception {
    Captures.crowd(flows, 60_000);

    MatchCommandRun command = command("--session-gap", "9m");
    JobRun job = job("--sessions", "--session-gap", "9m");

    assertThat(command.matches()).as("rows, 50,000 a partition").isEqualTo(60_000);
    assertThat(job.digest()).as(job.err()).isEqualTo(command.digest());
    assertThat(lines(sessions().orderBy("session_end", "session_id")))
        .hasSizeGreaterThan(1500)
        .containsExactlyElementsOf(commandsSessions());
    assertThat(record().at("/result/clients/hosts").asInt()).isEqualTo(753);
    assertThat(record().at("/result/clients")).isEqualTo(commandsResult().get("clients"));
  }

  @Test
  void insideTellsOurHostsFromClientsElsewhereAndLeavesTheRowsAsTheyAre() throws Exception {
    Captures.visits(flows);
    JobRun unsaid = job("--sessions");
    List<String> all = lines(sessions());
    assertThat(unsaid.err()).contains("inside hosts  6\n").doesNotContain("outside  ");
    assertThat(record().at("/result/clients/hosts").asInt()).isEqualTo(6);

    command("--inside", "10.0.0.0/8,2001:db8::/32");
    JobRun job = job("--sessions", "--inside", "10.0.0.0/8,2001:db8::/32");

    assertThat(job.exitCode()).as(job.err()).isZero();
    assertThat(job.digest()).isEqualTo(unsaid.digest());
    assertThat(lines(sessions())).isEqualTo(all).isEqualTo(commandsSessions());
    assertThat(record().at("/result/clients")).isEqualTo(commandsResult().get("clients"));
    assertThat(record().at("/result/clients").toString())
        .isEqualTo(
            "{\"hosts\":5,\"outside_clients\":1,\"outside_matches\":43,\"services_inside\":1}");
    assertThat(record().at("/parameters/inside").asText()).isEqualTo("10.0.0.0/8,2001:db8::/32");
    assertThat(job.err())
        .contains("inside hosts     5 (in 10.0.0.0/8,2001:db8::/32)")
        .contains("outside          1 clients with 43 matches and ")
        .contains(" sessions: in the rows, not among the hosts")
        .contains("services inside  [2001:db8::20]:443")
        .contains("of refused or unanswered attempts only)");
  }

  @Test
  void networksOfWhichNoClientIsLeaveNoHosts() throws Exception {
    Captures.visits(flows);

    JobRun job = job("--inside", "203.0.113.0/24");

    assertThat(job.err()).contains("inside hosts  0 (in 203.0.113.0/24)");
    assertThat(record().at("/result/clients/outside_clients").asInt()).isEqualTo(6);
  }

  @Test
  void whatOnlyTellsOfRowsDoesNotMakeAnotherRun() throws Exception {
    Captures.visits(flows);
    Object[] plain = {"--flows", flows, "-w", windows, "-o", out};
    JobRun.of(plain);
    JobRun.of(
        Stream.concat(Arrays.stream(plain), Stream.of("--sessions", "--inside", "10.0.0.0/8"))
            .toArray());
    JobRun.of(
        Stream.concat(
                Arrays.stream(plain), Stream.of("--min-coverage", "0.1", "--session-gap", "900s"))
            .toArray());
    JobRun.of("--flows", flows + "/*", "-w", windows, "-o", out);
    try (Stream<Path> runs = Files.list(out.resolve("_runs"))) {
      assertThat(runs.filter(run -> run.toString().endsWith(".json"))).hasSize(1);
    }
    JobRun.of(Stream.concat(Arrays.stream(plain), Stream.of("--session-gap", "1m")).toArray());
    try (Stream<Path> runs = Files.list(out.resolve("_runs"))) {
      assertThat(runs.filter(run -> run.toString().endsWith(".json"))).hasSize(2);
    }
  }

  @Test
  void sessionsThatWereNotAskedForAreNotThereEvenIfTheRunBeforeHadThem() throws Exception {
    Captures.visits(flows);
    job("--sessions");
    assertThat(out.resolve("sessions/run_id=a")).isDirectory();

    JobRun without = job();

    assertThat(without.exitCode()).as(without.err()).isZero();
    assertThat(without.err()).containsPattern("sessions +[1-9]");
    assertThat(out.resolve("sessions/run_id=a")).doesNotExist();
    assertThat(record().at("/parameters").has("sessions")).isFalse();
  }

  @Test
  void withoutMatchesTheSessionsAreATableWithoutRows() throws Exception {
    new NfcapdFile()
        .flow(Captures.NOON, Captures.NOON + 5, "10.0.0.1", 40_000, "198.51.100.9", 443)
        .write(flows.resolve("nfcapd"));

    JobRun job = job("--sessions", "--inside", "10.0.0.0/8");

    assertThat(job.exitCode()).as(job.err()).isZero();
    assertThat(sessions().count()).isZero();
    assertThat(sessions().columns()).hasSize(SessionColumn.values().length);
    assertThat(job.err()).contains("outside       0 clients").contains("sessions      0\n");
  }

  @Test
  void withoutAReadableRecordThereAreNoSessionsEither() throws Exception {
    Files.createDirectories(flows);
    assertThat(job("--sessions").exitCode()).isEqualTo(4);
    Files.createFile(flows.resolve("empty"));
    JobRun empty = job("--sessions");
    assertThat(empty.exitCode()).as(empty.err()).isEqualTo(4);
    assertThat(out.resolve("sessions")).doesNotExist();
  }

  @Test
  void flowsWithAbsurdTimesAreCountedAsTheCommandCountsThem() throws Exception {
    Captures.absurd(flows.resolve("a"));
    Captures.absurd(flows.resolve("b"));

    MatchCommandRun command = command();
    JobRun job = job("--sessions");

    String line = "absurd times  4 records before 1970 or after 9999, which no coverage counts\n";
    assertThat(command.said()).contains(line);
    assertThat(job.err()).contains(line);
    assertThat(record().at("/inputs/flow_records_with_absurd_time").asInt())
        .isEqualTo(4)
        .isEqualTo(
            JSON.readTree(text(dir.resolve("command/run.json")))
                .at("/windows/flow_records_with_absurd_time")
                .asInt());
    assertThat(
            LocalSpark.session()
                .read()
                .parquet(out.resolve("files").toString())
                .select("records_with_absurd_time")
                .collectAsList())
        .containsOnly(RowFactory.create(2L));
    assertThat(lines(sessions())).containsExactlyElementsOf(commandsSessions());
  }

  @Test
  void aNetworkTypedWrongIsNamed() {
    JobRun wrong = job("--inside", "10.0.0.0/8,10.0.0.0/33");

    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("--inside", "'10.0.0.0/33' is no network");
    assertThat(job("--inside", "example").err()).contains("'example' is no network");
    assertThat(job("--session-gap", "x").err()).contains("--session-gap", "expected: 500ms, 30s");
  }

  @Test
  void outputThatIsAFileOrHoldsTheInputIsRefusedBeforeAnyWork() throws Exception {
    Captures.visits(flows);
    Files.writeString(out, "mine");
    JobRun file = job("--sessions");
    assertThat(file.exitCode()).isEqualTo(7);
    assertThat(file.err()).contains("error: " + out + ": is a file, not a directory");
    assertThat(out).hasContent("mine");

    out = dir;
    JobRun above = job("--sessions");
    assertThat(above.exitCode()).isEqualTo(2);
    assertThat(above.err())
        .contains("nfcapd.1: is read by this run, and lies where its result would go (" + dir);
    assertThat(dir.resolve("_runs")).doesNotExist();

    out = Files.createSymbolicLink(dir.resolve("link"), dir);
    JobRun linked = job("--sessions");
    assertThat(linked.exitCode()).as("a link to the place of the input").isEqualTo(2);
    assertThat(linked.err()).contains("lies where its result would go (" + out);
    assertThat(dir.resolve("_runs")).doesNotExist();
  }

  @Test
  void aDiskThatFillsWhileTablesAreWrittenIsSaidAndNothingStagedIsLeft() throws Exception {
    Captures.visits(flows);
    job("--sessions");
    FillingFileSystem.fullFor(
        ".*/_staging/.*parquet", LocalSpark.session().sparkContext().hadoopConfiguration());

    JobRun full =
        JobRun.of(
            "--flows", flows, "--windows", windows, "--out", "filling:" + out, "--run-id", "a");

    assertThat(full.exitCode()).as(full.err()).isEqualTo(1);
    assertThat(full.err())
        .contains("error: filling:" + out + ": cannot be written: No space left on device")
        .doesNotContain("internal error", "warning: after");
    assertThat(out.resolve("_staging")).doesNotExist();
    assertThat(record().at("/status").asText()).isEqualTo("FAILED");
    assertThat(record().at("/problem").asText()).endsWith("No space left on device");
    assertThat(sessions().count()).as("of the run before").isPositive();
  }

  @Test
  void outputThatCannotBeWrittenIsSaidToBeThat() {
    Captures.visits(flows);
    out = windows.resolve("out");

    JobRun job = job("--sessions");

    assertThat(job.exitCode()).as(job.err()).isEqualTo(1);
    assertThat(job.err())
        .contains("error: file:" + out + ": cannot be written: ")
        .doesNotContain("internal error");
  }

  @Test
  void aSessionIsGivenAsSoonAsARowShowsThatItIsOver() {
    long hour = Duration.ofHours(1).toMillis();
    AtomicLong taken = new AtomicLong();
    Iterator<Row> endless =
        Stream.iterate(row(0), before -> row(taken.incrementAndGet() * hour)).iterator();
    Iterator<Row> sessions =
        new SessionStitching(Duration.ofMinutes(15), InsideNetworks.NOT_SAID).call(endless);

    for (int i = 0; i < 1000; i++) {
      assertThat(sessions.next().getLong(SessionColumn.SESSION_START.ordinal()))
          .isEqualTo(i * hour);
      assertThat(taken).as("rows after the first").hasValueLessThanOrEqualTo(i + 2);
    }
  }

  @Test
  void rowsOutOfOrderEndTheStitchingRatherThanGivePieces() {
    SessionStitching stitching =
        new SessionStitching(Duration.ofMinutes(15), InsideNetworks.NOT_SAID);
    Iterator<Row> sessions = stitching.call(List.of(row(2), row(1)).iterator());

    assertThatThrownBy(sessions::hasNext)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("rows of a partition are not in the order of results");
  }

  private static Row row(long start) {
    Object[] values = new Object[ResultColumn.values().length];
    for (ResultColumn column : ResultColumn.values()) {
      values[column.ordinal()] =
          switch (column.type()) {
            case INT -> (Object) 1;
            case LONG, TIMESTAMP -> start;
            case STRING -> "x";
            case STRINGS -> CollectionConverters.asScala(List.of("x"));
          };
    }
    values[ResultColumn.SESSION_ID.ordinal()] = Long.toHexString(start);
    values[ResultColumn.CLIENT_IP_ADDRESS.ordinal()] = "10.0.0.1";
    values[ResultColumn.POOL_IP_ADDRESS.ordinal()] = PoolWindows.POOL;
    values[ResultColumn.MINING_CONFIDENCE.ordinal()] = "CONFIRMED";
    values[ResultColumn.MINING_ACTIVITY.ordinal()] = "ESTABLISHED";
    values[ResultColumn.COIN_BASIS.ordinal()] = "declared";
    return RowFactory.create(values);
  }
}
