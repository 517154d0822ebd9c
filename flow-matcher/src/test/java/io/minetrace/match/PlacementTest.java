// SPDX-License-Identifier: Apache-2.0
package io.minetrace.match;

import static io.minetrace.window.WindowFixture.at;
import static io.minetrace.window.WindowFixture.up;
import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.CalibrationCell;
import io.minetrace.window.TimeSpan;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The table of situations, row by row and boundary by boundary. The endpoint is probed every 3
 * hours:
 *
 * <pre>
 *   A  05-02 10:00 UP … 13:00 UP, 16:00 missed, 19:00 UP … 22:00 UP (bridged 13:00 to 19:00)
 * </pre>
 */
class PlacementTest {

  private static final String POOL = "192.0.2.20:6666";

  private static String place(List<AvailabilityWindow> windows, String from, String to) {
    return Placement.of(windows, new TimeSpan(at(from), at(to)), Scores.BUILT_IN)
        .map(p -> p.situation() + " " + p.score())
        .orElse("none");
  }

  private static String place(AvailabilityWindow window, String time) {
    return place(List.of(window), time, time);
  }

  @ParameterizedTest
  @CsvSource({
    "IN_WINDOW, 99, CONFIRMED",
    "IN_WINDOW, 75, CONFIRMED",
    "IN_WINDOW, 74, POSSIBLE",
    "OPEN_END, 75, LIKELY",
    "OPEN_END, 74, POSSIBLE",
    "OPEN_END, 10, POSSIBLE",
    "OPEN_END, 9, none"
  })
  void scoreAndSituationTellHowSureAMatchIs(Situation situation, int score, String expected) {
    AvailabilityWindow window = up(POOL, "2026-05-02T10:00", "2026-05-02T22:00").window();
    assertThat(
            new Placement(window, situation, 0, score)
                .confidence()
                .map(Confidence::name)
                .orElse("none"))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-05-02T10:00, IN_WINDOW 99",
    "2026-05-02T13:00, IN_WINDOW 99",
    "2026-05-02T13:00:00.001, BRIDGED_MISS 80",
    "2026-05-02T18:59:59.999, BRIDGED_MISS 80",
    "2026-05-02T19:00, IN_WINDOW 99",
    "2026-05-02T22:00, IN_WINDOW 99"
  })
  void insideAWindowAndInItsBridgedHole(String time, String expected) {
    AvailabilityWindow window =
        up(POOL, "2026-05-02T10:00", "2026-05-02T22:00")
            .bridged("2026-05-02T13:00", "2026-05-02T19:00")
            .window();
    assertThat(place(window, time)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-05-02T22:00:00.001, MARGIN_OPEN 99",
    "2026-05-03T01:00, MARGIN_OPEN 99",
    "2026-05-03T01:00:00.001, OPEN_END 99",
    "2026-05-03T10:00, OPEN_END 99",
    "2026-05-03T22:00, OPEN_END 99",
    "2026-05-03T22:00:00.001, OPEN_END 98",
    "2026-05-04T22:00, OPEN_END 98",
    "2026-05-04T22:00:00.001, OPEN_END 96",
    "2026-05-06T22:00, OPEN_END 96",
    "2026-05-06T22:00:00.001, OPEN_END 93",
    "2026-05-09T22:00, OPEN_END 93",
    "2026-05-09T22:00:00.001, OPEN_END 87",
    "2026-05-16T22:00, OPEN_END 87",
    "2026-05-16T22:00:00.001, none",
    "2026-05-02T09:59:59.999, MARGIN_OPEN 99",
    "2026-05-02T07:00, MARGIN_OPEN 99",
    "2026-05-02T06:59:59.999, OPEN_END 99",
    "2026-04-18T10:00, OPEN_END 87",
    "2026-04-18T09:59:59.999, none"
  })
  void beyondAnEdgeWithNothingObserved(String time, String expected) {
    assertThat(place(up(POOL, "2026-05-02T10:00", "2026-05-02T22:00").window(), time))
        .isEqualTo(expected);
  }

  /** The non-UP is 2 h beyond the end, nearer than the interval: the margin is those 2 h. */
  @ParameterizedTest
  @CsvSource({
    "2026-05-02T22:00:00.001, MARGIN_CLOSED 83",
    "2026-05-02T22:30, MARGIN_CLOSED 83",
    "2026-05-02T22:30:00.001, MARGIN_CLOSED 71",
    "2026-05-02T23:00, MARGIN_CLOSED 71",
    "2026-05-02T23:30, MARGIN_CLOSED 56",
    "2026-05-02T23:30:00.001, MARGIN_CLOSED 41",
    "2026-05-02T23:59:59.999, MARGIN_CLOSED 41",
    "2026-05-03T00:00, none",
    "2026-05-03T01:00, none"
  })
  void betweenAnEdgeAndANearNonUp(String time, String expected) {
    AvailabilityWindow window =
        up(POOL, "2026-05-02T10:00", "2026-05-02T22:00").notAfter("2026-05-03T00:00").window();
    assertThat(place(window, time)).isEqualTo(expected);
  }

  /**
   * The non-UP is 20 days beyond the start: a margin of one interval, then distances to 14 days.
   */
  @ParameterizedTest
  @CsvSource({
    "2026-05-02T09:15, MARGIN_CLOSED 83",
    "2026-05-02T09:14:59.999, MARGIN_CLOSED 71",
    "2026-05-02T07:00, MARGIN_CLOSED 41",
    "2026-05-02T06:59:59.999, GAP_ONE_SIDE 93",
    "2026-05-01T22:00, GAP_ONE_SIDE 93",
    "2026-05-01T21:59:59.999, GAP_ONE_SIDE 92",
    "2026-05-01T10:00, GAP_ONE_SIDE 92",
    "2026-04-30T10:00, GAP_ONE_SIDE 76",
    "2026-04-28T10:00, GAP_ONE_SIDE 57",
    "2026-04-25T10:00, GAP_ONE_SIDE 36",
    "2026-04-18T10:00, GAP_ONE_SIDE 12",
    "2026-04-18T09:59:59.999, none"
  })
  void betweenAnEdgeAndAFarNonUp(String time, String expected) {
    AvailabilityWindow window =
        up(POOL, "2026-05-02T10:00", "2026-05-02T22:00").notBefore("2026-04-12T10:00").window();
    assertThat(place(window, time)).isEqualTo(expected);
  }

  @Test
  void aGapBetweenTwoUpsAtMost14DaysApartIsAsGoodAsAWindow() {
    List<AvailabilityWindow> windows =
        List.of(
            up(POOL, "2026-05-02T10:00", "2026-05-02T22:00").window(),
            up(POOL, "2026-05-16T22:00", "2026-05-17T22:00").window());
    assertThat(place(windows, "2026-05-09T22:00", "2026-05-09T22:00"))
        .isEqualTo("GAP_BETWEEN_UPS 99");
    assertThat(place(windows, "2026-05-02T22:00:00.001", "2026-05-16T21:59:59.999"))
        .isEqualTo("GAP_BETWEEN_UPS 99");
  }

  @Test
  void aLongerGapHasTwoOpenEdges() {
    List<AvailabilityWindow> windows =
        List.of(
            up(POOL, "2026-05-02T10:00", "2026-05-02T22:00").window(),
            up(POOL, "2026-05-16T22:00:00.001", "2026-05-17T22:00").window());
    assertThat(place(windows, "2026-05-03T01:00", "2026-05-03T01:00")).isEqualTo("MARGIN_OPEN 99");
    assertThat(place(windows, "2026-05-03T12:00", "2026-05-03T12:00")).isEqualTo("OPEN_END 99");
    assertThat(place(windows, "2026-05-16T21:00", "2026-05-16T21:00")).isEqualTo("MARGIN_OPEN 99");
  }

  @Test
  void nothingIsSaidBetweenTwoNonUps() {
    List<AvailabilityWindow> windows =
        List.of(
            up(POOL, "2026-05-02T10:00", "2026-05-02T22:00").notAfter("2026-05-03T01:00").window(),
            up(POOL, "2026-05-03T10:00", "2026-05-03T22:00")
                .notBefore("2026-05-03T07:00")
                .window());
    assertThat(place(windows, "2026-05-03T01:00", "2026-05-03T07:00")).isEqualTo("none");
    assertThat(place(windows, "2026-05-03T01:00", "2026-05-03T07:00:00.001"))
        .isEqualTo("MARGIN_CLOSED 41");
  }

  @Test
  void aFlowTakesItsBestInstant() {
    AvailabilityWindow window =
        up(POOL, "2026-05-02T10:00", "2026-05-02T22:00").notAfter("2026-05-03T01:00").window();
    assertThat(place(List.of(window), "2026-05-02T21:00", "2026-05-04T00:00"))
        .isEqualTo("IN_WINDOW 99");
    assertThat(place(List.of(window), "2026-05-02T22:10", "2026-05-04T00:00"))
        .isEqualTo("MARGIN_CLOSED 83");
  }

  @Test
  void ofTwoWindowsThatSayTheSameTheLaterIsNamed() {
    AvailabilityWindow early = up(POOL, "2026-05-01T10:00", "2026-05-02T22:00").window();
    AvailabilityWindow late = up(POOL, "2026-05-03T10:00", "2026-05-03T22:00").window();
    TimeSpan both = new TimeSpan(at("2026-05-02T10:00"), at("2026-05-03T12:00"));
    assertThat(Placement.of(List.of(early, late), both, Scores.BUILT_IN))
        .get()
        .extracting(Placement::window)
        .isEqualTo(late);
  }

  @Test
  void anIntervalLongerThanTheFirstBucketsSkipsThem() {
    AvailabilityWindow window =
        up(POOL, "2026-05-02T10:00", "2026-05-02T22:00").every(Duration.ofDays(3)).window();
    assertThat(place(window, "2026-05-05T22:00")).isEqualTo("MARGIN_OPEN 99");
    assertThat(place(window, "2026-05-05T22:00:00.001")).isEqualTo("OPEN_END 96");
  }

  @Test
  void aCellMeasuredOnEnoughObservationsReplacesTheBuiltInScore() {
    Scores scores =
        Scores.calibrated(
            List.of(
                new CalibrationCell("BRIDGED_MISS", 0, 1000, 0.614),
                new CalibrationCell("IN_WINDOW", 0, 999, 0.1)));
    assertThat(scores.of(Situation.BRIDGED_MISS, 0)).isEqualTo(61);
    assertThat(scores.of(Situation.IN_WINDOW, 0)).isEqualTo(99);
  }

  @Test
  void absurdTimesDoNotOverflow() {
    AvailabilityWindow window = up(POOL, "2026-05-02T10:00", "2026-05-02T22:00").window();
    assertThat(
            Placement.of(
                List.of(window), new TimeSpan(Long.MIN_VALUE, Long.MIN_VALUE), Scores.BUILT_IN))
        .isEmpty();
    assertThat(
            Placement.of(
                List.of(window), new TimeSpan(Long.MIN_VALUE, Long.MAX_VALUE), Scores.BUILT_IN))
        .get()
        .extracting(Placement::situation)
        .isEqualTo(Situation.IN_WINDOW);
  }
}
