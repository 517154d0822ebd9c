// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import static io.minetrace.window.WindowFixture.at;
import static io.minetrace.window.WindowFixture.segment;
import static io.minetrace.window.WindowFixture.up;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.minetrace.format.SampleFlows;
import io.minetrace.report.RunFacts;
import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.CoinBasis;
import io.minetrace.window.CoverageSpan;
import io.minetrace.window.SnapshotContents;
import io.minetrace.window.WindowSnapshot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Results in the words of other programs, read by others: our own decoders, Python. */
class ExchangeCommandTest {

  private static final String FLOW_COLUMNS =
      "flow_start,flow_end,source_ip_address,destination_ip_address,source_transport_port,"
          + "destination_transport_port,protocol_identifier,octet_delta_count,packet_delta_count";

  @TempDir private Path directory;

  private String sample;
  private String biflow;

  @BeforeEach
  void prepare() throws IOException {
    sample = SampleFlows.root().resolve("softflowd-v9/flows.nfcapd").toString();
    biflow = SampleFlows.root().resolve("softflowd-ipfix-biflow/flows.nfcapd").toString();
    List<AvailabilityWindow> windows = new ArrayList<>();
    String from = "2020-01-01T00:00";
    String to = "2099-01-01T00:00";
    windows.add(
        up("198.51.100.10:3333", from, to)
            .segment(from, to, "=HYPERLINK(1)\t\"a\",'b'", "XMR")
            .window());
    windows.add(up("[2001:db8:f0::10]:3333", from, to).segment(from, to, "'+1", "XMR").window());
    WindowSnapshot.write(
        new SnapshotContents(
            "test",
            windows,
            List.of(new CoverageSpan("v", windows.get(0).up())),
            List.of(),
            sink -> {}),
        directory.resolve("pools.zip"));
  }

  private Program run(String... arguments) {
    return Program.run(directory, arguments);
  }

  private Program match(String... arguments) {
    List<String> all = new ArrayList<>(List.of("match", "-w", "pools.zip"));
    all.addAll(Arrays.asList(arguments));
    return run(all.toArray(String[]::new));
  }

  private String digest(String result) throws IOException {
    return RunFacts.read(directory.resolve(result)).digest().orElseThrow();
  }

  /** Python's own readers, and the rules of the formats. */
  private String checked(String kind, String result) throws IOException {
    Path script = directory.resolve("exchange_rules.py");
    try (InputStream rules = getClass().getResourceAsStream("exchange_rules.py")) {
      Files.write(script, rules.readAllBytes());
    }
    try {
      Process python =
          new ProcessBuilder("python3", script.toString(), kind, result)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .start();
      String said = Program.text(python.getInputStream());
      assertThat(python.waitFor()).as(said).isZero();
      return said.trim();
    } catch (IOException e) {
      assumeTrue(false, "python3: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return "";
  }

  /** What a preset writes where one of our decoders reads that program's tables. */
  @ParameterizedTest
  @CsvSource({
    "nfdump, matches.nfdump.csv",
    "zeek, matches.zeek.log",
    "zeek, matches.zeek.ndjson",
    "silk, matches.silk.txt"
  })
  void whatAPresetWritesIsReadAsTheSameFlows(String preset, String file) throws IOException {
    Program first = match(sample, biflow, "-o", "r", "--columns", preset);
    assertThat(first.exit()).as(first.err()).isZero();
    Program again =
        match(
            "r/" + file, "-o", "again.csv", "--source-timezone", "UTC", "--columns", FLOW_COLUMNS);
    assertThat(again.exit()).as(again.err()).isZero();
    match(sample, biflow, "-o", "first.csv", "--columns", FLOW_COLUMNS);
    List<String> expected = sorted("first.csv");
    assertThat(expected).hasSizeGreaterThan(10);
    assertThat(sorted("again.csv")).isEqualTo(expected);
  }

  private List<String> sorted(String file) throws IOException {
    return Files.readAllLines(directory.resolve(file)).stream()
        .sorted()
        .collect(Collectors.toList());
  }

  /** Zeek's columns tell the way back, too. */
  @Test
  void theWayBackIsReadFromZeeksColumns() throws IOException {
    String there = SampleFlows.root().resolve("softflowd-ipfix-biflow/flows.pcap").toString();
    match(there, "-o", "r", "--columns", "zeek");
    String columns = "reverse_octet_delta_count,reverse_packet_delta_count,community_id";
    match("r/matches.zeek.log", "-o", "again.csv", "--columns", columns);
    match(there, "-o", "first.csv", "--columns", columns);
    assertThat(sorted("first.csv")).anyMatch(line -> line.matches("[1-9]\\d*,[1-9]\\d*,1:.*"));
    assertThat(sorted("again.csv")).isEqualTo(sorted("first.csv"));
  }

  @Test
  void otherColumnsLieBesideOurOwnAndTheDigestIsTheSame() throws IOException {
    match(sample, "-o", "plain");
    for (String preset : List.of("nfdump", "zeek", "ecs", "silk", "flow_start,community_id")) {
      String result = preset.substring(0, 3);
      Program program = match(sample, "-o", result, "--columns", preset);
      assertThat(program.exit()).as(program.err()).isZero();
      assertThat(digest(result + "/run.json")).as(preset).isEqualTo(digest("plain/run.json"));
      for (String file : List.of("matches.csv", "matches.ndjson")) {
        assertThat(directory.resolve(result).resolve(file))
            .hasSameBinaryContentAs(directory.resolve("plain").resolve(file));
      }
      assertThat(run("report", result).exit()).isZero();
      assertThat(run("explain", "--row", result, "1", "-w", "pools.zip").exit()).isZero();
    }
    // All that lies there is a result, and not read as flows by the next run.
    Program next = match("zee", "nfd", "sil", "flo", "ecs", sample, "-o", "next");
    assertThat(next.err()).contains("files         1 read");
    assertThat(digest("next/run.json")).isEqualTo(digest("plain/run.json"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--columns nfdump", "--excel", "-f stix"})
  void aSingleFileForOthersSaysThatItIsNotReadBack(String choice) {
    String name = choice.endsWith("stix") ? "x.json" : "x.csv";
    List<String> arguments = new ArrayList<>(List.of(sample, "-o", name));
    arguments.addAll(List.of(choice.split(" ")));
    Program written = match(arguments.toArray(String[]::new));
    assertThat(written.exit()).as(written.err()).isZero();
    Program report = run("report", name);
    assertThat(report.exit()).isEqualTo(4);
    assertThat(report.err())
        .contains(name + ": was written with " + choice, "match into a directory");
    assertThat(run("explain", "--row", name, "1", "-w", "pools.zip").exit()).isEqualTo(4);
  }

  @Test
  void aMistypedColumnIsNamedWithTheNearest() {
    assertThat(match(sample, "--columns", "zek").err()).contains("did you mean zeek?");
    assertThat(match(sample, "--columns", "flow_start,pol_port").err())
        .contains("'pol_port' is no column (did you mean pool_port?)");
    Program twice = match(sample, "--columns", "flow_start,flow_start");
    assertThat(twice.exit()).isEqualTo(2);
    assertThat(twice.err()).contains("flow_start is asked for twice");
    assertThat(directory.resolve("minetrace-result")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "-o x.json, may be stix or misp",
    "-o x.csv -f stix, takes its own format",
    "-o - -f stix;misp, takes one format",
    "-o r --excel --columns zeek, --columns zeek is none",
    "-o r --excel -f ndjson, none is written",
    "-o x.json -f misp --columns zeek, none are written",
    "-o x.json -f misp --sessions, --sessions are written beside the matches",
    "-o x.jsonl --context, --context is written beside the matches"
  })
  void choicesThatDoNotGoTogetherAreRefused(String arguments, String said) {
    Program program = match((sample + " " + arguments.replace(';', ',')).split(" "));
    assertThat(program.exit()).as(program.err()).isEqualTo(2);
    assertThat(program.err()).contains(said);
  }

  @Test
  void aSpreadsheetFindsNoFormulaAndReadingBackLosesNothing() throws IOException {
    Program program = match(sample, "-o", "r", "--excel", "--sessions", "--context");
    assertThat(program.exit()).as(program.err()).isZero();
    assertThat(checked("excel", "r")).matches("[1-9]\\d* [1-9]\\d*");
    for (String table : List.of("sessions", "context")) {
      assertThat(directory.resolve("r/" + table + ".csv")).content().contains("=HYPERLINK");
      assertThat(directory.resolve("r/" + table + ".csv")).content().doesNotContain("'=HYPERLINK");
      assertThat(directory.resolve("r/" + table + ".excel.csv")).content().contains("'=HYPERLINK");
    }
    match(sample, "-o", "one.csv", "--excel", "--sessions", "--context");
    for (String file : List.of("one.csv", "one.sessions.csv", "one.context.csv")) {
      assertThat(directory.resolve(file)).content().contains("'=HYPERLINK");
    }
    // All that lies there is a result, and not read as flows by the next run.
    Program next = match("r", sample, "-o", "next");
    assertThat(next.err()).contains("files         1 read");
    assertThat(directory.resolve("r/matches.csv")).content().contains("\"=HYPERLINK");
  }

  @Test
  void tablesThatAreGuardedForSpreadsheetsAreNoneOfThoseThatAreRepeated() {
    assertThat(match(sample, "--evidence", "bag", "--excel", "--context").exit()).isZero();
    Program program = run("verify", "bag", "--rerun");
    assertThat(program.exit()).as(program.err()).isZero();
  }

  @Test
  void pythonReadsTheTablesAsTheirProgramsWriteThem() throws IOException {
    match(sample, "-o", "n", "--columns", "nfdump");
    assertThat(checked("csv", "n")).matches("[1-9]\\d* 0");
    match(sample, biflow, "-o", "e", "--columns", "ecs");
    assertThat(checked("ecs", "e")).matches("[1-9]\\d* [1-9]\\d*");
  }

  @Test
  void bundleEventAndTimelineKeepTheRulesOfTheirFormats() throws IOException {
    Program program = match(sample, biflow, "-o", "r", "-f", "stix,misp,timesketch");
    assertThat(program.exit()).as(program.err()).isZero();
    assertThat(program.err()).contains("wrote r/stix.json", "wrote r/matches.csv");
    for (String kind : List.of("stix", "misp", "timesketch")) {
      assertThat(checked(kind, "r")).as(kind).matches("[1-9]\\d* [1-9]\\d*");
    }
    match(biflow, sample, "-o", "again", "-f", "stix,misp,timesketch,ndjson", "--threads", "1");
    for (String file : List.of("stix.json", "misp.json", "timesketch.jsonl")) {
      assertThat(directory.resolve("again").resolve(file))
          .hasSameBinaryContentAs(directory.resolve("r").resolve(file));
      assertThat(directory.resolve("r").resolve(file)).content().doesNotContain("infected");
    }
    assertThat(directory.resolve("again/matches.csv")).doesNotExist();
    assertThat(run("report", "again").exit()).isZero();
  }

  @Test
  void aResultWithoutMatchesIsABundleAndAnEventAllTheSame() throws IOException {
    Program program = match(sample, "-o", "r", "-f", "stix,misp", "--from", "2027-01-01T00:00Z");
    assertThat(program.exit()).as(program.err()).isZero();
    assertThat(directory.resolve("r/misp.json")).content().contains("\"Object\":[");
    assertThat(checked("stix", "r")).isEqualTo("0 1");
    assertThat(checked("misp", "r")).isEqualTo("0 0");
  }

  @Test
  void aNodeIsNamedAsOneInWhatIsClaimed() throws IOException {
    long from = at("2020-01-01T00:00");
    long to = at("2099-01-01T00:00");
    AvailabilityWindow node =
        up("198.51.100.10:3333", "2020-01-01T00:00", "2099-01-01T00:00")
            .segment(segment(from, to, "Said", CoinBasis.OBSERVED, "getblocktemplate", "BTC"))
            .window();
    WindowSnapshot.write(
        new SnapshotContents(
            "test",
            List.of(node),
            List.of(new CoverageSpan("v", node.up())),
            List.of(),
            sink -> {}),
        directory.resolve("pools.zip"));
    Program program = match(sample, "-o", "r", "-f", "stix,misp,timesketch");
    assertThat(program.exit()).as(program.err()).isZero();
    for (String file : List.of("stix.json", "misp.json", "timesketch.jsonl")) {
      assertThat(directory.resolve("r").resolve(file))
          .content()
          .contains("consistent with mining with a node with getblocktemplate (coin BTC)");
    }
  }

  @ParameterizedTest
  @CsvSource({"x.log,silk,.txt", "x.csv,zeek,.log", "x.csv,silk,.txt", "x.txt,nfdump,.csv"})
  void aNameThatEndsInAnotherTablesEndingIsRefused(String file, String preset, String fitting) {
    Program program = match(sample, "-o", file, "--columns", preset);
    assertThat(program.exit()).as(program.err()).isEqualTo(2);
    assertThat(program.err()).contains("-o " + file, "ends in " + fitting + " or .ndjson");
    assertThat(directory.resolve(file)).doesNotExist();
  }

  @Test
  void theReportIsWrittenThoughWhoeverReadsTheRowsHasGone() throws Exception {
    match(sample, "-o", "-", "--report", "whole.html");
    Process process =
        Program.start(
            directory, "match", "-w", "pools.zip", sample, "-o", "-", "--report", "r.html");
    process.getInputStream().close();
    String said = Program.text(process.getErrorStream());
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).contains("wrote r.html");
    assertThat(verdict("r.html")).isNotEmpty().isEqualTo(verdict("whole.html"));
  }

  private List<String> verdict(String report) throws IOException {
    return Files.readString(directory.resolve(report))
        .lines()
        .filter(line -> line.contains("class=\"verdict\""))
        .toList();
  }

  @Test
  void aSingleFileOrStandardOutputIsOnlyWhatWasAskedFor() throws IOException {
    assertThat(match(sample, "-o", "b.json", "-f", "stix").exit()).isZero();
    assertThat(directory.resolve("b.json")).content().startsWith("{\"type\":\"bundle\"");
    assertThat(directory.resolve("b.json.run.json")).exists();
    assertThat(match(sample, "-o", "conn.log", "--columns", "zeek").exit()).isZero();
    assertThat(directory.resolve("conn.log")).content().startsWith("#separator \\x09\n");
    assertThat(match(sample, "-o", "-", "-f", "misp").out()).startsWith("{\"Event\":{");
    assertThat(match(sample, "-o", "-", "--columns", "ecs").out()).startsWith("{\"@timestamp\":");
    assertThat(match(sample, "-o", "-", "--columns", "silk").out()).startsWith("sIP|dIP|sPort|");
  }
}
