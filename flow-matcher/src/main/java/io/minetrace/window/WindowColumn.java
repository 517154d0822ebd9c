// SPDX-License-Identifier: Apache-2.0
package io.minetrace.window;

import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * The columns of {@code windows.csv} and of the catalog's view {@code availability_window_export},
 * in order: one row a segment. Times are integer milliseconds, an absent value is empty, sets are
 * joined by {@code |}, bridged holes are {@code from/to}.
 */
enum WindowColumn {
  WINDOW_ID((w, s) -> w.windowId()),
  SEGMENT((w, s) -> Integer.toString(s)),
  ADDRESS((w, s) -> w.endpoint().address().toString()),
  PORT((w, s) -> Integer.toString(w.endpoint().port())),
  TRANSPORT((w, s) -> w.endpoint().transport().keyword()),
  SEGMENT_FROM((w, s) -> Long.toString(segment(w, s).span().from())),
  SEGMENT_TO((w, s) -> Long.toString(segment(w, s).span().to())),
  FIRST_UP((w, s) -> Long.toString(w.up().from())),
  LAST_UP((w, s) -> Long.toString(w.up().to())),
  NOT_BEFORE((w, s) -> optional(w.notBefore())),
  NOT_AFTER((w, s) -> optional(w.notAfter())),
  START_REASON((w, s) -> w.startReason().name()),
  END_REASON((w, s) -> w.endReason().name()),
  INTERVAL_MS((w, s) -> Long.toString(w.intervalMillis())),
  UP_COUNT((w, s) -> Long.toString(w.upCount())),
  MISSED_COUNT((w, s) -> Long.toString(w.missedCount())),
  BRIDGED((w, s) -> bridged(w.bridged())),
  MAX_GAP_MS((w, s) -> Long.toString(w.maxGapMillis())),
  EVIDENCE((w, s) -> w.evidence().name()),
  POOLS((w, s) -> set(segment(w, s).pools())),
  FQDNS((w, s) -> set(segment(w, s).fqdns())),
  STALE_FQDNS((w, s) -> set(segment(w, s).staleFqdns())),
  COINS((w, s) -> set(segment(w, s).coins())),
  COIN_BASIS((w, s) -> segment(w, s).coinBasis().word()),
  PROTOCOLS((w, s) -> set(segment(w, s).protocols())),
  CHANNEL((w, s) -> segment(w, s).channel().word()),
  SOFTWARE((w, s) -> segment(w, s).software()),
  SHARED((w, s) -> flag(segment(w, s).shared())),
  SWITCHING((w, s) -> flag(segment(w, s).switching()));

  private final String columnName = name().toLowerCase(Locale.ROOT);
  private final BiFunction<AvailabilityWindow, Integer, String> text;

  WindowColumn(BiFunction<AvailabilityWindow, Integer, String> text) {
    this.text = text;
  }

  /** The name in files and in the view. */
  String columnName() {
    return columnName;
  }

  /** The cell of a window's segment. */
  String text(AvailabilityWindow window, int segment) {
    return text.apply(window, segment);
  }

  private static WindowSegment segment(AvailabilityWindow window, int segment) {
    return window.segments().get(segment);
  }

  private static String optional(OptionalLong value) {
    return value.isPresent() ? Long.toString(value.getAsLong()) : "";
  }

  private static String bridged(List<TimeSpan> holes) {
    return holes.stream().map(h -> h.from() + "/" + h.to()).collect(Collectors.joining("|"));
  }

  private static String set(List<String> values) {
    return String.join("|", values);
  }

  private static String flag(boolean value) {
    return value ? "1" : "0";
  }
}
