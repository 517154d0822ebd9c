// SPDX-License-Identifier: Apache-2.0
package io.minetrace.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.window.TimeSpan;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DaySetTest {

  private static TimeSpan span(String from, String to) {
    return new TimeSpan(Instant.parse(from).toEpochMilli(), Instant.parse(to).toEpochMilli());
  }

  @Test
  void daysThatFollowOneAnotherAreOneRun() {
    DaySet days = new DaySet();
    days.add(span("2026-05-04T10:00:00Z", "2026-05-04T11:00:00Z"));
    days.add(span("2026-05-01T23:59:59.999Z", "2026-05-02T00:00:00Z"));
    assertThat(days).hasToString("2026-05-01 … 2026-05-02, 2026-05-04");
    days.add(span("2026-05-03T10:00:00Z", "2026-05-03T11:00:00Z"));
    assertThat(days).hasToString("2026-05-01 … 2026-05-04");
    assertThat(days.size()).isEqualTo(4);
  }

  @Test
  void theWholeCalendarIsOneRun() {
    DaySet days = new DaySet();
    days.add(new TimeSpan(Long.MIN_VALUE, Long.MAX_VALUE));
    assertThat(days.runs()).hasSize(1);
    assertThat(days.within(span("2026-05-01T00:00:00Z", "2026-05-02T00:00:00Z")))
        .hasToString("2026-05-01 … 2026-05-02");
  }

  @Test
  void wideningTakesTheNeighboursIn() {
    DaySet days = new DaySet();
    days.add(span("2026-05-04T10:00:00Z", "2026-05-04T11:00:00Z"));
    assertThat(days.widened(Duration.ZERO)).hasToString("2026-05-04");
    assertThat(days.widened(Duration.ofMillis(1))).hasToString("2026-05-03 … 2026-05-05");
    assertThat(days.widened(Duration.ofDays(Integer.MAX_VALUE)).runs()).hasSize(1);
  }

  @Test
  void itHoldsWhatASetOfDaysHolds() {
    Random random = new Random(3);
    DaySet days = new DaySet();
    TreeSet<LocalDate> plain = new TreeSet<>();
    for (int i = 0; i < 300; i++) {
      LocalDate from = LocalDate.parse("2026-01-01").plusDays(random.nextInt(3000));
      LocalDate to = from.plusDays(random.nextInt(8));
      days.add(span(from + "T12:00:00Z", to + "T12:00:00Z"));
      from.datesUntil(to.plusDays(1)).forEach(plain::add);
    }
    TreeSet<LocalDate> held = new TreeSet<>();
    days.runs().forEach(run -> run.first().datesUntil(run.last().plusDays(1)).forEach(held::add));
    assertThat(held).isEqualTo(plain);
    assertThat(days.size()).isEqualTo(plain.size());
    assertThat(plain).allMatch(days::contains);
  }
}
