// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import static io.minetrace.window.WindowFixture.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.net.Endpoint;
import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.CoverageSpan;
import io.minetrace.window.Evidence;
import io.minetrace.window.ObservationProof;
import io.minetrace.window.SnapshotContents;
import io.minetrace.window.Verdict;
import io.minetrace.window.WindowFixture;
import io.minetrace.window.WindowSnapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the snapshot's observations say of a row, each told as {@code 10:00 UP}. */
class RowFinisherTest {

  private static final String POOL = "192.0.2.20:3333";

  @TempDir private Path directory;

  private ResultRow finish(ResultRows row, String... observations) throws IOException {
    AvailabilityWindow window =
        WindowFixture.up(POOL, "2026-05-02T00:00", "2026-05-03T00:00").window();
    List<ObservationProof> proofs = new ArrayList<>();
    for (String observation : observations) {
      String[] words = observation.split(" ", -1);
      proofs.add(
          new ObservationProof(
              Endpoint.parse(POOL),
              at("2026-05-02T" + words[0]),
              words.length > 2 ? words[2] : "here",
              Verdict.valueOf(words[1]),
              Evidence.E0,
              ""));
    }
    Path file = directory.resolve("w" + Arrays.hashCode(observations) + ".zip");
    WindowSnapshot.write(
        new SnapshotContents(
            "test",
            List.of(window),
            List.of(new CoverageSpan("here", window.up())),
            List.of(),
            sink -> {
              for (ObservationProof proof : proofs) {
                sink.accept(proof);
              }
            }),
        file);
    try (WindowSnapshot snapshot = WindowSnapshot.open(file)) {
      return new RowFinisher(snapshot).finish(row.row());
    }
  }

  private static ResultRows flow() {
    return ResultRows.flow("10.0.0.1", POOL, "2026-05-02T12:00", "2026-05-02T12:30");
  }

  private static void assertBracket(ResultRow row, String before, String after) {
    assertThat(row.value(ResultColumn.OBSERVED_BEFORE)).isEqualTo(time(before));
    assertThat(row.value(ResultColumn.OBSERVED_AFTER)).isEqualTo(time(after));
  }

  private static Optional<Object> time(String time) {
    return time.isEmpty() ? Optional.empty() : Optional.of(at("2026-05-02T" + time));
  }

  private static void assertReasons(ResultRow row, String... reasons) {
    assertThat(row.texts(ResultColumn.MINING_REASONS)).containsExactly(reasons);
  }

  @Test
  void theUsableObservationsNextToTheFlowBracketIt() throws IOException {
    ResultRow row =
        finish(flow(), "06:00 UP", "09:00 UP", "12:10 UP", "12:20 DOWN", "15:00 DOWN", "18:00 UP");
    assertBracket(row, "09:00", "15:00");
    assertReasons(row, "IN_WINDOW");
    assertBracket(finish(flow(), "12:00 UP", "12:30 UP"), "12:00", "12:30");
    assertBracket(finish(flow(), "13:00 UP"), "", "13:00");
    assertBracket(finish(flow(), "11:00 UP"), "11:00", "");
    assertBracket(finish(flow()), "", "");
  }

  @Test
  void aVisitNextToTheFlowThatSaysNothingIsNoBracketButAReason() throws IOException {
    ResultRow before = finish(flow(), "09:00 UP", "11:00 UNKNOWN", "15:00 UP");
    assertBracket(before, "09:00", "15:00");
    assertReasons(before, "IN_WINDOW", "VANTAGE_SUSPECT");
    assertReasons(
        finish(flow(), "09:00 UP", "13:00 UNKNOWN", "15:00 UP"), "IN_WINDOW", "VANTAGE_SUSPECT");
    assertReasons(
        finish(flow(), "09:00 UP", "12:15 UNKNOWN", "15:00 UP"), "IN_WINDOW", "VANTAGE_SUSPECT");
    assertReasons(finish(flow(), "09:00 UP", "15:00 UNKNOWN"), "IN_WINDOW", "VANTAGE_SUSPECT");
    assertReasons(finish(flow(), "09:00 UNKNOWN", "15:00 UP"), "IN_WINDOW", "VANTAGE_SUSPECT");
  }

  @Test
  void whatLiesBeyondTheBracketDoesNotMatter() throws IOException {
    assertReasons(
        finish(flow(), "06:00 UNKNOWN", "09:00 UP", "15:00 UP", "18:00 UNKNOWN"), "IN_WINDOW");
  }

  @Test
  void aVisitThatCountsOnceWithAUsableOneSaysEnough() throws IOException {
    assertReasons(
        finish(flow(), "09:00 UP", "09:09 UNKNOWN there", "14:51 UNKNOWN there", "15:00 UP"),
        "IN_WINDOW");
    assertReasons(
        finish(flow(), "09:00 UP", "09:10 UNKNOWN there", "15:00 UP"),
        "IN_WINDOW",
        "VANTAGE_SUSPECT");
    assertReasons(
        finish(flow(), "09:00 UP", "14:50 UNKNOWN there", "15:00 UP"),
        "IN_WINDOW",
        "VANTAGE_SUSPECT");
  }
}
