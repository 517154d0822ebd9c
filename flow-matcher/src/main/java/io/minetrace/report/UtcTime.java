// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as text: always UTC, always milliseconds, the same in every locale and zone. */
public final class UtcTime {

  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final DateTimeFormatter MINUTES =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private UtcTime() {}

  /** {@code 2026-05-02T14:20:00.000Z}. */
  public static String format(long epochMillis) {
    return MILLIS.format(Instant.ofEpochMilli(epochMillis));
  }

  /** {@code 2026-05-02T14:20Z}, for tables. */
  public static String toMinute(long epochMillis) {
    return MINUTES.format(Instant.ofEpochMilli(epochMillis));
  }
}
