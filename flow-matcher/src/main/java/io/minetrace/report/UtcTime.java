// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as text: always UTC, always milliseconds, the same in every locale and zone. */
public final class UtcTime {

  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT);

  private static final DateTimeFormatter MINUTES =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private UtcTime() {}

  /** {@code 2026-05-02T14:20:00.000Z}. */
  public static String format(long epochMillis) {
    LocalDateTime time =
        LocalDateTime.ofEpochSecond(
            Math.floorDiv(epochMillis, 1000L),
            Math.floorMod(epochMillis, 1000) * 1_000_000,
            ZoneOffset.UTC);
    if (time.getYear() < 1000 || time.getYear() > 9999) {
      return MILLIS.format(time);
    }
    // Six of these are in every row; the formatter takes ten times as long.
    StringBuilder text = new StringBuilder(24).append(time.getYear());
    twoDigits(text.append('-'), time.getMonthValue());
    twoDigits(text.append('-'), time.getDayOfMonth());
    twoDigits(text.append('T'), time.getHour());
    twoDigits(text.append(':'), time.getMinute());
    twoDigits(text.append(':'), time.getSecond());
    int millis = time.getNano() / 1_000_000;
    text.append('.').append((char) ('0' + millis / 100));
    return twoDigits(text, millis % 100).append('Z').toString();
  }

  private static StringBuilder twoDigits(StringBuilder text, int number) {
    return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }

  /** {@code 2026-05-02T14:20Z}, for tables. */
  public static String toMinute(long epochMillis) {
    return MINUTES.format(Instant.ofEpochMilli(epochMillis));
  }

  /** {@code 2026-05-02 14:20:07}, for tables that say once that their times are UTC. */
  public static String toSecond(long epochMillis) {
    return SECONDS.format(Instant.ofEpochMilli(epochMillis));
  }
}
