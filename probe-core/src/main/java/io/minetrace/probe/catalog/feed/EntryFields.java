// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.feed;

import io.minetrace.probe.catalog.FeedEntry;
import io.minetrace.window.TimeSpan;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** The fields of an entry in our own formats, which hold all of it. */
public final class EntryFields {

  /** Their names, in order. */
  public static final List<String> NAMES =
      List.of(
          "state",
          "address",
          "port",
          "transport",
          "names",
          "pools",
          "coins",
          "protocols",
          "channel",
          "shared",
          "first_up",
          "last_up",
          "window_id",
          "interval_ms",
          "as_of");

  private EntryFields() {}

  static String time(Optional<TimeSpan> span, ToLongFunction<TimeSpan> end) {
    return span.map(s -> time(end.applyAsLong(s))).orElse("");
  }

  static String time(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }

  /** The port; nothing for a service of which only the host is known. */
  static String port(FeedEntry entry) {
    return entry.port() == 0 ? "" : Integer.toString(entry.port());
  }
}
