// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import static io.minetrace.window.WindowFixture.up;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.minetrace.format.SampleFlows;
import io.minetrace.hash.Sha256;
import io.minetrace.match.Confidence;
import io.minetrace.report.JsonTree;
import io.minetrace.report.ResultColumn;
import io.minetrace.report.ResultReader;
import io.minetrace.report.ResultRow;
import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.Channel;
import io.minetrace.window.CoinBasis;
import io.minetrace.window.TimeSpan;
import io.minetrace.window.WindowSegment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an examiner finds on the page of a result that the command made, held against its files. */
class ReportPageTest {

  private static final String SCRIPT = "<script>alert(1)</script>";

  @TempDir private Path directory;

  private String sample;

  @BeforeEach
  void prepare() throws IOException {
    Path folder = SampleFlows.root().resolve("softflowd-v9");
    sample = folder.resolve("flows.nfcapd").toString();
    CenturyWindows.write(directory.resolve("pools.zip"));
    byte[] whole = Files.readAllBytes(folder.resolve("flows.pcap"));
    Files.write(directory.resolve("cut.pcap"), Arrays.copyOf(whole, whole.length - 10));
    Files.writeString(directory.resolve("junk.bin"), "no flows in here");
  }

  private Program run(String... arguments) {
    return Program.run(directory, arguments);
  }

  private String page(String name) throws IOException {
    return Files.readString(directory.resolve(name));
  }

  private JsonTree manifest(String name) throws IOException {
    return JsonTree.read(directory.resolve(name));
  }

  /** The words of a page as a reader sees them, without markup and style. */
  private static String words(String html) {
    return html.replaceAll("(?s)<style>.*?</style>", "")
        .replaceAll("<[^>]*>", " ")
        .replaceAll("\\s+", " ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  @Test
  void everythingThatRunJsonTellsOfTheExaminationIsOnThePage() throws IOException {
    Program program =
        run(
            "match",
            sample,
            "cut.pcap",
            "junk.bin",
            "gone.pcap",
            "-w",
            "pools.zip",
            "--evidence",
            "bag",
            "--case",
            "17/2026 " + SCRIPT,
            "--examiner",
            "Nov\u00e1k & \"Sons\"",
            "--slack",
            "2s");
    assertThat(program.exit()).as(program.err()).isEqualTo(3);
    String html = page("bag/data/report.html");
    assertThat(html).doesNotContain("<script");
    String words = words(html);
    assertThat(words.substring(words.indexOf(": report") + 8))
        .startsWith(
            " Case 17/2026 " + SCRIPT + " Examiner Nov\u00e1k & \"Sons\" Connections consistent");
    JsonTree run = manifest("bag/data/run.json");
    JsonTree totals = run.at("totals");
    assertThat(totals.numbers())
        .containsEntry("inputs_whole", 1L)
        .containsEntry("inputs_partly", 1L)
        .containsEntry("inputs_skipped", 1L);
    assertThat(words)
        .contains(
            "Inputs 3 files, "
                + count(totals.number("bytes").orElseThrow())
                + " bytes, "
                + count(totals.number("flow_records").orElseThrow())
                + " flow records. Read: 1 whole, 1 in part, 1 not read. 1 name given besides could"
                + " not be read.");
    TreeSet<String> times = new TreeSet<>();
    for (JsonTree input : run.list("inputs")) {
      input.text("first_flow_time").ifPresent(times::add);
      input.text("last_flow_time").ifPresent(times::add);
      String hash = input.text("sha256").orElseThrow();
      assertThat(words).contains(hash + " (" + input.text("input_file").orElseThrow() + ")");
    }
    assertThat(times).hasSizeGreaterThan(1);
    assertThat(words)
        .contains(
            "The first begins " + times.first() + ", the last ends " + times.last() + ".",
            "Windows pools.zip Snapshot " + run.at("windows").text("snapshot_id").orElseThrow(),
            "Program " + run.text("tool").orElseThrow() + "; ",
            "Java " + run.text("java").orElseThrow() + "; " + run.text("os").orElseThrow(),
            "Result digest " + run.at("result").text("digest").orElseThrow());
    assertThat(words.contains("source commit " + run.text("commit").orElseThrow()))
        .as("the commit, if the build knew it")
        .isEqualTo(!run.text("commit").orElseThrow().equals("unknown"));
    Map<String, String> parameters = run.at("parameters").texts();
    assertThat(parameters).containsKeys("slack", "min_confidence", "session_gap");
    parameters.forEach(
        (name, value) -> {
          if (!name.equals("case") && !name.equals("examiner")) {
            assertThat(words).contains(" " + name + " " + value + " ");
          }
        });
    List<JsonTree> files = run.at("result").list("files");
    assertThat(files).isNotEmpty();
    for (JsonTree file : files) {
      assertThat(words)
          .contains(
              file.text("name").orElseThrow()
                  + " "
                  + count(file.number("bytes").orElseThrow())
                  + " "
                  + file.text("sha256").orElseThrow());
    }
    String hash = Sha256.hex(Files.readAllBytes(directory.resolve("bag/data/run.json")));
    assertThat(html).contains("content: \"run.json " + hash + "\"");
    assertThat(words).contains("SHA-256 of run.json " + hash);
    Program verified = run("verify", "bag");
    assertThat(verified.exit()).as(verified.err()).isZero();
    assertThat(verified.out()).contains("is the one of run.json and the rows");
  }

  /** A pool of which observations end in the middle of the capture, and one that had just gone. */
  private void writeWindowsThatEnd(Path target) throws IOException {
    run("match", sample, "-w", "pools.zip", "-o", "first");
    JsonTree input = manifest("first/run.json").list("inputs").get(0);
    Instant from = Instant.parse(input.text("first_flow_time").orElseThrow());
    Instant to = Instant.parse(input.text("last_flow_time").orElseThrow());
    String start = minute(from.minusSeconds(86_400));
    String middle = from.plusMillis((to.toEpochMilli() - from.toEpochMilli()) / 2).toString();
    PlantedWindows.write(
        target,
        List.of(
            up("198.51.100.10:3333", start, middle.substring(0, 19)).window(),
            up("[2001:db8:f0::10]:3333", start, minute(from.minusSeconds(3_600)))
                .notAfter(minute(to.plusSeconds(120)))
                .window()));
  }

  private static String minute(Instant instant) {
    return instant.toString().substring(0, 16);
  }

  @Test
  void theRecordsOfEachHostAddUpToTheRowsOfTheResult() throws IOException {
    writeWindowsThatEnd(directory.resolve("ending.zip"));
    Program program =
        run(
            "match",
            sample,
            "-w",
            "ending.zip",
            "-o",
            "r",
            "--report",
            "r.html",
            "--min-coverage",
            "0");
    assertThat(program.exit()).as(program.err()).isZero();
    Map<String, Map<Confidence, Long>> hosts = new TreeMap<>();
    try (ResultReader rows = ResultReader.open(directory.resolve("r/matches.ndjson"))) {
      for (Optional<ResultRow> row = rows.next(); row.isPresent(); row = rows.next()) {
        hosts
            .computeIfAbsent(
                row.get().text(ResultColumn.CLIENT_IP_ADDRESS),
                host -> new EnumMap<>(Confidence.class))
            .merge(
                Confidence.valueOf(row.get().text(ResultColumn.MINING_CONFIDENCE)), 1L, Long::sum);
      }
    }
    assertThat(hosts.values().stream().flatMap(counts -> counts.keySet().stream()).distinct())
        .as("all three occur")
        .containsExactlyInAnyOrder(Confidence.values());
    String html = page("r.html");
    String table = html.substring(html.indexOf("<h2>Hosts</h2>"), html.indexOf("Active: the"));
    List<String> lines = Arrays.stream(table.split("<tr>", -1)).map(ReportPageTest::words).toList();
    assertThat(hosts).hasSizeGreaterThan(2);
    hosts.forEach(
        (host, counts) -> {
          String records =
              List.of(Confidence.CONFIRMED, Confidence.LIKELY, Confidence.POSSIBLE).stream()
                  .filter(counts::containsKey)
                  .map(confidence -> count(counts.get(confidence)) + " " + confidence)
                  .collect(Collectors.joining(" "));
          assertThat(lines)
              .filteredOn(line -> line.startsWith(" " + host + " "))
              .singleElement(STRING)
              .containsPattern(":\\d\\d " + records + " (CONFIRMED|LIKELY|POSSIBLE) \\d+ ");
        });
  }

  @Test
  void aPoolThatIsCalledLikeAScriptIsText() throws IOException {
    AvailabilityWindow plain =
        up("198.51.100.10:3333", "2020-01-01T00:00", "2099-01-01T00:00").window();
    WindowSegment segment =
        new WindowSegment(
            new TimeSpan(plain.up().from(), plain.up().to()),
            List.of(SCRIPT, "\"><img src=x onerror=alert(1)>"),
            List.of("pool.example"),
            List.of(),
            List.of("XMR"),
            CoinBasis.OBSERVED,
            List.of("stratum1"),
            Channel.PLAIN,
            "",
            false,
            false);
    PlantedWindows.write(
        directory.resolve("named.zip"),
        List.of(
            up("198.51.100.10:3333", "2020-01-01T00:00", "2099-01-01T00:00")
                .segment(segment)
                .window()));
    Program program = run("match", sample, "-w", "named.zip", "-o", "r", "--report", "r.html");
    assertThat(program.exit()).as(program.err()).isZero();
    String html = page("r.html");
    assertThat(html).doesNotContain("<script", "<img").contains("&lt;script&gt;alert(1)");
    assertThat(words(html)).contains(SCRIPT);
  }

  @Test
  void aRunThatFoundNothingTellsWhatItExaminedToo() throws IOException {
    Program program =
        run(
            "match",
            sample,
            "-w",
            "pools.zip",
            "-o",
            "r",
            "--report",
            "r.html",
            "--from",
            "2090-01-01T00:00Z",
            "--min-coverage",
            "0");
    assertThat(program.exit()).as(program.err()).isZero();
    JsonTree run = manifest("r/run.json");
    assertThat(words(page("r.html")))
        .contains("No match of the kind asked for was found among the flow records.")
        .contains("Read: 1 whole.", "Result 0 rows.")
        .contains("Snapshot " + run.at("windows").text("snapshot_id").orElseThrow())
        .doesNotContain("Case ", "Examiner ");
  }
}
