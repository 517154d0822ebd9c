// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import static io.minetrace.window.WindowFixture.up;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.minetrace.format.SampleFlows;
import io.minetrace.hash.Sha256;
import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.CoverageSpan;
import io.minetrace.window.Evidence;
import io.minetrace.window.ObservationProof;
import io.minetrace.window.SnapshotContents;
import io.minetrace.window.Verdict;
import io.minetrace.window.WindowSnapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as its user has it: a process, its files, its words, its exit code. */
class MatchCommandTest {

  @TempDir private Path directory;

  private String sample;
  private String other;

  @BeforeEach
  void prepare() throws IOException {
    sample = SampleFlows.root().resolve("softflowd-v9/flows.nfcapd").toString();
    other = SampleFlows.root().resolve("pmacct-ipfix/flows.pcap").toString();
    windows("pools.zip", "2020-01-01T00:00", "2099-01-01T00:00");
  }

  /** Two of the planted pools, up all the time given. */
  private void windows(String name, String from, String to) throws IOException {
    List<AvailabilityWindow> windows = new ArrayList<>();
    for (String pool : List.of("198.51.100.10:3333", "[2001:db8:f0::10]:3333")) {
      windows.add(up(pool, from, to).window());
    }
    WindowSnapshot.write(
        new SnapshotContents(
            "test",
            windows,
            List.of(new CoverageSpan("v", windows.get(0).up())),
            List.of(),
            sink ->
                sink.accept(
                    new ObservationProof(
                        windows.get(0).endpoint(),
                        windows.get(0).up().from(),
                        "v",
                        Verdict.UP,
                        Evidence.E4,
                        "stratum1"))),
        directory.resolve(name));
  }

  private Program run(String... arguments) {
    return Program.run(directory, arguments);
  }

  private String digestOf(String result) throws IOException {
    String manifest = Files.readString(directory.resolve(result).resolve("run.json"));
    Matcher digest = Pattern.compile("\"digest\" : \"([0-9a-f]{64})\"").matcher(manifest);
    assertThat(digest.find()).isTrue();
    return digest.group(1);
  }

  @Test
  void leavesResultsAndManifestAndSaysSo() throws IOException {
    Program program = run("match", sample, "-w", "pools.zip");
    assertThat(program.exit()).as(program.err()).isEqualTo(0);
    assertThat(program.out()).isEmpty();
    assertThat(program.err())
        .contains("files         1 read, 0 partly, 0 skipped", "CONFIRMED", "198.51.100.10:3333")
        .contains("wrote minetrace-result/matches.csv", "wrote minetrace-result/run.json");
    Path result = directory.resolve("minetrace-result");
    List<String> csv = Files.readAllLines(result.resolve("matches.csv"));
    List<String> ndjson = Files.readAllLines(result.resolve("matches.ndjson"));
    assertThat(csv).hasSize(ndjson.size() + 1).hasSizeGreaterThan(2);
    assertThat(csv.get(0)).startsWith("flow_start,flow_end,source_ip_address,");
    assertThat(Files.readString(result.resolve("run.json")))
        .contains(Sha256.hex(Path.of(sample)), "\"exit_code\" : 0");
    assertThat(directory.toFile().list())
        .containsExactlyInAnyOrder("pools.zip", "minetrace-result");
  }

  @Test
  void sessionsLieBesideTheMatchesAndCountTheirRows() throws IOException {
    Program program = run("match", sample, other, "-w", "pools.zip", "-o", "r", "--sessions");
    assertThat(program.exit()).as(program.err()).isEqualTo(0);
    assertThat(program.err()).contains("wrote r/sessions.csv", "sessions      ");
    List<String> sessions = Files.readAllLines(directory.resolve("r/sessions.ndjson"));
    List<String> matches = Files.readAllLines(directory.resolve("r/matches.ndjson"));
    long flows =
        sessions.stream()
            .mapToLong(line -> Long.parseLong(line.replaceFirst(".*flow_count\":(\\d+),.*", "$1")))
            .sum();
    assertThat(flows).isEqualTo(matches.size());
    assertThat(Files.readAllLines(directory.resolve("r/sessions.csv")))
        .hasSize(sessions.size() + 1);
    assertThat(Files.readString(directory.resolve("r/run.json")))
        .contains("\"count\" : " + sessions.size(), "\"session_gap\" : \"PT15M\"");
    for (String line : sessions) {
      String id = line.replaceFirst(".*session_id\":\"([0-9a-f]{16})\".*", "$1");
      assertThat(matches).anyMatch(match -> match.contains("\"session_id\":\"" + id + "\""));
    }
  }

  @Test
  void sessionsDependOnNeitherThreadsNorOrder() throws IOException {
    run("match", sample, other, "-w", "pools.zip", "-o", "a", "--sessions", "--threads", "1");
    run("match", other, sample, "-w", "pools.zip", "-o", "b", "--sessions", "--threads", "4");
    for (String file : List.of("sessions.csv", "sessions.ndjson")) {
      assertThat(directory.resolve("b").resolve(file))
          .hasSameBinaryContentAs(directory.resolve("a").resolve(file));
    }
  }

  @Test
  void aLongerGapMakesFewerSessionsAndOtherRows() throws IOException {
    Files.createDirectory(directory.resolve("out"));
    run("match", sample, "-w", "pools.zip", "-o", "out/a.csv", "--sessions", "--session-gap", "0s");
    run("match", sample, "-w", "pools.zip", "-o", "out/b.csv", "--sessions", "--session-gap", "2h");
    List<String> many = Files.readAllLines(directory.resolve("out/a.sessions.csv"));
    List<String> few = Files.readAllLines(directory.resolve("out/b.sessions.csv"));
    assertThat(few).hasSizeLessThan(many.size());
    Program again = run("match", sample, "-w", "pools.zip", "-o", "-", "--sessions");
    assertThat(again.exit()).isEqualTo(2);
    assertThat(again.err()).contains("--sessions are written beside the matches");
    // What lies there is not read as input again.
    assertThat(run("report", "out/a.csv").exit()).isEqualTo(0);
    assertThat(directory.resolve("out/a.csv.report.html")).exists();
    Program next = run("match", "out", sample, "-w", "pools.zip", "-o", "next");
    assertThat(next.err()).contains("7 earlier results");
  }

  @Test
  void theReportOfARunAndThatOfItsFilesAreTheSame() throws IOException {
    Program program =
        run("match", sample, "-w", "pools.zip", "-o", "r", "--sessions", "--report", "r/x.html");
    assertThat(program.exit()).as(program.err()).isEqualTo(0);
    assertThat(program.err()).contains("wrote r/x.html", "scores        the built-in table");
    Path html = directory.resolve("r/x.html");
    assertThat(html).content().contains("consistent with cryptocurrency mining", digestOf("r"));
    assertThat(run("report", "r").exit()).isEqualTo(0);
    assertThat(directory.resolve("r/report.html")).hasSameBinaryContentAs(html);
    // From the other format, too.
    Files.delete(directory.resolve("r/matches.ndjson"));
    assertThat(run("report", "r", "-o", "csv.html").exit()).isEqualTo(0);
    assertThat(directory.resolve("csv.html")).hasSameBinaryContentAs(html);
    Program again = run("report", "r");
    assertThat(again.exit()).isEqualTo(7);
    assertThat(again.err()).contains("r/report.html: exists already", "--overwrite");
    assertThat(run("report", "r", "--overwrite").exit()).isEqualTo(0);
  }

  @Test
  void aReportOfRowsThatWereChangedIsNotMade() throws IOException {
    run("match", sample, "-w", "pools.zip", "-o", "r");
    Path rows = directory.resolve("r/matches.ndjson");
    Files.writeString(rows, Files.readString(rows).replaceFirst("10\\.20\\.0\\.11", "10.20.0.99"));
    Program changed = run("report", "r");
    assertThat(changed.exit()).isEqualTo(6);
    assertThat(changed.err()).contains("r/matches.ndjson: digest ");
    assertThat(directory.resolve("r/report.html")).doesNotExist();
    assertThat(run("report", "none").exit()).isEqualTo(4);
  }

  @Test
  void aReportTakesThePlaceOfNothingThatIsReadOrWritten() throws IOException {
    Files.copy(Path.of(sample), directory.resolve("in.nfcapd"));
    for (String place :
        List.of("in.nfcapd", "pools.zip", "./r/matches.csv", "r/run.json", "r/sessions.csv", "r")) {
      Program program =
          run("match", "in.nfcapd", "-w", "pools.zip", "-o", "r", "--report", place, "--overwrite");
      assertThat(program.exit()).as(place + program.err()).isEqualTo(2);
      assertThat(program.err()).contains("is read or written by this run");
    }
    assertThat(directory.resolve("r")).doesNotExist();
    assertThat(directory.resolve("in.nfcapd")).hasSameBinaryContentAs(Path.of(sample));
    run("match", "in.nfcapd", "-w", "pools.zip", "-o", "r");
    for (String place : List.of("r/matches.ndjson", "r/matches.csv", "r/run.json")) {
      assertThat(run("report", "r", "-o", place, "--overwrite").exit()).as(place).isEqualTo(2);
    }
    assertThat(run("report", "r/matches.csv").exit()).isEqualTo(0);
    assertThat(directory.resolve("r/report.html")).exists();
    assertThat(run("match", "r/..", "-w", "pools.zip", "-o", "-").err()).doesNotContain("html");
  }

  @Test
  void sessionsThatAreThereAreFoundBeforeTheWork() throws IOException {
    Files.writeString(directory.resolve("a.sessions.csv"), "mine");
    Program program = run("match", "none", sample, "-w", "pools.zip", "-o", "a.csv", "--sessions");
    assertThat(program.exit()).isEqualTo(7);
    assertThat(program.err()).contains("a.sessions.csv: exists already").doesNotContain("matches");
  }

  @Test
  void whatWasNamedAndNotReadIsInTheManifestAndTheReport() throws IOException {
    Program program =
        run("match", sample, "gone.pcap", "-w", "pools.zip", "-o", "r", "--report", "r.html");
    assertThat(program.exit()).as(program.err()).isEqualTo(3);
    assertThat(directory.resolve("r/run.json")).content().contains("\"not_read\" : [ \"gone.pcap");
    assertThat(directory.resolve("r.html"))
        .content()
        .contains("1 name given could not be read: gone.pcap")
        .doesNotContain("nothing was corrupt");
  }

  @Test
  void aReportThatCouldNotBeWrittenIsToldBeforeTheWork() throws IOException {
    Files.writeString(directory.resolve("x.html"), "mine");
    Program program = run("match", sample, "-w", "pools.zip", "--report", "x.html");
    assertThat(program.exit()).isEqualTo(7);
    assertThat(directory.resolve("minetrace-result")).doesNotExist();
    assertThat(run("match", sample, "-w", "pools.zip", "--report", "none/x.html").exit())
        .isEqualTo(2);
    assertThat(directory.resolve("x.html")).hasContent("mine");
    Program mine =
        run("match", sample, "-w", "pools.zip", "-o", "-", "--report", "x.html", "--overwrite");
    assertThat(mine.exit()).isEqualTo(7);
    assertThat(mine.out()).isEmpty();
    assertThat(mine.err()).contains("x.html: exists and was not written by this program");
    Files.writeString(directory.resolve("x.html"), "<!DOCTYPE html>earlier");
    Program stdout =
        run("match", sample, "-w", "pools.zip", "-o", "-", "--report", "x.html", "--overwrite");
    assertThat(stdout.exit()).isEqualTo(0);
    assertThat(stdout.out()).startsWith("flow_start,");
    assertThat(directory.resolve("x.html")).content().contains("<!DOCTYPE html>");
  }

  /** By the words of the specification, with nothing of the code that writes them. */
  @Test
  void theDigestCanBeRecomputedFromTheLines() throws IOException {
    run("match", sample, other, "-w", "pools.zip", "-o", "result");
    Map<String, List<String>> days = new TreeMap<>();
    for (String line : Files.readAllLines(directory.resolve("result/matches.ndjson"))) {
      long start = Long.parseLong(line.replaceFirst("^\\{\"flow_start\":(\\d+),.*", "$1"));
      String day = java.time.Instant.ofEpochMilli(start).toString().substring(0, 10);
      days.computeIfAbsent(day, d -> new ArrayList<>()).add(line + "\n");
    }
    StringBuilder text = new StringBuilder();
    days.forEach(
        (day, lines) -> {
          byte[] bytes = String.join("", lines).getBytes(StandardCharsets.UTF_8);
          text.append(day + " " + lines.size() + " " + Sha256.hex(bytes) + "\n");
        });
    assertThat(digestOf("result"))
        .isEqualTo(Sha256.hex(text.toString().getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void theResultDependsOnNeitherThreadsNorOrderNorZoneNorLocale() throws IOException {
    run("match", sample, other, "-w", "pools.zip", "-o", "a", "--threads", "1");
    run("match", other, sample, sample, "-w", "pools.zip", "-o", "b", "--threads", "4");
    Program.run(
        directory,
        Map.of("TZ", "Asia/Kathmandu", "LC_ALL", "C"),
        List.of("-Duser.language=ar", "-Duser.country=EG", "-Duser.timezone=Asia/Kathmandu"),
        "match",
        sample,
        other,
        "-w",
        "pools.zip",
        "-o",
        "c",
        "--no-input-hash");
    assertThat(digestOf("b")).isEqualTo(digestOf("a"));
    assertThat(digestOf("c")).isEqualTo(digestOf("a"));
    for (String file : List.of("matches.csv", "matches.ndjson")) {
      assertThat(directory.resolve("b").resolve(file))
          .hasSameBinaryContentAs(directory.resolve("a").resolve(file));
      assertThat(directory.resolve("c").resolve(file))
          .hasSameBinaryContentAs(directory.resolve("a").resolve(file));
    }
  }

  @Test
  void aForeignFileAloneGivesNoResult() throws IOException {
    Files.writeString(directory.resolve("junk.bin"), "B\u0001junk");
    Program program = run("match", "junk.bin", "-w", "pools.zip");
    assertThat(program.exit()).isEqualTo(4);
    assertThat(program.err())
        .contains("error: junk.bin, offset 0: not a known flow format (first bytes 42 01 6a 75;")
        .contains("no records were read; nothing was written")
        .doesNotContain("Exception");
    assertThat(directory.resolve("minetrace-result")).doesNotExist();
  }

  @Test
  void aForeignFileAmongOthersIsNamedAndTheRestIsDone() throws IOException {
    Files.writeString(directory.resolve("junk.bin"), "junk");
    Program program = run("match", "junk.bin", "gone", sample, "-w", "pools.zip");
    assertThat(program.exit()).isEqualTo(3);
    assertThat(program.err())
        .contains("junk.bin, offset 0", "gone: no such file", "1 read, 0 partly, 1 skipped");
  }

  @Test
  void aCutFileGivesWhatIsLeftAndExitCode3() throws IOException {
    byte[] whole = Files.readAllBytes(Path.of(sample));
    Files.write(directory.resolve("cut"), Arrays.copyOf(whole, whole.length / 2));
    Program program = run("match", "cut", "-w", "pools.zip");
    assertThat(program.exit()).isEqualTo(3);
    assertThat(program.err()).contains("warning: cut, offset 40: block:", "TRUNCATED");
    Files.write(directory.resolve("head"), Arrays.copyOf(whole, 40));
    assertThat(run("match", "head", "-w", "pools.zip", "-o", "none").exit()).isEqualTo(4);
  }

  @Test
  void nothingToReadIsAnError() throws IOException {
    Files.createDirectory(directory.resolve("empty"));
    Files.writeString(Files.createFile(directory.resolve("empty/.hidden")), "x");
    Program program = run("match", "empty", "-w", "pools.zip");
    assertThat(program.exit()).isEqualTo(4);
    assertThat(program.err()).contains("no input file to read (1 hidden file passed over)");
    assertThat(run("match", "none*", "-w", "pools.zip").err()).contains("none*: matches no file");
  }

  @Test
  void windowsThatAreMissingDamagedOrOfAnotherTimeAreExitCode5() throws IOException {
    assertThat(run("match", sample, "-w", "none.zip").exit()).isEqualTo(5);
    Files.writeString(directory.resolve("bad.zip"), "PK\u0003\u0004 not a zip");
    Program damaged = run("match", sample, "-w", "bad.zip");
    assertThat(damaged.exit()).isEqualTo(5);
    assertThat(damaged.err()).contains("bad.zip: damaged zip").doesNotContain("\tat ");
    windows("old.zip", "2016-01-01T00:00", "2016-02-01T00:00");
    Program old = run("match", sample, "-w", "old.zip");
    assertThat(old.exit()).isEqualTo(5);
    assertThat(old.err())
        .contains(
            "the windows were observed 2016-01-01T00:00Z … 2016-02-01T00:00Z, the flows span 20")
        .contains(": 0 % covered", "--min-coverage 0");
    assertThat(directory.resolve("minetrace-result")).doesNotExist();
    assertThat(run("match", sample, "-w", "old.zip", "--min-coverage", "0").exit()).isEqualTo(0);
  }

  @Test
  void anEarlierResultIsReplacedOnlyWhenAskedAndForeignFilesNever() throws IOException {
    assertThat(run("match", sample, "-w", "pools.zip", "-o", "r").exit()).isEqualTo(0);
    Program again = run("match", sample, "-w", "pools.zip", "-o", "r");
    assertThat(again.exit()).isEqualTo(7);
    assertThat(again.err()).contains("r: exists already", "--overwrite");
    assertThat(run("match", sample, "-w", "pools.zip", "-o", "r", "--overwrite").exit())
        .isEqualTo(0);
    Files.createDirectory(directory.resolve("home"));
    Files.writeString(directory.resolve("home/thesis.txt"), "years of work");
    assertThat(run("match", sample, "-w", "pools.zip", "-o", "home", "--overwrite").exit())
        .isEqualTo(7);
    assertThat(directory.resolve("home/thesis.txt")).exists();
  }

  @Test
  void standardOutputCarriesDataOnly() {
    Program program = run("match", sample, "-w", "pools.zip", "-o", "-", "-f", "ndjson");
    assertThat(program.exit()).isEqualTo(0);
    assertThat(program.out().lines())
        .isNotEmpty()
        .allMatch(line -> line.startsWith("{\"flow_start\":"));
    assertThat(program.err()).contains("matches");
  }

  @Test
  void aReaderThatHasSeenEnoughIsNoError() throws Exception {
    Process process = Program.start(directory, "match", sample, "-w", "pools.zip", "-o", "-");
    try {
      process.getInputStream().close();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(Program.text(process.getErrorStream())).isEmpty();
      assertThat(process.exitValue()).isEqualTo(0);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void anOutputDeviceThatIsFullIsNamed() throws Exception {
    assumeTrue(Files.exists(Path.of("/dev/full")), "a device that is always full");
    Process process =
        Program.builder(
                directory, Map.of(), List.of(), "match", sample, "-w", "pools.zip", "-o", "-")
            .redirectOutput(Path.of("/dev/full").toFile())
            .start();
    try {
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(Program.text(process.getErrorStream()))
          .startsWith("error: standard output: No space left on device");
      assertThat(process.exitValue()).isEqualTo(1);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void proofsThatAreDamagedAreWindowsThatAre() throws IOException {
    byte[] zip = Files.readAllBytes(directory.resolve("pools.zip"));
    int observations = new String(zip, StandardCharsets.ISO_8859_1).indexOf("MTOB");
    zip[observations + 8] ^= 1;
    Files.write(directory.resolve("bad.zip"), zip);
    Program program = run("match", sample, "-w", "bad.zip");
    assertThat(program.err()).contains("error: bad.zip: member observations: SHA-256");
    assertThat(program.exit()).isEqualTo(5);
    assertThat(directory.resolve("minetrace-result")).doesNotExist();
  }

  @Test
  void anotherRunsResultIsNotReplacedUnasked() throws Exception {
    Process process = Program.start(directory, "match", "-", "-w", "pools.zip", "-o", "r.csv");
    try {
      Files.writeString(directory.resolve("r.csv"), "of another run");
      process.getOutputStream().write(Files.readAllBytes(Path.of(sample)));
      process.getOutputStream().close();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(Program.text(process.getErrorStream())).contains("r.csv: exists already");
      assertThat(process.exitValue()).isEqualTo(7);
      assertThat(directory.resolve("r.csv")).hasContent("of another run");
      assertThat(directory.toFile().list()).containsExactlyInAnyOrder("pools.zip", "r.csv");
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void theDirectoryThatOneStandsInIsNotReplaced() throws IOException {
    Path here = Files.createDirectory(directory.resolve("here"));
    Files.writeString(here.resolve("run.json"), "earlier");
    Program program =
        Program.run(here, "match", sample, "-w", "../pools.zip", "-o", ".", "--overwrite");
    assertThat(program.exit()).isEqualTo(2);
    assertThat(program.err()).contains(".: is where this program runs");
    assertThat(here.resolve("run.json")).hasContent("earlier");
  }

  @Test
  void aFileIsWrittenInTheFormatOfItsName() {
    Program program = run("match", sample, "-w", "pools.zip", "-o", "r.csv", "-f", "ndjson");
    assertThat(program.exit()).isEqualTo(2);
    assertThat(program.err()).contains("-o r.csv takes its own format (given: [NDJSON])");
  }

  @Test
  void anInterruptedRunLeavesNoScratchEither() throws Exception {
    Path scratch = Files.createDirectory(directory.resolve("scratch"));
    Process process =
        Program.start(
            directory,
            List.of("-Djava.io.tmpdir=" + scratch),
            "match",
            "-",
            "-w",
            "pools.zip",
            "-o",
            "-");
    try {
      while (scratch.toFile().list().length == 0) {
        assertThat(process.isAlive()).isTrue();
        Thread.onSpinWait();
      }
      process.destroy();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(143);
      assertThat(scratch).isEmptyDirectory();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void timesBeyondWhatCanBeCountedAreUsageErrors() {
    for (String[] option :
        List.of(
            new String[] {"--from", "+999999999-12-31T00:00Z"},
            new String[] {"--slack", "99999999999999h"})) {
      Program program = run("match", sample, "-w", "pools.zip", option[0], option[1]);
      assertThat(program.exit()).as(program.err()).isEqualTo(2);
      assertThat(program.err()).contains("'" + option[1] + "' (expected: ");
    }
  }

  @Test
  void aSingleFileHasItsManifestBeside() {
    Program program = run("match", sample, "-w", "pools.zip", "-o", "found.csv");
    assertThat(program.exit()).as(program.err()).isEqualTo(0);
    assertThat(directory.toFile().list())
        .containsExactlyInAnyOrder("pools.zip", "found.csv", "found.csv.run.json");
  }

  @Test
  void matchesMayFailTheRunWhenAsked() {
    assertThat(run("match", sample, "-w", "pools.zip", "--fail-on-match").exit()).isEqualTo(10);
  }

  @Test
  void theAlarmComesWhateverElseLiesInTheDirectory() throws IOException {
    Files.writeString(directory.resolve("README.md"), "nothing of this is a flow");
    assertThat(run("match", sample, "README.md", "-w", "pools.zip", "--fail-on-match").exit())
        .isEqualTo(10);
  }

  @Test
  void flowsOutsideTheTimeAskedForAreLeftOut() throws IOException {
    Program program = run("match", sample, "-w", "pools.zip", "--to", "2020-01-01");
    assertThat(program.exit()).isEqualTo(0);
    assertThat(program.err()).contains("matches       0 ");
  }

  @Test
  void aMistypedOptionIsAUsageErrorThatNamesTheNearest() {
    Program program = run("match", sample, "-w", "pools.zip", "--overwrit");
    assertThat(program.exit()).isEqualTo(2);
    assertThat(program.err()).contains("--overwrit", "--overwrite");
    assertThat(run("match", sample).exit()).isEqualTo(2);
    assertThat(run("match", sample, "-w", "pools.zip", "--from", "yesterday").err())
        .contains("time: 'yesterday' (expected: 2026-05-02, or 2026-05-02T14:20Z with its zone)");
    assertThat(run("match", sample, "-w", "pools.zip", "--min-coverage", "50").exit()).isEqualTo(2);
    assertThat(run("mach").exit()).isEqualTo(2);
  }

  @Test
  void anEndlessInputOfNoKnownFormatIsRefusedAtOnce() throws Exception {
    Process process = Program.start(directory, "match", "-", "-w", "pools.zip");
    try {
      process.getOutputStream().write(new byte[8192]);
      process.getOutputStream().flush();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(4);
      assertThat(Program.text(process.getErrorStream()))
          .contains("-, offset 0: not a known flow format");
    } finally {
      process.destroyForcibly();
    }
  }

  /** An uncompressed nfcapd file with the times of all its flows taken out. */
  private static byte[] withoutTimes(Path nfcapd) throws IOException {
    ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(nfcapd)).order(ByteOrder.LITTLE_ENDIAN);
    for (int block = 40; block < file.capacity(); block += 12 + file.getInt(block + 4)) {
      int end = block + 12 + file.getInt(block + 4);
      for (int record = block + 12; record < end; record += file.getShort(record + 2)) {
        int recordEnd = record + file.getShort(record + 2);
        // Element 1 of a flow record (type 11) is the one with the times.
        for (int e = record + 12;
            file.getShort(record) == 11 && e < recordEnd;
            e += file.getShort(e + 2)) {
          if (file.getShort(e) == 1) {
            file.putLong(e + 4, 0).putLong(e + 12, 0).putLong(e + 20, 0);
          }
        }
      }
    }
    return file.array();
  }

  @Test
  void flowsWithoutTimeAreMatchedInATimeGivenOrSaidToBeLeft() throws IOException {
    Files.write(directory.resolve("timeless"), withoutTimes(Path.of(sample)));
    Program without = run("match", "timeless", "-w", "pools.zip");
    assertThat(without.exit()).as(without.err()).isEqualTo(3);
    assertThat(without.err())
        .contains("error: timeless: ", " flows without time were not matched (--from and --to")
        .contains("0 read, 1 partly, 0 skipped");
    Program with =
        run(
            "match",
            "timeless",
            "-w",
            "pools.zip",
            "-o",
            "r",
            "--from",
            "2026-01-01",
            "--to",
            "2026-12-31");
    assertThat(with.exit()).as(with.err()).isEqualTo(0);
    assertThat(with.err()).contains("(0 CONFIRMED, 0 LIKELY, ").doesNotContain("matches       0 ");
  }

  @Test
  void anInterruptedRunLeavesNothing() throws Exception {
    Process process = Program.start(directory, "match", "-", "-w", "pools.zip", "-o", "r");
    try {
      process.getOutputStream().write(Files.readAllBytes(Path.of(sample)), 0, 2000);
      process.getOutputStream().flush();
      while (directory.toFile().list().length < 2) {
        // Until the run has begun to write; the pipe keeps it waiting from then on.
        assertThat(process.isAlive()).isTrue();
        Thread.onSpinWait();
      }
      process.destroy();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(143);
      assertThat(directory.toFile().list()).containsExactly("pools.zip");
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void flowsAndInspectReadWhatMatchReads() throws IOException {
    Program flows = run("flows", sample);
    assertThat(flows.exit()).isEqualTo(0);
    long expected;
    try (var lines = Files.lines(SampleFlows.expected(Path.of(sample), "pipe"))) {
      expected = lines.filter(line -> !line.isBlank()).count();
    }
    assertThat(flows.out().lines().count()).isEqualTo(expected + 1);
    Program inspect = run("inspect", sample);
    assertThat(inspect.out())
        .contains("format             nfcapd layout 2, uncompressed")
        .contains("flows              " + expected);
    Program cut = run("flows", "-f", "ndjson", other);
    assertThat(cut.out().lines()).allMatch(line -> line.startsWith("{\"flow_start\":\"20"));
  }

  @Test
  void lookupAnswersByEndpointAddressBlockPoolAndCoin() {
    for (String target :
        List.of("198.51.100.10:3333", "198.51.100.10", "198.51.100.0/24", "pool", "xmr", "3333")) {
      Program program = run("lookup", target, "-w", "pools.zip", "--at", "2026-05-02T14:20Z");
      assertThat(program.exit()).isEqualTo(0);
      assertThat(program.out())
          .as(target)
          .contains("198.51.100.10:3333/tcp", "IN_WINDOW, score 99");
    }
    Program none = run("lookup", "192.0.2.99", "-w", "pools.zip");
    assertThat(none.out()).isEmpty();
    assertThat(none.err()).contains("192.0.2.99: no window");
  }
}
