// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import static io.minetrace.window.WindowFixture.at;
import static io.minetrace.window.WindowFixture.up;
import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.format.SampleFlows;
import io.minetrace.snapshot.SigningKey;
import io.minetrace.snapshot.SnapshotSignature;
import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.CalibrationCell;
import io.minetrace.window.CoverageSpan;
import io.minetrace.window.Evidence;
import io.minetrace.window.ObservationProof;
import io.minetrace.window.SnapshotContents;
import io.minetrace.window.SnapshotFile;
import io.minetrace.window.TimeSpan;
import io.minetrace.window.Verdict;
import io.minetrace.window.WindowSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands as their user has them. */
class SnapshotCommandTest {

  private static final String POOL = "198.51.100.10:3333";

  @TempDir private Path directory;

  @BeforeEach
  void prepare() throws IOException {
    AvailabilityWindow before = up(POOL, "2026-11-01T00:00", "2026-11-20T00:00").window();
    AvailabilityWindow after = up(POOL, "2026-11-01T00:00", "2026-11-25T00:00").window();
    AvailabilityWindow other =
        up("203.0.113.9:4444", "2026-11-24T00:00", "2026-11-24T12:00")
            .notBefore("2026-11-23T21:00")
            .notAfter("2026-11-24T13:00")
            .window();
    snapshot("old.zip", "2026-11-20T00:00", List.of(before));
    snapshot("new.zip", "2026-11-25T00:00", List.of(after, other));
  }

  private void snapshot(String name, String until, List<AvailabilityWindow> windows)
      throws IOException {
    WindowSnapshot.write(
        new SnapshotContents(
            "test",
            Map.of("algorithm_version", "2"),
            windows,
            List.of(
                new CoverageSpan("v", new TimeSpan(at("2026-11-01T00:00"), at("2026-11-10T06:00"))),
                new CoverageSpan("v", new TimeSpan(at("2026-11-12T00:00"), at(until)))),
            List.of(new CalibrationCell("BRIDGED_MISS", 0, 2000, 0.79)),
            sink ->
                sink.accept(
                    new ObservationProof(
                        windows.get(0).endpoint(), at(until), "v", Verdict.UP, Evidence.E4, "s"))),
        directory.resolve(name));
  }

  private Program run(String... arguments) {
    return Program.run(directory, arguments);
  }

  @Test
  void infoSaysWhatASnapshotIs() throws IOException {
    Program program = run("snapshot", "info", "new.zip");
    assertThat(program.exit()).as(program.err()).isZero();
    assertThat(program.err()).isEmpty();
    try (SnapshotFile snapshot = SnapshotFile.open(directory.resolve("new.zip"))) {
      assertThat(program.out())
          .contains("snapshot      " + snapshot.id(), "as of         2026-11-25T00:00:00.000Z")
          .contains("builder       algorithm_version 2", "windows       2 of 2 endpoints")
          .contains("coverage      2026-11-01T00:00Z … 2026-11-25T00:00Z by v: 92.7 %")
          .contains("calibration   1 cells of 2000 held-out observations, 1 of them with")
          .contains("signature     none (no new.zip.sig)")
          .contains("windows.csv      " + snapshot.members().get(4).bytes());
      Program json = run("snapshot", "info", "new.zip", "--json");
      assertThat(json.out())
          .startsWith("{\"file\":\"new.zip\",\"snapshot_id\":\"" + snapshot.id() + "\"")
          .contains("\"builder\":{\"algorithm_version\":\"2\"}", "\"observations\":1,\"members\":[")
          .endsWith("}\n");
    }
  }

  @Test
  void verifyFindsASnapshotGoodOrNamesWhatIsWrong() throws IOException {
    Program good = run("snapshot", "verify", "new.zip");
    assertThat(good.exit()).as(good.err()).isZero();
    assertThat(good.out())
        .contains("contents   good: 5 members, 2 windows, 1 observations", "signature  none");
    byte[] bytes = Files.readAllBytes(directory.resolve("new.zip"));
    bytes[bytes.length - 3] ^= 4;
    Files.write(directory.resolve("bad.zip"), bytes);
    Program bad = run("snapshot", "verify", "bad.zip");
    assertThat(bad.exit()).isEqualTo(5);
    assertThat(bad.out()).isEmpty();
    assertThat(bad.err()).startsWith("error: bad.zip: offset ");
    assertThat(run("snapshot", "verify", "none.zip"))
        .isEqualTo(new Program(5, "", "error: none.zip: no such file\n"));
    Files.writeString(directory.resolve("windows.csv"), "window_id\n");
    assertThat(run("snapshot", "info", "windows.csv").err())
        .contains("hint: a bare windows.csv has no manifest");
  }

  @Test
  void verifyTellsWhatIsWrongWithASignature() throws IOException {
    SigningKey key = SigningKey.generate();
    Files.writeString(directory.resolve("key.pub"), key.publicKey().pem());
    Files.writeString(directory.resolve("other.pub"), SigningKey.generate().publicKey().pem());
    Program missing = run("snapshot", "verify", "new.zip", "--key", "key.pub");
    assertThat(missing.exit()).isEqualTo(6);
    assertThat(missing.err())
        .isEqualTo("error: new.zip.sig: no such file: the snapshot is not signed\n");
    try (SnapshotFile snapshot = SnapshotFile.open(directory.resolve("new.zip"))) {
      Files.writeString(
          directory.resolve("new.zip.sig"), SnapshotSignature.sign(snapshot, key).fileText());
    }
    Program good = run("snapshot", "verify", "new.zip", "--key", "key.pub");
    assertThat(good.exit()).as(good.err()).isZero();
    assertThat(good.out()).contains("signature  new.zip.sig: good signature by key ");
    assertThat(run("snapshot", "verify", "new.zip").out()).contains("not checked (see --key)");
    assertThat(run("snapshot", "info", "new.zip").out()).contains("new.zip.sig by key ");
    Program otherKey = run("snapshot", "verify", "new.zip", "--key", "other.pub");
    assertThat(otherKey.exit()).isEqualTo(6);
    assertThat(otherKey.err()).contains("made with key ", "not with the given");
    Program otherSnapshot =
        run("snapshot", "verify", "old.zip", "--key", "key.pub", "--signature", "new.zip.sig");
    assertThat(otherSnapshot.exit()).isEqualTo(6);
    assertThat(otherSnapshot.err()).contains("is of snapshot ", "another snapshot's");
    assertThat(run("snapshot", "verify", "new.zip", "--key", "new.zip").exit()).isEqualTo(4);
  }

  @Test
  void matchTakesOnlySignedWindowsWhereAKeyIsGiven() throws IOException {
    String sample = SampleFlows.root().resolve("softflowd-v9/flows.nfcapd").toString();
    SigningKey key = SigningKey.generate();
    Files.writeString(directory.resolve("key.pub"), key.publicKey().pem());
    Program unsigned = run("match", sample, "-w", "new.zip", "--windows-key", "key.pub");
    assertThat(unsigned)
        .isEqualTo(
            new Program(6, "", "error: new.zip.sig: no such file: the snapshot is not signed\n"));
    try (SnapshotFile snapshot = SnapshotFile.open(directory.resolve("new.zip"))) {
      Files.writeString(
          directory.resolve("new.zip.sig"), SnapshotSignature.sign(snapshot, key).fileText());
    }
    Program signed = run("match", sample, "-w", "new.zip", "--windows-key", "key.pub");
    assertThat(signed.exit()).as(signed.err()).isZero();
    assertThat(Files.readString(directory.resolve("minetrace-result/run.json")))
        .contains("\"signed_by\" : \"" + key.publicKey().id() + "\"");
    Files.move(directory.resolve("new.zip.sig"), directory.resolve("old.zip.sig"));
    assertThat(run("lookup", POOL, "-w", "old.zip", "--windows-key", "key.pub").exit())
        .isEqualTo(6);
    assertThat(run("lookup", POOL, "-w", "jdbc:x", "--windows-key", "key.pub").exit()).isEqualTo(2);
  }

  @Test
  void diffListsWindowsAndDays() {
    Program program = run("snapshot", "diff", "old.zip", "new.zip");
    assertThat(program.exit()).as(program.err()).isZero();
    assertThat(program.out())
        .contains("extended  198.51.100.10:3333/tcp  Pool  XMR")
        .contains("last_up 2026-11-20T00:00:00.000Z ⇒ 2026-11-25T00:00:00.000Z")
        .contains("opened    203.0.113.9:4444/tcp ")
        .contains("windows   1 opened, 1 extended, 0 closed, 0 changed, 0 removed, 0 as they were")
        .contains("coverage  another");
    Program lines = run("snapshot", "diff", "old.zip", "new.zip", "--ndjson");
    assertThat(lines.out().lines()).hasSize(2);
    assertThat(lines.out())
        .startsWith("{\"change\":[\"extended\"],\"window_id\":\"")
        .contains("\"fields\":[\"last_up\"],\"older\":{", "\"older\":null,\"newer\":{")
        .contains(
            "{\"last_up\":\"2026-11-25T00:00:00.000Z\",\"not_before\":null,\"not_after\":null")
        .contains("\"bridged\":[],\"max_gap_ms\":10800000", "\"pools\":[\"Pool\"]");
    Program json = run("snapshot", "diff", "old.zip", "new.zip", "--json");
    assertThat(json.out().lines()).hasSize(1);
    assertThat(json.out())
        .contains("\"opened\":1,\"extended\":1,\"closed\":0,\"changed\":0,\"removed\":0")
        .contains("\"days\":[{\"from\":\"2026-11-20\",\"to\":\"2026-12-02\"},{\"from\":");
    assertThat(run("snapshot", "diff", "old.zip", "new.zip", "--json", "--ndjson").exit())
        .isEqualTo(2);
  }

  @Test
  void affectedNamesTheResultsThatMustBeMadeAnew() throws IOException {
    String sample = SampleFlows.root().resolve("softflowd-v9/flows.nfcapd").toString();
    Program old = run("match", sample, "-w", "old.zip", "-o", "first", "--min-coverage", "0");
    assertThat(old.exit()).as(old.err()).isZero();
    run("match", sample, "-w", "new.zip", "-o", "second.csv");
    run(
        "match",
        sample,
        "-w",
        "old.zip",
        "-o",
        "early",
        "--to",
        "2026-11-15",
        "--min-coverage",
        "0");
    Program program =
        run("snapshot", "affected", "old.zip", "new.zip", "first", "second.csv", "early");
    assertThat(program.exit()).as(program.err()).isZero();
    assertThat(program.out())
        .containsPattern("first/run.json +run again +2026-11-22 \\(1 day\\) +1 of 1 +[0-9]+")
        .containsPattern("second.csv.run.json +is of NEW")
        .containsPattern("early/run.json +stays");
    assertThat(run("snapshot", "affected", "old.zip", "new.zip", "first", "--json").out())
        .startsWith("{\"run\":\"first/run.json\",\"snapshot_id\":\"")
        .contains("\"verdict\":\"affected\",\"days\":[{\"from\":\"2026-11-22\",\"to\":");
    snapshot(
        "third.zip",
        "2026-11-26T00:00",
        List.of(up(POOL, "2026-11-01T00:00", "2026-11-26T00:00").window()));
    Program unknown = run("snapshot", "affected", "third.zip", "new.zip", "first", "second.csv");
    assertThat(unknown.exit()).isEqualTo(3);
    assertThat(unknown.err()).contains("first/run.json: made with snapshot ", "as OLD to judge it");
    Program nothing = run("snapshot", "affected", "old.zip", "new.zip", "nowhere");
    assertThat(nothing.exit()).isEqualTo(4);
    assertThat(nothing.err()).contains("error: nowhere: no such file or directory");
  }

  @Test
  void coverageShowsHolesAndDays() {
    Program program = run("snapshot", "coverage", "old.zip");
    assertThat(program.exit()).as(program.err()).isZero();
    assertThat(program.out())
        .contains("v        hole    2026-11-10T06:00Z  2026-11-12T00:00Z  1 d 18 h 0 min")
        .contains("2026-11-01 … 2026-11-09  100.0 %  24 of 24")
        .contains("2026-11-10               25.0 %   7 of 24");
    Program part =
        run("snapshot", "coverage", "old.zip", "--from", "2026-11-11", "--to", "2026-11-13");
    assertThat(part.out())
        .contains(
            "2026-11-11  0.0 %    0 of 24", "2026-11-12  100.0 %  24 of 24", "all         50");
    assertThat(run("snapshot", "coverage", "old.zip", "--json").out())
        .contains("\"holes\":[{\"from\":\"2026-11-10T06:00:00.000Z\",\"to\":\"2026-11-12T00:");
    assertThat(run("snapshot", "coverage", "old.zip", "--from", "2027-01-01").exit()).isEqualTo(2);
  }

  @Test
  void aMistypedCommandIsAnsweredWithTheNearestOne() {
    Program program = run("snapshot", "verfy", "new.zip");
    assertThat(program.exit()).isEqualTo(2);
    assertThat(program.err()).contains("Did you mean: snapshot verify ");
    assertThat(run("snapshot", "diff", "old.zip", "new.zip", "--jsn").err())
        .contains("Possible solutions: --json");
    assertThat(run("snapshot", "diff", "--help").out()).contains("Exit codes:", "5   windows");
  }
}
