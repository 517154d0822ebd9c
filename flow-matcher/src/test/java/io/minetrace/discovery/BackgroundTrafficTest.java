// SPDX-License-Identifier: Apache-2.0
package io.minetrace.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.window.WindowIndex;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the rule makes of kinds of traffic, one service a kind and run, ten hours of it. */
class BackgroundTrafficTest {

  private static final int RUNS = 10;
  private static final long UNTIL = 10 * Traffic.HOUR;

  /** By flows alone these cannot be told from mining; the prober tells them. */
  private static final Set<Habit> LOOKALIKES =
      EnumSet.of(Habit.WEB_CHAT, Habit.TICKER, Habit.JSON_SENSOR);

  private static String serviceOf(Habit habit, int run) {
    return "198.51.100." + (run + 1) + ":" + habit.port();
  }

  /** The score of each run's service; 0 where it is not even considered. */
  private static Map<Habit, int[]> scores(long active, long inactive) {
    Map<Habit, int[]> scores = new EnumMap<>(Habit.class);
    for (Habit habit : Habit.values()) {
      ContactTable table = table(100_000);
      Traffic traffic =
          new Traffic(new SplittableRandom(habit.ordinal() * 1000L), active, inactive);
      for (int run = 0; run < RUNS; run++) {
        habit.act(traffic, "10.0.0." + (run + 1), serviceOf(habit, run), UNTIL);
      }
      traffic.addTo(table);
      int[] found = new int[RUNS];
      List<Candidate> candidates = new CandidateRule(0, Optional.empty()).candidates(table);
      for (int i = 0; i < candidates.size(); i++) {
        found[i] = candidates.get(i).score();
      }
      scores.put(habit, found);
    }
    return scores;
  }

  private static ContactTable table(int capacity) {
    return new ContactTable(
        ServiceSide.PRIVATE_INSIDE, new WindowIndex(List.of()), Optional.empty(), capacity);
  }

  private static long listed(int[] scores) {
    return Arrays.stream(scores).filter(score -> score >= CandidateRule.DEFAULT_MIN_SCORE).count();
  }

  @ParameterizedTest(name = "active timeout {0} ms, inactive timeout {1} ms")
  @CsvSource({"60000, 15000", "300000, 60000", "1800000, 15000"})
  void minersAreListedAndTheRestIsNot(long active, long inactive) {
    Map<Habit, int[]> scores = scores(active, inactive);
    System.out.printf(
        "timeouts %d s and %d s: listed of %d, scores%n", active / 1000, inactive / 1000, RUNS);
    scores.forEach(
        (habit, found) ->
            System.out.printf(
                Locale.ROOT,
                "%-6s %-20s %3d  %d to %d%n",
                habit.isMining() ? "mining" : "other",
                habit,
                listed(found),
                Arrays.stream(found).min().orElse(0),
                Arrays.stream(found).max().orElse(0)));
    scores.forEach(
        (habit, found) -> {
          if (habit.isMining()) {
            assertThat(listed(found)).as(habit + " is listed").isEqualTo(RUNS);
          } else if (habit == Habit.SSH_TYPING) {
            // Who types all day long comes near; the port decides.
            assertThat(listed(found)).as(habit + " is listed").isLessThanOrEqualTo(2);
          } else if (!LOOKALIKES.contains(habit)) {
            assertThat(listed(found)).as(habit + " is listed").isZero();
          }
        });
  }

  @Test
  void aFullTableKeepsWhatMinesAndSaysWhatItDropped() {
    ContactTable table = table(64);
    Traffic traffic = new Traffic(new SplittableRandom(1), 60_000, 15_000);
    Habit.STRATUM_ASIC.act(traffic, "10.0.0.1", "198.51.100.1:3333", UNTIL);
    for (int i = 0; i < 5_000; i++) {
      long start = i * (UNTIL / 5_000);
      traffic
          .connect("10.0." + i / 250 + "." + i % 250, "203.0.113." + i % 200 + ":443", start)
          .up(start + 50, 500)
          .down(start + 90, 9000)
          .close();
    }
    traffic.addTo(table);
    assertThat(table.contacts()).isLessThanOrEqualTo(64);
    assertThat(table.droppedContacts()).isEqualTo(5_001 - table.contacts());
    assertThat(table.passed(ContactTable.Passed.TABLE_FULL)).isGreaterThan(9_000);
    assertThat(table.longestDroppedMillis()).isLessThan(2_000);
    assertThat(new CandidateRule(50, Optional.empty()).candidates(table))
        .extracting(candidate -> candidate.endpoint().toString())
        .containsExactly("198.51.100.1:3333/tcp");
  }

  @Test
  void everyRowSaysWhyInWords() {
    ContactTable table = table(100);
    Traffic traffic = new Traffic(new SplittableRandom(2), 300_000, 60_000);
    Habit.STRATUM_ASIC.act(traffic, "10.0.0.1", "198.51.100.1:3333", UNTIL);
    Habit.STRATUM_ASIC.act(traffic, "10.0.0.2", "198.51.100.1:3333", UNTIL);
    traffic.addTo(table);
    Candidate candidate = new CandidateRule(50, Optional.empty()).candidates(table).get(0);
    assertThat(candidate.hosts()).hasSize(2);
    assertThat(candidate.connections()).isEqualTo(2);
    assertThat(candidate.reasons())
        .extracting(Reason::toString)
        .contains(
            "+20 a session of 9 h", "+8 2 hosts do the same", "+5 port 3333 is one of many pools");
    assertThat(candidate.score())
        .isEqualTo(Math.min(100, candidate.reasons().stream().mapToInt(Reason::points).sum()));
  }
}
