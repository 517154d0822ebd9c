// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.net.Endpoint;
import io.minetrace.probe.catalog.DueEndpoint;
import io.minetrace.probe.catalog.PlannedVisit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VisitPlanTest {

  private static final long MINUTE = 60_000L;
  private static final long HOUR = 60 * MINUTE;
  private static final Endpoint ENDPOINT = Endpoint.parse("192.0.2.1:3333");

  private final VisitPlan plan = new VisitPlan(Seen.INTERVAL, new Random(1));

  private PlannedVisit after(DueEndpoint due, Seen seen) {
    return plan.after(due, seen.at(due.endpoint(), 0));
  }

  @Test
  void theDeadAreVisitedHalfAsOftenEachTimeDownToOnceADay() {
    long[] expected = {1, 2, 4, 8, 8, 8, 8};
    for (int misses = 0; misses < expected.length; misses++) {
      PlannedVisit planned = after(Seen.stranger(ENDPOINT, misses), Seen.DOWN);
      assertThat(planned.misses()).isEqualTo(misses + 1);
      assertThat(planned.nextDueAt().getAsLong())
          .as("after %d misses", misses + 1)
          .isBetween(
              expected[misses] * Seen.INTERVAL * 85 / 100,
              expected[misses] * Seen.INTERVAL * 115 / 100);
    }
  }

  @Test
  void anAnswerBringsTheUsualIntervalBack() {
    PlannedVisit planned = after(Seen.stranger(ENDPOINT, 5), Seen.UP);

    assertThat(planned.misses()).isZero();
    assertThat(planned.nextDueAt().getAsLong())
        .isBetween(Seen.INTERVAL * 85 / 100, Seen.INTERVAL * 115 / 100);
  }

  @Test
  void aFaultOfOursIsNoMiss() {
    assertThat(after(Seen.stranger(ENDPOINT, 3), Seen.OUR_FAULT).misses()).isEqualTo(3);
  }

  @Test
  void whoOptedOutIsLookedAtOnceADay() {
    assertThat(after(Seen.stranger(ENDPOINT, 0), Seen.OPTED_OUT).nextDueAt().getAsLong())
        .isGreaterThan(20 * HOUR);
  }

  @Test
  void dueTimesAreSpread() {
    long distinct =
        IntStream.range(0, 200)
            .mapToObj(i -> after(Seen.known(ENDPOINT, 1), Seen.UP).nextDueAt())
            .distinct()
            .count();
    assertThat(distinct).isGreaterThan(190);
  }

  @Test
  void aStrangerThatHangsUpIsAskedWithTlsAfterTheBanOfThreeMinutes() {
    PlannedVisit planned = after(Seen.stranger(ENDPOINT, 0), Seen.SHUT_OUT);

    assertThat(planned.askTls()).contains(true);
    assertThat(planned.nextDueAt().getAsLong()).isBetween(200_000L, 301_000L);
  }

  @Test
  void aKnownServerThatHangsUpIsAskedTheSame() {
    PlannedVisit planned = after(Seen.known(ENDPOINT, 1), Seen.SHUT_OUT);

    assertThat(planned.askTls()).isEqualTo(Optional.empty());
    assertThat(planned.nextDueAt().getAsLong()).isGreaterThan(2 * HOUR);
  }

  @Test
  void aSingleMissIsConfirmedOnceAMinuteOrTwoLater() {
    DueEndpoint due = Seen.known(ENDPOINT, 1);

    assertThat(plan.confirmAt(due, Seen.DOWN.at(ENDPOINT, 0)).getAsLong())
        .isBetween(500 + MINUTE, 500 + 2 * MINUTE);
    assertThat(plan.confirmAt(due, Seen.UP.at(ENDPOINT, HOUR))).isEmpty();
    assertThat(plan.confirmAt(Seen.stranger(ENDPOINT, 0), Seen.DOWN.at(ENDPOINT, HOUR))).isEmpty();
  }

  @Test
  void thereAreNoMoreThanThreeVisitsInTenMinutesAndSixExtraADay() {
    VisitBudget budget = new VisitBudget();
    List<Long> visits = new ArrayList<>(List.of(0L));
    long at = 0;
    OptionalLong next = budget.take(ENDPOINT, at, at + 200_000);
    while (next.isPresent()) {
      at = next.getAsLong();
      visits.add(at);
      next = budget.take(ENDPOINT, at, at + 200_000);
    }

    assertThat(visits).as("the scheduled one, and six").hasSize(7);
    for (int i = 3; i < visits.size(); i++) {
      assertThat(visits.get(i) - visits.get(i - 3)).isGreaterThanOrEqualTo(10 * MINUTE);
    }
    assertThat(budget.take(ENDPOINT, at + 24 * HOUR, at + 24 * HOUR + 1)).isPresent();
  }

  @Test
  void sixAtOnceAreMoreThanTheBudgetHas() {
    VisitBudget budget = new VisitBudget();

    assertThat(budget.take(ENDPOINT, 0, 70_000)).hasValue(70_000);
    assertThat(budget.take(ENDPOINT, 70_000, 140_000)).hasValue(140_000);
    assertThat(budget.take(ENDPOINT, 140_000, 210_000)).hasValue(600_000);
  }
}
