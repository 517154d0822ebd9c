// SPDX-License-Identifier: Apache-2.0
package io.minetrace.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.net.Endpoint;
import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.BoundReason;
import io.minetrace.window.CalibrationCell;
import io.minetrace.window.CoinBasis;
import io.minetrace.window.Evidence;
import io.minetrace.window.TimeSpan;
import io.minetrace.window.WindowFixture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The specification's table of situations, row by row and to the millisecond.
 *
 * <p>A history is drawn as its windows in order of time: {@code [0 .. 12h]} is a window of which
 * the first and last UP are these, {@code [0 .. 3h ~ 9h .. 12h]} one with a bridged hole, {@code x}
 * with a time the usable non-UP directly before or after one. Times count from the first UP. The
 * interval I is 3 hours where a row does not say otherwise.
 */
class PlacementTest {

  private static final long HOUR = 3_600_000L;
  private static final long DAY = 24 * HOUR;
  private static final Endpoint POOL = Endpoint.parse("192.0.2.20:6666");
  private static final Pattern TERM = Pattern.compile("([+-]?)(\\d+)(ms|m|h|d)?");
  private static final Pattern WINDOW =
      Pattern.compile(" ?(?:x (\\S+) )?\\[([^]]+)](?: x (\\S+)(?! \\[))?");

  /**
   * A row of the table, or the part of one that needs a history of its own.
   *
   * @param situation as the specification names it
   * @param rule as the specification words it
   * @param every the interval
   * @param history drawn as above
   * @param instants each with the situation, score and confidence that it must have
   */
  private record Row(
      String situation, String rule, String every, String history, List<String> instants) {}

  private static Row row(
      String situation, String rule, String every, String history, String... instants) {
    return new Row(situation, rule, every, history, List.of(instants));
  }

  private static final List<Row> TABLE =
      List.of(
          row(
              "IN_WINDOW",
              "inside a window, not in a bridged hole",
              "3h",
              "[0 .. 3h ~ 9h .. 12h]",
              "0: IN_WINDOW 99 CONFIRMED",
              "1h: IN_WINDOW 99 CONFIRMED",
              "3h: IN_WINDOW 99 CONFIRMED",
              "9h: IN_WINDOW 99 CONFIRMED",
              "12h: IN_WINDOW 99 CONFIRMED"),
          row(
              "BRIDGED_MISS",
              "strictly inside a bridged hole",
              "3h",
              "[0 .. 3h ~ 9h .. 12h]",
              "3h+1ms: BRIDGED_MISS 80 LIKELY",
              "6h: BRIDGED_MISS 80 LIKELY",
              "9h-1ms: BRIDGED_MISS 80 LIKELY"),
          row(
              "BRIDGED_MISS",
              "two holes side by side: the UP between them is in the window",
              "3h",
              "[0 .. 3h ~ 9h ~ 15h .. 18h]",
              "9h-1ms: BRIDGED_MISS 80 LIKELY",
              "9h: IN_WINDOW 99 CONFIRMED",
              "9h+1ms: BRIDGED_MISS 80 LIKELY"),
          row(
              "MARGIN_OPEN",
              "at most I from a proven edge; nothing usable beyond it yet",
              "3h",
              "[0 .. 12h]",
              "12h+1ms: MARGIN_OPEN 99 LIKELY",
              "15h: MARGIN_OPEN 99 LIKELY",
              "15h+1ms: OPEN_END 99 LIKELY",
              "0-1ms: MARGIN_OPEN 99 LIKELY",
              "-3h: MARGIN_OPEN 99 LIKELY",
              "-3h-1ms: OPEN_END 99 LIKELY"),
          row(
              "MARGIN_OPEN",
              "or only an UP more than 14 days from it",
              "3h",
              "[0 .. 12h] [12h+14d+1ms .. 13h+14d]",
              "12h+1ms: MARGIN_OPEN 99 LIKELY",
              "15h: MARGIN_OPEN 99 LIKELY",
              "15h+1ms: OPEN_END 99 LIKELY",
              "9h+14d: OPEN_END 99 LIKELY",
              "9h+14d+1ms: MARGIN_OPEN 99 LIKELY",
              "12h+14d: MARGIN_OPEN 99 LIKELY"),
          row(
              "MARGIN_OPEN",
              "and I reaches as far as the other UP",
              "20d",
              "[0 .. 12h] [12h+15d .. 13h+15d]",
              "12h+1ms: MARGIN_OPEN 99 LIKELY",
              "12h+15d-1ms: MARGIN_OPEN 99 LIKELY",
              "12h+15d: IN_WINDOW 99 CONFIRMED"),
          row(
              "GAP_BETWEEN_UPS",
              "in a hole too long to bridge, without a usable observation, between two UPs at most"
                  + " 14 days apart",
              "3h",
              "[0 .. 12h] [12h+14d .. 13h+14d]",
              "12h: IN_WINDOW 99 CONFIRMED",
              "12h+1ms: GAP_BETWEEN_UPS 99 LIKELY",
              "15h: GAP_BETWEEN_UPS 99 LIKELY",
              "12h+7d: GAP_BETWEEN_UPS 99 LIKELY",
              "12h+14d-1ms: GAP_BETWEEN_UPS 99 LIKELY",
              "12h+14d: IN_WINDOW 99 CONFIRMED"),
          row(
              "OPEN_END",
              "as MARGIN_OPEN, but further than I; by distance to the edge <= 12 h, 1 d, 2 d, 4 d,"
                  + " 7 d, 14 d",
              "3h",
              "[0 .. 0]",
              "3h+1ms: OPEN_END 99 LIKELY",
              "12h: OPEN_END 99 LIKELY",
              "12h+1ms: OPEN_END 99 LIKELY",
              "1d: OPEN_END 99 LIKELY",
              "1d+1ms: OPEN_END 98 LIKELY",
              "2d: OPEN_END 98 LIKELY",
              "2d+1ms: OPEN_END 96 LIKELY",
              "4d: OPEN_END 96 LIKELY",
              "4d+1ms: OPEN_END 93 LIKELY",
              "7d: OPEN_END 93 LIKELY",
              "7d+1ms: OPEN_END 87 LIKELY",
              "14d: OPEN_END 87 LIKELY",
              "14d+1ms: none",
              "-14d: OPEN_END 87 LIKELY",
              "-14d-1ms: none"),
          row(
              "OPEN_END",
              "and I longer than the first distances leaves these out",
              "3d",
              "[0 .. 12h]",
              "12h+3d: MARGIN_OPEN 99 LIKELY",
              "12h+3d+1ms: OPEN_END 96 LIKELY",
              "12h+4d+1ms: OPEN_END 93 LIKELY"),
          row(
              "OPEN_END",
              "and I longer than all of them leaves nothing",
              "15d",
              "[0 .. 12h]",
              "12h+15d: MARGIN_OPEN 99 LIKELY",
              "12h+15d+1ms: none"),
          row(
              "MARGIN_CLOSED",
              "between a proven edge and the non-UP directly beyond it, at most I from the edge; by"
                  + " quarter of that margin",
              "3h",
              "[0 .. 12h] x 14h",
              "12h+1ms: MARGIN_CLOSED 83 LIKELY",
              "12h+30m: MARGIN_CLOSED 83 LIKELY",
              "12h+30m+1ms: MARGIN_CLOSED 71 POSSIBLE",
              "13h: MARGIN_CLOSED 71 POSSIBLE",
              "13h+1ms: MARGIN_CLOSED 56 POSSIBLE",
              "13h+30m: MARGIN_CLOSED 56 POSSIBLE",
              "13h+30m+1ms: MARGIN_CLOSED 41 POSSIBLE",
              "14h-1ms: MARGIN_CLOSED 41 POSSIBLE",
              "14h: none",
              "15h: none"),
          row(
              "MARGIN_CLOSED",
              "the same before the start, with the non-UP exactly I away",
              "3h",
              "x -3h [0 .. 12h]",
              "0-1ms: MARGIN_CLOSED 83 LIKELY",
              "-45m: MARGIN_CLOSED 83 LIKELY",
              "-45m-1ms: MARGIN_CLOSED 71 POSSIBLE",
              "-3h+1ms: MARGIN_CLOSED 41 POSSIBLE",
              "-3h: none"),
          row(
              "MARGIN_CLOSED",
              "and of a margin too short to quarter, each millisecond has its place",
              "3h",
              "[0 .. 12h] x 12h+2ms",
              "12h+1ms: MARGIN_CLOSED 71 POSSIBLE",
              "12h+2ms: none"),
          row(
              "GAP_ONE_SIDE",
              "the same, but further than I from the edge; by the distances above",
              "3h",
              "x -20d [0 .. 0]",
              "-3h: MARGIN_CLOSED 41 POSSIBLE",
              "-3h-1ms: GAP_ONE_SIDE 93 LIKELY",
              "-12h: GAP_ONE_SIDE 93 LIKELY",
              "-12h-1ms: GAP_ONE_SIDE 92 LIKELY",
              "-1d: GAP_ONE_SIDE 92 LIKELY",
              "-1d-1ms: GAP_ONE_SIDE 76 LIKELY",
              "-2d: GAP_ONE_SIDE 76 LIKELY",
              "-2d-1ms: GAP_ONE_SIDE 57 POSSIBLE",
              "-4d: GAP_ONE_SIDE 57 POSSIBLE",
              "-4d-1ms: GAP_ONE_SIDE 36 POSSIBLE",
              "-7d: GAP_ONE_SIDE 36 POSSIBLE",
              "-7d-1ms: GAP_ONE_SIDE 12 POSSIBLE",
              "-14d: GAP_ONE_SIDE 12 POSSIBLE",
              "-14d-1ms: none"),
          row(
              "GAP_ONE_SIDE",
              "and it ends before the non-UP",
              "3h",
              "[0 .. 12h] x 18h",
              "15h+1ms: GAP_ONE_SIDE 93 LIKELY",
              "18h-1ms: GAP_ONE_SIDE 93 LIKELY",
              "18h: none"),
          row(
              "none",
              "everything else: between two non-UPs, whatever lies beyond them",
              "3h",
              "[0 .. 12h] x 15h x 21h [24h .. 36h]",
              "15h-1ms: MARGIN_CLOSED 41 POSSIBLE",
              "15h: none",
              "18h: none",
              "21h: none",
              "21h+1ms: MARGIN_CLOSED 41 POSSIBLE"),
          row(
              "none",
              "everything else: a hole with one non-UP in it that was too long to bridge",
              "3h",
              "[0 .. 12h] x 18h x 18h [24h .. 36h]",
              "18h-1ms: GAP_ONE_SIDE 93 LIKELY",
              "18h: none",
              "18h+1ms: GAP_ONE_SIDE 93 LIKELY"));

  @TestFactory
  Stream<DynamicContainer> eachRowOfTheTable() {
    return TABLE.stream()
        .map(
            row ->
                DynamicContainer.dynamicContainer(
                    row.situation + ": " + row.rule,
                    row.instants.stream()
                        .map(
                            line ->
                                DynamicTest.dynamicTest(line, () -> assertInstant(row, line)))));
  }

  private static void assertInstant(Row row, String line) {
    String[] parts = line.split(": ", -1);
    long instant = time(parts[0]);
    assertThat(place(windows(row.history, time(row.every)), instant, instant))
        .as("%s in %s, I = %s", line, row.history, row.every)
        .isEqualTo(parts[1]);
  }

  @Test
  void theTableHasEverySituationAndEveryScore() {
    Set<Situation> rows = EnumSet.noneOf(Situation.class);
    for (Row row : TABLE) {
      if (!row.situation.equals("none")) {
        rows.add(Situation.valueOf(row.situation));
      }
    }
    assertThat(rows).containsExactly(Situation.values());
    List<String> answers = TABLE.stream().flatMap(row -> row.instants.stream()).toList();
    for (ScoreSource source : ScoreSource.all(List.of())) {
      assertThat(answers)
          .anyMatch(line -> line.contains(": " + source.situation() + " " + source.score() + " "));
    }
  }

  /** A flow takes the situation of its surest instant: with built-in scores, of the highest. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
      # history                            | from   | to     | answer
      [0 .. 12h] x 15h                     | 11h    | 30h    | IN_WINDOW 99 CONFIRMED
      [0 .. 12h] x 15h                     | 12h+1m | 30h    | MARGIN_CLOSED 83 LIKELY
      [0 .. 12h] x 15h                     | 14h    | 30h    | MARGIN_CLOSED 56 POSSIBLE
      [0 .. 12h] x 15h                     | 15h    | 30h    | none
      [0 .. 12h] x 10d                     | 14h    | 5d     | GAP_ONE_SIDE 93 LIKELY
      [0 .. 12h] x 15h x 21h [24h .. 36h]  | 15h    | 21h    | none
      [0 .. 12h] x 15h x 21h [24h .. 36h]  | 15h    | 23h    | MARGIN_CLOSED 71 POSSIBLE
      [0 .. 3h ~ 9h .. 12h]                | 4h     | 8h     | BRIDGED_MISS 80 LIKELY
      [0 .. 3h ~ 9h .. 12h]                | 4h     | 9h     | IN_WINDOW 99 CONFIRMED
      [0 .. 12h]                           | -20d   | 40d    | IN_WINDOW 99 CONFIRMED
      [0 .. 12h]                           | 13h    | 40d    | MARGIN_OPEN 99 LIKELY
      [0 .. 12h]                           | 16h    | 40d    | OPEN_END 99 LIKELY
      [0 .. 12h] [12h+9d .. 13h+9d]        | 12h+1m | 9d     | GAP_BETWEEN_UPS 99 LIKELY
      """)
  void aFlowTakesItsBestInstant(String history, String from, String to, String answer) {
    assertThat(place(windows(history, 3 * HOUR), time(from), time(to))).isEqualTo(answer);
  }

  /** Ties by the order of the table, whatever the instants' order in time. */
  @Test
  void ofTwoSituationsWithTheSameScoreTheOneHigherInTheTableIsNamed() {
    Scores scores =
        Scores.calibrated(
            List.of(
                new CalibrationCell("IN_WINDOW", 0, 1000, 0.80),
                new CalibrationCell("MARGIN_OPEN", 0, 1000, 0.80),
                new CalibrationCell("OPEN_END", 0, 1000, 0.99)));
    List<AvailabilityWindow> open = windows("[0 .. 3h ~ 9h .. 12h]", 3 * HOUR);
    assertThat(place(open, time("4h"), time("10h"), scores)).isEqualTo("IN_WINDOW 80 CONFIRMED");
    assertThat(place(open, time("8h"), time("9h-1ms"), scores)).isEqualTo("BRIDGED_MISS 80 LIKELY");
    assertThat(place(open, time("10h"), time("13h"), scores)).isEqualTo("IN_WINDOW 80 CONFIRMED");
    List<AvailabilityWindow> gap = windows("[0 .. 12h] [9d .. 10d]", 3 * HOUR);
    assertThat(place(gap, time("8d"), time("8d+1h"), scores))
        .isEqualTo("GAP_BETWEEN_UPS 99 LIKELY");
    assertThat(place(gap, time("8d"), time("11d"), scores))
        .as("in a gap, in the window behind it, and at its open end: the surest, not the highest")
        .isEqualTo("IN_WINDOW 80 CONFIRMED");
  }

  @Test
  void aWindowThatWasFoundUpTooSeldomConfirmsNothing() {
    Scores scores = Scores.calibrated(List.of(new CalibrationCell("IN_WINDOW", 0, 1000, 0.74)));
    List<AvailabilityWindow> open = windows("[0 .. 12h]", 3 * HOUR);
    assertThat(place(open, time("10h"), time("11h"), scores)).isEqualTo("IN_WINDOW 74 POSSIBLE");
    assertThat(place(open, time("10h"), time("13h"), scores)).isEqualTo("MARGIN_OPEN 99 LIKELY");
  }

  /** Of several windows the later first_up. */
  @Test
  void ofTwoWindowsThatSayTheSameTheLaterIsNamed() {
    List<AvailabilityWindow> windows = windows("[0 .. 12h] [3d .. 4d] [8d .. 9d]", 3 * HOUR);
    TimeSpan all = new TimeSpan(time("6h"), time("30d"));
    assertThat(Placement.of(windows, all, Scores.BUILT_IN).map(Placement::window))
        .contains(windows.get(2));
    TimeSpan gap = new TimeSpan(time("1d"), time("2d"));
    assertThat(Placement.of(windows, gap, Scores.BUILT_IN).map(Placement::window))
        .as("a gap between two windows is said of both")
        .contains(windows.get(1));
  }

  /** Confidence is read off the score and cannot contradict it. */
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
    AvailabilityWindow window = windows("[0 .. 12h]", 3 * HOUR).get(0);
    assertThat(
            new Placement(window, situation, 0, score)
                .confidence()
                .map(Confidence::name)
                .orElse("none"))
        .isEqualTo(expected);
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
    List<AvailabilityWindow> windows = windows("x -3h [0 .. 12h]", 3 * HOUR);
    assertThat(place(windows, Long.MIN_VALUE, Long.MIN_VALUE)).isEqualTo("none");
    assertThat(place(windows, Long.MAX_VALUE, Long.MAX_VALUE)).isEqualTo("none");
    assertThat(place(windows, Long.MIN_VALUE, Long.MAX_VALUE)).isEqualTo("IN_WINDOW 99 CONFIRMED");
  }

  private static String place(List<AvailabilityWindow> windows, long from, long to) {
    return place(windows, from, to, Scores.BUILT_IN);
  }

  private static String place(List<AvailabilityWindow> windows, long from, long to, Scores scores) {
    return Placement.of(windows, new TimeSpan(from, to), scores)
        .map(p -> p.situation() + " " + p.score() + " " + p.confidence().orElseThrow())
        .orElse("none");
  }

  /** Milliseconds of {@code 12h+14d-1ms}. */
  private static long time(String text) {
    long sum = 0;
    Matcher term = TERM.matcher(text);
    int end = 0;
    while (term.find() && term.start() == end) {
      long number = Long.parseLong(term.group(2)) * unit(term.group(3));
      sum += term.group(1).equals("-") ? -number : number;
      end = term.end();
    }
    assertThat(end).as("time %s", text).isEqualTo(text.length());
    return sum;
  }

  private static long unit(String unit) {
    return switch (Optional.ofNullable(unit).orElse("")) {
      case "d" -> DAY;
      case "h" -> HOUR;
      case "m" -> HOUR / 60;
      default -> 1;
    };
  }

  private static List<AvailabilityWindow> windows(String history, long interval) {
    List<AvailabilityWindow> windows = new ArrayList<>();
    Matcher drawn = WINDOW.matcher(history);
    int end = 0;
    while (drawn.find()) {
      assertThat(history.substring(end, drawn.start())).as(history).isBlank();
      end = drawn.end();
      windows.add(
          window(
              Arrays.stream(drawn.group(2).split(" (?=\\.\\.|~)")).map(String::trim).toList(),
              instant(drawn.group(1)),
              instant(drawn.group(3)),
              interval));
    }
    assertThat(end).as(history).isEqualTo(history.length());
    return windows;
  }

  private static OptionalLong instant(String time) {
    return time == null ? OptionalLong.empty() : OptionalLong.of(time(time));
  }

  private static AvailabilityWindow window(
      List<String> ups, OptionalLong notBefore, OptionalLong notAfter, long interval) {
    List<TimeSpan> bridged = new ArrayList<>();
    long first = time(ups.get(0));
    long last = first;
    for (String up : ups.subList(1, ups.size())) {
      long next = time(up.replaceFirst("^(\\.\\.|~) ", ""));
      if (up.startsWith("~")) {
        bridged.add(new TimeSpan(last, next));
      }
      last = next;
    }
    return new AvailabilityWindow(
        POOL,
        new TimeSpan(first, last),
        notBefore,
        notAfter,
        notBefore.isPresent() ? BoundReason.DOWN : BoundReason.OPEN,
        notAfter.isPresent() ? BoundReason.DOWN : BoundReason.OPEN,
        interval,
        2,
        bridged.size(),
        bridged,
        interval,
        Evidence.E4,
        List.of(WindowFixture.segment(first, last, "Pool", CoinBasis.OBSERVED, "stratum1", "XMR")));
  }
}
