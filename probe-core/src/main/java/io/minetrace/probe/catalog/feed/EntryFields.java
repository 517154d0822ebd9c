// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.feed;

import io.minetrace.probe.catalog.FeedEntry;
import io.minetrace.window.TimeSpan;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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

  static String time(Optional<TimeSpan> span, java.util.function.ToLongFunction<TimeSpan> end) {
    return span.map(s -> time(end.applyAsLong(s))).orElse("");
  }

  static String time(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }

  /** Those that hold one value, by name; a set is none. */
  static String port(FeedEntry entry) {
    return entry.port() == 0 ? "" : Integer.toString(entry.port());
  }
}
