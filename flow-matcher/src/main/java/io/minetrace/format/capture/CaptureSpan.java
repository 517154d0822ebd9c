// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.capture;

import io.minetrace.flow.FlowColumn;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** How many packets were captured, and from when to when. Used by one thread. */
final class CaptureSpan {

  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private long packets;
  private long timeless;
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;

  /** Adds a packet, captured then or at a time not known. */
  void add(long millis) {
    packets++;
    if (millis == FlowColumn.ABSENT_LONG) {
      timeless++;
      return;
    }
    first = Math.min(first, millis);
    last = Math.max(last, millis);
  }

  /** For a person to read; empty if there was no packet. */
  Optional<String> describe() {
    if (packets == 0) {
      return Optional.empty();
    }
    if (timeless == packets) {
      return Optional.of(packets + " packets, without time");
    }
    String without = timeless == 0 ? "" : ", " + timeless + " without time";
    return Optional.of(packets + " packets, " + text(first) + " … " + text(last) + without);
  }

  private static String text(long millis) {
    return UTC.format(Instant.ofEpochMilli(millis));
  }
}
