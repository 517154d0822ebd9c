// SPDX-License-Identifier: Apache-2.0
package io.minetrace.snapshot;

import static io.minetrace.window.WindowFixture.up;
import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.match.Placement;
import io.minetrace.match.Scores;
import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.CalibrationCell;
import io.minetrace.window.SnapshotContents;
import io.minetrace.window.SnapshotFile;
import io.minetrace.window.TimeSpan;
import io.minetrace.window.WindowFixture;
import io.minetrace.window.WindowSnapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotDiffTest {

  private static final String POOL = "192.0.2.20:3333";

  @TempDir private Path directory;

  private final List<String> changes = new ArrayList<>();

  private Path snapshot(String name, List<CalibrationCell> calibration, List<AvailabilityWindow> w)
      throws IOException {
    Path file = directory.resolve(name);
    WindowSnapshot.write(new SnapshotContents("test", w, List.of(), calibration, sink -> {}), file);
    return file;
  }

  private SnapshotDiff.Summary compare(
      List<AvailabilityWindow> older, List<AvailabilityWindow> newer) throws IOException {
    return compare(snapshot("old.zip", List.of(), older), snapshot("new.zip", List.of(), newer));
  }

  private SnapshotDiff.Summary compare(Path older, Path newer) throws IOException {
    changes.clear();
    try (SnapshotFile before = SnapshotFile.open(older);
        SnapshotFile after = SnapshotFile.open(newer)) {
      return SnapshotDiff.compare(
          before,
          after,
          change ->
              changes.add(
                  change.window().endpoint()
                      + " "
                      + change.kinds().stream().sorted().toList()
                      + " "
                      + change.fields()));
    }
  }

  private static WindowFixture may2() {
    return up(POOL, "2026-05-02T10:00", "2026-05-02T22:00");
  }

  @Test
  void equalSnapshotsDifferInNothing() throws IOException {
    List<AvailabilityWindow> windows =
        List.of(
            may2().notAfter("2026-05-03T01:00").window(),
            up("[2001:db8::1]:443", "2026-05-02T10:00", "2026-05-02T22:00").window());
    SnapshotDiff.Summary summary = compare(windows, windows);
    assertThat(summary.changed()).isZero();
    assertThat(summary.unchanged()).isEqualTo(2);
    assertThat(summary.days().isEmpty()).isTrue();
    assertThat(changes).isEmpty();
  }

  @Test
  void windowsThatAreInOneSnapshotOnlyWereOpenedOrRemoved() throws IOException {
    AvailabilityWindow first = may2().notAfter("2026-05-03T01:00").window();
    AvailabilityWindow second =
        up("198.51.100.7:3333", "2026-06-01T00:00", "2026-06-01T22:00")
            .notBefore("2026-05-31T23:59")
            .notAfter("2026-06-01T22:01")
            .window();
    SnapshotDiff.Summary summary = compare(List.of(first), List.of(second));
    assertThat(changes)
        .containsExactly(POOL + "/tcp [REMOVED] []", "198.51.100.7:3333/tcp [OPENED] []");
    assertThat(summary.of(WindowChange.Kind.OPENED)).isEqualTo(1);
    assertThat(summary.of(WindowChange.Kind.REMOVED)).isEqualTo(1);
    // The first was open before its start: 14 days back from it flows matched.
    assertThat(summary.days()).hasToString("2026-04-18 … 2026-05-03, 2026-05-31 … 2026-06-01");
  }

  @Test
  void aWindowThatWentOnWasExtendedAndOnlyTheDaysBehindItsOldEndAreTouched() throws IOException {
    SnapshotDiff.Summary summary =
        compare(
            List.of(may2().window()),
            List.of(up(POOL, "2026-05-02T10:00", "2026-05-05T22:00").window()));
    assertThat(changes).containsExactly(POOL + "/tcp [EXTENDED] [LAST_UP]");
    assertThat(summary.days().contains(LocalDate.parse("2026-05-01"))).isFalse();
    assertThat(summary.days())
        .as("from the old end on, as far as the new one reaches; some days keep their score")
        .hasToString("2026-05-02 … 2026-05-12, 2026-05-16 … 2026-05-19");
  }

  @Test
  void anEndThatIsKnownByNowClosesTheWindow() throws IOException {
    compare(List.of(may2().window()), List.of(may2().notAfter("2026-05-03T01:00").window()));
    assertThat(changes).containsExactly(POOL + "/tcp [CLOSED] [NOT_AFTER, END_REASON]");
    compare(
        List.of(may2().window()),
        List.of(
            up(POOL, "2026-05-02T10:00", "2026-05-03T10:00")
                .notAfter("2026-05-03T13:00")
                .window()));
    assertThat(changes)
        .containsExactly(POOL + "/tcp [EXTENDED, CLOSED] [LAST_UP, NOT_AFTER, END_REASON]");
  }

  @Test
  void anotherCoinOrPoolChangesTheWindowOnItsDaysOnly() throws IOException {
    AvailabilityWindow older =
        up(POOL, "2026-05-02T10:00", "2026-05-06T10:00")
            .segment("2026-05-02T10:00", "2026-05-04T10:00", "Pool", "XMR")
            .segment("2026-05-04T10:00", "2026-05-06T10:00", "Pool", "XMR")
            .window();
    AvailabilityWindow newer =
        up(POOL, "2026-05-02T10:00", "2026-05-06T10:00")
            .segment("2026-05-02T10:00", "2026-05-04T10:00", "Pool", "XMR", "ZEC")
            .segment("2026-05-04T10:00", "2026-05-06T10:00", "Pool", "XMR")
            .window();
    SnapshotDiff.Summary summary = compare(List.of(older), List.of(newer));
    assertThat(changes).containsExactly(POOL + "/tcp [CHANGED] [COINS]");
    assertThat(summary.days())
        .as("before the window its first segment applies, 14 days far")
        .hasToString("2026-04-18 … 2026-05-04");
  }

  @Test
  void aCoinThatCameLaterIsAnExtensionAndAChange() throws IOException {
    AvailabilityWindow newer =
        up(POOL, "2026-05-02T10:00", "2026-05-03T22:00")
            .segment("2026-05-02T10:00", "2026-05-02T22:00", "Pool", "XMR")
            .segment("2026-05-02T22:00", "2026-05-03T22:00", "Pool", "ZEC")
            .window();
    AvailabilityWindow older =
        may2().segment("2026-05-02T10:00", "2026-05-02T22:00", "Pool", "XMR").window();
    compare(List.of(older), List.of(newer));
    assertThat(changes)
        .containsExactly(POOL + "/tcp [EXTENDED, CHANGED] [LAST_UP, SEGMENT_FROM, COINS]");
  }

  @Test
  void anEarlierStartIsAnotherWindow() throws IOException {
    compare(
        List.of(may2().window()),
        List.of(up(POOL, "2026-05-02T07:00", "2026-05-02T22:00").window()));
    assertThat(changes).containsExactly(POOL + "/tcp [OPENED] []", POOL + "/tcp [REMOVED] []");
  }

  @Test
  void aNewCalibrationChangesDaysThoughNoWindowChanged() throws IOException {
    List<AvailabilityWindow> windows =
        List.of(may2().bridged("2026-05-02T13:00", "2026-05-02T19:00").window());
    Path older = snapshot("old.zip", List.of(), windows);
    Path newer =
        snapshot("new.zip", List.of(new CalibrationCell("BRIDGED_MISS", 0, 5000, 0.5)), windows);
    SnapshotDiff.Summary summary = compare(older, newer);
    assertThat(summary.scoresDiffer()).isTrue();
    assertThat(summary.changed()).isZero();
    assertThat(summary.days()).hasToString("2026-05-02");
    Path few =
        snapshot("few.zip", List.of(new CalibrationCell("BRIDGED_MISS", 0, 500, 0.5)), windows);
    assertThat(compare(older, few).scoresDiffer()).as("too few were held out").isFalse();
  }

  @Test
  void noDayIsMissedOnWhichAnInstantGetsAnotherAnswer() throws IOException {
    Random random = new Random(7);
    for (int round = 0; round < 40; round++) {
      List<AvailabilityWindow> older = windows(random);
      List<AvailabilityWindow> newer = random.nextBoolean() ? windows(random) : older.subList(0, 1);
      HourSet days = compare(older, newer).days();
      LocalDate first = LocalDate.parse("2026-04-10");
      for (LocalDate day = first; day.isBefore(first.plusDays(70)); day = day.plusDays(1)) {
        boolean differs = false;
        for (int minute = 0; minute < 24 * 60; minute += 10) {
          long instant = Instant.parse(day + "T00:00:00Z").toEpochMilli() + minute * 60_000L;
          differs |= !answer(older, instant).equals(answer(newer, instant));
        }
        if (differs) {
          assertThat(days.contains(day)).as("%s: %s against %s", day, older, newer).isTrue();
        }
      }
    }
  }

  @Test
  void noFlowGetsAnotherAnswerOnDaysThatAreNotTouched() throws IOException {
    Random random = new Random(17);
    int differing = 0;
    for (int round = 0; round < 40; round++) {
      List<AvailabilityWindow> older = windows(random);
      List<AvailabilityWindow> newer = windows(random);
      HourSet days = compare(older, newer).days();
      for (int i = 0; i < 300; i++) {
        long from =
            Instant.parse("2026-04-10T00:00:00Z").toEpochMilli()
                + random.nextInt(60 * 24 * 60) * 60_000L;
        TimeSpan flow = new TimeSpan(from, from + random.nextInt(1 + random.nextInt(200_000_000)));
        if (!answer(older, flow).equals(answer(newer, flow))) {
          differing++;
          assertThat(days.within(flow).isEmpty()).as("%s: %s", flow, days).isFalse();
        }
      }
    }
    assertThat(differing).as("flows that got another answer").isGreaterThan(500);
  }

  /**
   * As a match is made: the best placement of the flow, and the segments of its window it touches.
   */
  private static String answer(List<AvailabilityWindow> windows, TimeSpan flow) {
    return Placement.of(windows, flow, Scores.BUILT_IN)
        .filter(placement -> placement.score() >= 10)
        .map(
            placement -> {
              AvailabilityWindow window = placement.window();
              List<List<String>> coins =
                  window.segments().stream()
                      .filter(segment -> segment.span().touches(flow))
                      .map(segment -> segment.coins())
                      .toList();
              long nearest = flow.from() > window.up().to() ? flow.from() : flow.to();
              return window.windowId()
                  + placement.situation()
                  + placement.score()
                  + (coins.isEmpty() ? window.segmentAt(nearest).coins() : coins);
            })
        .orElse("none");
  }

  private static String answer(List<AvailabilityWindow> windows, long instant) {
    return Placement.of(windows, new TimeSpan(instant, instant), Scores.BUILT_IN)
        .filter(placement -> placement.score() >= 10)
        .map(
            placement ->
                placement.window().windowId()
                    + placement.situation()
                    + placement.score()
                    + placement.window().segmentAt(instant).coins())
        .orElse("none");
  }

  private static List<AvailabilityWindow> windows(Random random) {
    List<AvailabilityWindow> windows = new ArrayList<>();
    Instant time = Instant.parse("2026-05-01T00:00:00Z");
    for (int count = 1 + random.nextInt(3); count > 0; count--) {
      Instant from = time.plus(Duration.ofMinutes(10L * (1 + random.nextInt(1000))));
      Instant to = from.plus(Duration.ofMinutes(10L * (1 + random.nextInt(500))));
      time = to.plus(Duration.ofMinutes(10));
      var window = up(POOL, text(from), text(to));
      if (random.nextBoolean()) {
        window.notAfter(text(time));
      }
      // Two segments, with a hole between them of which the nearer one tells.
      Instant middle = from.plus(Duration.between(from, to).dividedBy(3));
      window.segment(text(from), text(middle), "Pool", random.nextBoolean() ? "XMR" : "ZEC");
      window.segment(
          text(middle.plus(Duration.between(from, to).dividedBy(2))),
          text(to),
          "Pool",
          random.nextBoolean() ? "XMR" : "BTC");
      windows.add(window.window());
    }
    return windows;
  }

  private static String text(Instant time) {
    return time.toString().substring(0, 16);
  }
}
