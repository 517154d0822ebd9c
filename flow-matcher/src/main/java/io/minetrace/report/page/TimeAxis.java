// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

import io.minetrace.report.TimeStrips;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The time axis of a chart, in UTC: where an instant stands, and which instants are marked.
 *
 * @param from milliseconds
 * @param to milliseconds, after {@code from}
 * @param left place of {@code from}
 * @param right place of {@code to}
 */
record TimeAxis(long from, long to, double left, double right) {

  private static final List<Duration> STEPS =
      List.of(
          Duration.ofSeconds(1),
          Duration.ofSeconds(5),
          Duration.ofSeconds(15),
          Duration.ofSeconds(30),
          Duration.ofMinutes(1),
          Duration.ofMinutes(2),
          Duration.ofMinutes(5),
          Duration.ofMinutes(15),
          Duration.ofMinutes(30),
          Duration.ofHours(1),
          Duration.ofHours(3),
          Duration.ofHours(6),
          Duration.ofHours(12),
          Duration.ofDays(1),
          Duration.ofDays(2),
          Duration.ofDays(7),
          Duration.ofDays(14),
          Duration.ofDays(28),
          Duration.ofDays(91),
          Duration.ofDays(365),
          Duration.ofDays(3650),
          Duration.ofDays(36500));

  private static final int MOST_MARKS = 8;

  private static final DateTimeFormatter DATE = formatter("uuuu-MM-dd");
  private static final DateTimeFormatter MINUTE = formatter("HH:mm");
  private static final DateTimeFormatter SECOND = formatter("HH:mm:ss");

  /**
   * A marked instant.
   *
   * @param label the time of day, or the date
   * @param date the date where it is another than at the mark before; else empty
   */
  record Mark(double place, String label, String date) {}

  TimeAxis {
    from = TimeStrips.within(from);
    to = Math.min(Math.max(to, TimeStrips.EARLIEST), TimeStrips.LATEST + 1000);
    if (to <= from) {
      throw new IllegalArgumentException("axis from " + from + " to " + to);
    }
  }

  private static DateTimeFormatter formatter(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
  }

  /** The place of an instant; those outside stand at the ends. */
  double place(long instant) {
    double share = (double) (Math.min(Math.max(instant, from), to) - from) / (to - from);
    return left + share * (right - left);
  }

  /** Round instants, at most eight. */
  List<Mark> marks() {
    long step =
        STEPS.stream()
            .mapToLong(Duration::toMillis)
            .filter(millis -> (to - from) / millis < MOST_MARKS)
            .findFirst()
            .orElse(Math.max(1, (to - from) / MOST_MARKS));
    List<Mark> marks = new ArrayList<>();
    String before = "";
    for (long at = Math.floorDiv(from + step - 1, step) * step; at <= to; at += step) {
      LocalDateTime time = LocalDateTime.ofInstant(Instant.ofEpochMilli(at), ZoneOffset.UTC);
      String date = DATE.format(time);
      boolean days = step >= Duration.ofDays(1).toMillis();
      String label =
          days ? date : (step < Duration.ofMinutes(1).toMillis() ? SECOND : MINUTE).format(time);
      marks.add(new Mark(place(at), label, days || date.equals(before) ? "" : date));
      before = date;
    }
    return marks;
  }
}
