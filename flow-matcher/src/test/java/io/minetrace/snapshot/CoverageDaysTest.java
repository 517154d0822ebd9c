// SPDX-License-Identifier: Apache-2.0
package io.minetrace.snapshot;

import static io.minetrace.window.WindowFixture.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.window.CoverageSpan;
import io.minetrace.window.TimeSpan;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoverageDaysTest {

  private static TimeSpan span(String from, String to) {
    return new TimeSpan(at(from), at(to));
  }

  private static CoverageSpan by(String vantage, String from, String to) {
    return new CoverageSpan(vantage, span(from, to));
  }

  private static CoverageDays days(CoverageSpan... coverage) {
    List<CoverageSpan> all = List.of(coverage);
    return new CoverageDays(all, CoverageDays.extent(all).orElseThrow());
  }

  private static List<String> texts(List<CoverageDays.Days> days) {
    return days.stream().map(day -> day.run() + " " + day.share() + " " + day.hours()).toList();
  }

  @Test
  void stretchesThatTouchAreOneAndTheRestAreHoles() {
    CoverageDays days =
        days(
            by("a", "2026-05-01T00:00", "2026-05-01T06:00"),
            by("a", "2026-05-01T06:00", "2026-05-01T12:00"),
            by("a", "2026-05-01T18:00", "2026-05-02T00:00"),
            by("b", "2026-05-01T11:00", "2026-05-01T15:00"));
    assertThat(days.vantages()).containsExactly("a", "b");
    assertThat(days.stretches("a"))
        .containsExactly(
            span("2026-05-01T00:00", "2026-05-01T12:00"),
            span("2026-05-01T18:00", "2026-05-02T00:00"));
    assertThat(days.holes(days.stretches("a")))
        .containsExactly(span("2026-05-01T12:00", "2026-05-01T18:00"));
    assertThat(days.holes(days.stretches()))
        .containsExactly(span("2026-05-01T15:00", "2026-05-01T18:00"));
    assertThat(days.share(days.stretches("a"))).isEqualTo(0.75);
  }

  @Test
  void eachDayHasItsShareAndTheHoursThatAMatchCounts() {
    CoverageDays days =
        days(
            by("a", "2026-05-01T12:00", "2026-05-04T06:30"),
            by("a", "2026-05-07T23:59", "2026-05-08T12:00"));
    assertThat(texts(days.days(days.stretches())))
        .containsExactly(
            "2026-05-01 0.5 12",
            "2026-05-02 … 2026-05-03 1.0 24",
            "2026-05-04 " + 6.5 / 24 + " 7",
            "2026-05-05 … 2026-05-06 0.0 0",
            "2026-05-07 " + 1.0 / 1440 + " 1",
            // The last instant belongs to its hour.
            "2026-05-08 0.5 13");
  }

  @Test
  void whatLiesOutsideOfTheTimeAskedForIsCutOff() {
    CoverageDays days =
        new CoverageDays(
            List.of(by("a", "2026-05-01T12:00", "2026-05-04T06:00")),
            span("2026-05-03T00:00", "2026-05-06T00:00"));
    assertThat(days.stretches()).containsExactly(span("2026-05-03T00:00", "2026-05-04T06:00"));
    assertThat(days.holes(days.stretches()))
        .containsExactly(span("2026-05-04T06:00", "2026-05-06T00:00"));
    assertThat(texts(days.days(days.stretches())))
        .containsExactly("2026-05-03 1.0 24", "2026-05-04 0.25 7", "2026-05-05 … 2026-05-06 0.0 0");
  }

  @Test
  void anAbsurdStretchMakesNoAbsurdNumberOfLines() {
    CoverageDays days =
        new CoverageDays(
            List.of(new CoverageSpan("a", new TimeSpan(0, 253_402_300_799_999L))),
            new TimeSpan(0, 253_402_300_799_999L));
    assertThat(days.days(days.stretches())).hasSizeLessThan(4);
    assertThat(CoverageDays.extent(List.of())).isEmpty();
  }
}
