// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import static io.minetrace.window.WindowFixture.at;
import static io.minetrace.window.WindowFixture.up;
import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.format.SampleFlows;
import io.minetrace.hash.Sha256;
import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.CalibrationCell;
import io.minetrace.window.CoverageSpan;
import io.minetrace.window.Evidence;
import io.minetrace.window.ObservationProof;
import io.minetrace.window.SnapshotContents;
import io.minetrace.window.Verdict;
import io.minetrace.window.WindowSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {

  private static final String POOL = "198.51.100.10:3333";

  @TempDir private Path directory;

  @BeforeEach
  void prepare() throws IOException {
    windows("pools.zip", "2026-11-20T00:00");
  }

  /** One of the planted pools. */
  private void windows(String name, String from) throws IOException {
    AvailabilityWindow window =
        up(POOL, from, "2026-12-01T00:00").notAfter("2026-12-01T03:00").window();
    WindowSnapshot.write(
        new SnapshotContents(
            "test",
            List.of(window),
            List.of(new CoverageSpan("v", window.up())),
            List.of(new CalibrationCell("IN_WINDOW", 0, 2000, 0.965)),
            sink -> {
              sink.accept(proof(window, from, Verdict.UP, Evidence.E4));
              sink.accept(proof(window, "2026-12-01T00:00", Verdict.UP, Evidence.E4));
              sink.accept(proof(window, "2026-12-01T03:00", Verdict.LISTENING, Evidence.E0));
              sink.accept(proof(window, "2026-12-01T06:00", Verdict.DOWN, Evidence.E0));
            }),
        directory.resolve(name));
  }

  private static ObservationProof proof(
      AvailabilityWindow window, String time, Verdict verdict, Evidence evidence) {
    return new ObservationProof(
        window.endpoint(),
        at(time),
        "v",
        verdict,
        evidence,
        evidence == Evidence.E4 ? "stratum1" : "");
  }

  private Program run(String... arguments) {
    return Program.run(directory, arguments);
  }

  @Test
  void anInstantIsExplainedFromTheWindowToTheObservationsAroundIt() {
    Program program = run("explain", POOL, "--at", "2026-11-22T14:20Z", "-w", "pools.zip");
    assertThat(program.exit()).as(program.err()).isEqualTo(0);
    assertThat(program.out())
        .startsWith("198.51.100.10:3333/tcp   pool Pool   coin XMR   fqdn pool.example\n")
        .contains(
            "▲ 2026-11-22T14:20:00.000Z\n",
            "window  UP 2026-11-20T00:00:00.000Z → 2026-12-01T00:00:00.000Z   2 observations,",
            "        not after 2026-12-01T03:00:00.000Z DOWN\n",
            "before  2026-11-20T00:00:00.000Z UP  E4 stratum1  by v   (62 h 20 min earlier)\n",
            "after   2026-12-01T00:00:00.000Z UP  E4 stratum1  by v   (8 d 9 h later)\n")
        .endsWith(
            "answer  CONFIRMED, IN_WINDOW, score 97 (the snapshot's calibration: 96.5 % of 2,000"
                + " held-out observations)\n");
  }

  @Test
  void beyondTheEdgeTheAnswerNamesHowFar() {
    assertThat(run("explain", POOL, "--at", "2026-12-01T02:50Z", "-w", "pools.zip").out())
        .endsWith(
            "answer  POSSIBLE, MARGIN_CLOSED (quarter 4 of 4 of the way to one interval), score 41"
                + " (built-in table)\n");
    assertThat(run("explain", POOL, "--at", "2026-12-01T04:00Z", "-w", "pools.zip").out())
        .endsWith("answer  NOT_MINING\n");
    assertThat(run("explain", POOL, "--at", "2026-12-09", "-w", "pools.zip").out())
        .endsWith("answer  NOT_OBSERVED\n");
    assertThat(run("explain", "192.0.2.9:1", "--at", "2026-12-09", "-w", "pools.zip").out())
        .contains("before  nothing was observed\n")
        .endsWith("answer  NOT_OBSERVED\n");
  }

  @Test
  void aRowIsFollowedFromItsBytesToItsObservationsAndChecked() throws IOException {
    String sample = SampleFlows.root().resolve("softflowd-v9/flows.nfcapd").toString();
    run("match", sample, "-w", "pools.zip", "-o", "r", "--slack", "1s");
    List<String> rows = Files.readAllLines(directory.resolve("r/matches.ndjson"));
    String third = rows.get(2);
    String place =
        third.replaceFirst(".*input_file\":\"([0-9a-f]+)\",\"record_ordinal\":(\\d+),.*", "$1:$2");
    Program byNumber = run("explain", "--row", "r", "3", "-w", "pools.zip", "--svg", "x.svg");
    assertThat(byNumber.exit()).as(byNumber.err() + byNumber.out()).isEqualTo(0);
    assertThat(byNumber.out())
        .startsWith("row     r/matches.ndjson, row 3, session ")
        .contains(place.replaceFirst(":.*", "") + " = " + sample)
        .contains("(SHA-256 " + Sha256.hex(Path.of(sample)) + ")")
        .contains("answer  CONFIRMED, IN_WINDOW, score 97 (the snapshot's calibration")
        .endsWith("check   the row says the same\n");
    assertThat(directory.resolve("x.svg")).content().startsWith("<svg ");
    assertThat(run("explain", "--row", "r", place, "-w", "pools.zip").out())
        .isEqualTo(byNumber.out());
    assertThat(run("explain", "--row", "r", "999999", "-w", "pools.zip").exit()).isEqualTo(2);
    assertThat(run("explain", "--row", "r", "x", "-w", "pools.zip").err())
        .contains("row: 'x' (expected: a number, or INPUT_FILE:RECORD_ORDINAL)");
  }

  @Test
  void aRowThatTheWindowsDoNotLeadToIsExposed() throws IOException {
    String sample = SampleFlows.root().resolve("softflowd-v9/flows.nfcapd").toString();
    run("match", sample, "-w", "pools.zip", "-o", "r");
    windows("others.zip", "2026-11-21T00:00");
    Program other = run("explain", "--row", "r", "1", "-w", "others.zip");
    assertThat(other.exit()).isEqualTo(6);
    assertThat(other.err()).contains("error: the row was made with snapshot ");
    Path rows = directory.resolve("r/matches.ndjson");
    Files.writeString(
        rows, Files.readString(rows).replaceFirst("mining_score\":97", "mining_score\":99"));
    Program edited = run("explain", "--row", "r", "1", "-w", "pools.zip");
    assertThat(edited.exit()).isEqualTo(6);
    assertThat(edited.err()).contains("r/matches.ndjson: digest ");
    Program forged = forged();
    assertThat(forged.exit()).as(forged.err()).isEqualTo(6);
    assertThat(forged.out()).contains("check   the row says CONFIRMED 99 ", ", not CONFIRMED 97 ");
    assertThat(directory.resolve("x.svg")).doesNotExist();
  }

  /** The first row explained, where the manifest was changed to fit the rows. */
  private Program forged() throws IOException {
    String digest =
        run("explain", "--row", "r", "1", "-w", "pools.zip")
            .err()
            .replaceFirst("(?s).*: digest ([0-9a-f]{64}).*", "$1");
    Path manifest = directory.resolve("r/run.json");
    Files.writeString(
        manifest,
        Files.readString(manifest)
            .replaceFirst("\"digest\" : \"[0-9a-f]{64}", "\"digest\" : \"" + digest));
    return run("explain", "--row", "r", "1", "-w", "pools.zip", "--svg", "x.svg");
  }

  @Test
  void everyWordOfARowThatTheWindowsTellIsChecked() throws IOException {
    String sample = SampleFlows.root().resolve("softflowd-v9/flows.nfcapd").toString();
    run("match", sample, "-w", "pools.zip", "-o", "r");
    Path rows = directory.resolve("r/matches.ndjson");
    String good = Files.readString(rows);
    for (String[] change :
        new String[][] {
          {"IN_WINDOW", "OPEN_END", "check   the row says OPEN_END, not IN_WINDOW\n"},
          {"\"Pool\"", "\"Loop\"", "check   the row says pools Loop, not pools Pool\n"},
          {"\"XMR\"", "\"BTC\"", "check   the row says coins BTC, not coins XMR\n"},
          {"pool.example", "other.example", "check   the row says names other.example, not names"},
          {"basis\":\"[a-z]+", "basis\":\"declared", "check   the row says coin by declared, not"},
          {"observed_before\":1", "observed_before\":2", "check   the row says observed_before 20"}
        }) {
      Files.writeString(rows, good.replaceFirst(change[0], change[1]));
      Program forged = forged();
      assertThat(forged.exit()).as(change[1] + forged.err()).isEqualTo(6);
      assertThat(forged.out()).contains(change[2]).doesNotContain("says the same");
    }
    Files.writeString(
        rows, good.replaceFirst("protocol_identifier\":6", "protocol_identifier\":250"));
    assertThat(forged().exit()).isEqualTo(4);
    Files.writeString(rows, good);
    Program whole = forged();
    assertThat(whole.exit()).as(whole.err() + whole.out()).isEqualTo(0);
    assertThat(directory.resolve("x.svg")).exists();
  }

  @Test
  void thePictureTakesNoOtherFilesPlace() throws IOException {
    for (String[] row : new String[][] {{"pools.zip", "2"}, {"./mine", "7"}}) {
      Files.writeString(directory.resolve("mine"), "mine");
      Program program =
          run(
              "explain",
              POOL,
              "--at",
              "2026-12-09",
              "-w",
              "pools.zip",
              "--overwrite",
              "--svg",
              row[0]);
      assertThat(program.exit()).as(row[0]).isEqualTo(Integer.parseInt(row[1]));
    }
    assertThat(directory.resolve("mine")).hasContent("mine");
  }

  @Test
  void halfAQuestionIsNone() {
    assertThat(run("explain", POOL, "-w", "pools.zip").err())
        .contains("give either IP:PORT and --at TIME, or --row RESULT and a row");
    assertThat(run("explain", "198.51.100.10", "--at", "2026-12-09", "-w", "pools.zip").exit())
        .isEqualTo(2);
  }
}
