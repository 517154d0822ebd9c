// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** How long a bar of a chart by day stands for. */
enum Grain {
  DAY(ChronoUnit.DAYS),
  WEEK(ChronoUnit.WEEKS),
  MONTH(ChronoUnit.MONTHS),
  YEAR(ChronoUnit.YEARS);

  private final ChronoUnit unit;

  Grain(ChronoUnit unit) {
    this.unit = unit;
  }

  /** The finest that needs no more bars than these; the coarsest if there is none. */
  static Grain of(LocalDate from, LocalDate to, int mostBars) {
    for (Grain grain : values()) {
      if (grain.count(from, to) <= mostBars) {
        return grain;
      }
    }
    return YEAR;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The same, as a reader without the chart must know it. */
  String exactly() {
    return switch (this) {
      case DAY, MONTH, YEAR -> word();
      case WEEK -> "week, from Monday on,";
    };
  }

  /** The first day of the bar that a day is in. */
  LocalDate first(LocalDate day) {
    return switch (this) {
      case DAY -> day;
      case WEEK -> day.minusDays(day.getDayOfWeek().getValue() - 1L);
      case MONTH -> day.withDayOfMonth(1);
      case YEAR -> day.withDayOfYear(1);
    };
  }

  /** How many bars there are from that of one day to that of another. */
  long count(LocalDate from, LocalDate to) {
    return unit.between(first(from), first(to)) + 1;
  }

  /** The first day of a later bar. */
  LocalDate after(LocalDate from, long many) {
    return first(from).plus(many, unit);
  }

  /** What a bar is called, by its first day. */
  String label(LocalDate bar) {
    return switch (this) {
      case DAY -> bar.toString();
      case WEEK -> "week of " + bar;
      case MONTH -> bar.toString().substring(0, bar.toString().length() - 3);
      case YEAR -> Integer.toString(bar.getYear());
    };
  }
}
