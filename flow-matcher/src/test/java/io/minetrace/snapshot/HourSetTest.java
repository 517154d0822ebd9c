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

class HourSetTest {

  private static TimeSpan span(String from, String to) {
    return new TimeSpan(Instant.parse(from).toEpochMilli(), Instant.parse(to).toEpochMilli());
  }

  @Test
  void daysThatFollowOneAnotherAreToldAsOne() {
    HourSet days = new HourSet();
    days.add(span("2026-05-04T10:00:00Z", "2026-05-04T11:00:00Z"));
    days.add(span("2026-05-01T23:59:59.999Z", "2026-05-02T00:00:00Z"));
    assertThat(days).hasToString("2026-05-01 … 2026-05-02, 2026-05-04");
    days.add(span("2026-05-03T10:00:00Z", "2026-05-03T11:00:00Z"));
    assertThat(days).hasToString("2026-05-01 … 2026-05-04");
    assertThat(days.dayCount()).isEqualTo(4);
  }

  @Test
  void theWholeCalendarIsOneRun() {
    HourSet days = new HourSet();
    days.add(new TimeSpan(Long.MIN_VALUE, Long.MAX_VALUE));
    assertThat(days.days()).hasSize(1);
    assertThat(days.within(span("2026-05-01T00:00:00Z", "2026-05-02T00:00:00Z")))
        .hasToString("2026-05-01 … 2026-05-02");
  }

  @Test
  void hoursOfTheSameDayAreToldApart() {
    HourSet evening = new HourSet();
    evening.add(span("2026-05-04T20:00:00Z", "2026-05-04T20:59:59.999Z"));
    assertThat(evening.within(span("2026-05-04T08:00:00Z", "2026-05-04T19:59:59Z")).isEmpty())
        .isTrue();
    assertThat(evening.within(span("2026-05-04T08:00:00Z", "2026-05-04T20:00:00Z")))
        .hasToString("2026-05-04");
  }

  @Test
  void wideningTakesTheNeighboursIn() {
    HourSet hours = new HourSet();
    hours.add(span("2026-05-04T00:10:00Z", "2026-05-04T00:20:00Z"));
    assertThat(hours.widened(Duration.ZERO)).hasToString("2026-05-04");
    assertThat(hours.widened(Duration.ofMillis(1))).hasToString("2026-05-03 … 2026-05-04");
    assertThat(hours.widened(Duration.ofSeconds(Long.MAX_VALUE)).days()).hasSize(1);
  }

  @Test
  void itHoldsWhatASetOfDaysHolds() {
    Random random = new Random(3);
    HourSet days = new HourSet();
    TreeSet<LocalDate> plain = new TreeSet<>();
    for (int i = 0; i < 300; i++) {
      LocalDate from = LocalDate.parse("2026-01-01").plusDays(random.nextInt(3000));
      LocalDate to = from.plusDays(random.nextInt(8));
      days.add(span(from + "T12:00:00Z", to + "T12:00:00Z"));
      from.datesUntil(to.plusDays(1)).forEach(plain::add);
    }
    TreeSet<LocalDate> held = new TreeSet<>();
    days.days().forEach(run -> run.first().datesUntil(run.last().plusDays(1)).forEach(held::add));
    assertThat(held).isEqualTo(plain);
    assertThat(days.dayCount()).isEqualTo(plain.size());
    assertThat(plain).allMatch(days::contains);
  }
}
