// SPDX-License-Identifier: Apache-2.0
package io.minetrace.snapshot;

import io.minetrace.report.UtcTime;
import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.TimeSpan;
import io.minetrace.window.WindowSegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * What may differ between two states of one window, by the names of {@code windows.csv}. Its
 * endpoint and {@code first_up} cannot: they are what makes it the same window.
 */
public enum WindowField {
  LAST_UP(w -> UtcTime.format(w.up().to()), Grows.WITH_THE_WINDOW),
  NOT_BEFORE(w -> time(w.notBefore()), Grows.NEVER),
  NOT_AFTER(w -> time(w.notAfter()), Grows.WITH_THE_WINDOW),
  START_REASON(w -> w.startReason().name(), Grows.NEVER),
  END_REASON(w -> w.endReason().name(), Grows.WITH_THE_WINDOW),
  INTERVAL_MS(w -> Long.toString(w.intervalMillis()), Grows.WITH_THE_WINDOW),
  UP_COUNT(w -> Long.toString(w.upCount()), Grows.WITH_THE_WINDOW),
  MISSED_COUNT(w -> Long.toString(w.missedCount()), Grows.WITH_THE_WINDOW),
  BRIDGED(w -> Integer.toString(w.bridged().size()), Grows.WITH_THE_WINDOW) {
    @Override
    boolean differs(AvailabilityWindow older, AvailabilityWindow newer) {
      return !older.bridged().equals(newer.bridged());
    }

    @Override
    boolean contradicts(AvailabilityWindow older, AvailabilityWindow newer) {
      List<TimeSpan> common =
          newer.bridged().stream().filter(hole -> hole.from() < older.up().to()).toList();
      return !older.bridged().equals(common);
    }
  },
  MAX_GAP_MS(w -> Long.toString(w.maxGapMillis()), Grows.WITH_THE_WINDOW),
  EVIDENCE(w -> w.evidence().name(), Grows.WITH_THE_WINDOW),
  SEGMENT_FROM(w -> Integer.toString(w.segments().size()), Grows.WITH_THE_WINDOW) {
    @Override
    boolean differs(AvailabilityWindow older, AvailabilityWindow newer) {
      return !starts(older, Long.MAX_VALUE).equals(starts(newer, Long.MAX_VALUE));
    }

    @Override
    boolean contradicts(AvailabilityWindow older, AvailabilityWindow newer) {
      return !starts(older, Long.MAX_VALUE).equals(starts(newer, older.up().to()));
    }
  },
  POOLS(s -> set(s.pools())),
  FQDNS(s -> set(s.fqdns())),
  STALE_FQDNS(s -> set(s.staleFqdns())),
  COINS(s -> set(s.coins())),
  COIN_BASIS(s -> s.coinBasis().word()),
  PROTOCOLS(s -> set(s.protocols())),
  CHANNEL(s -> s.channel().word()),
  SOFTWARE(WindowSegment::software),
  SHARED(s -> s.shared() ? "1" : "0"),
  SWITCHING(s -> s.switching() ? "1" : "0");

  /** Whether another value is what going on for longer brings along. */
  private enum Grows {
    WITH_THE_WINDOW,
    NEVER
  }

  private final Function<AvailabilityWindow, String> text;
  private final Grows grows;

  WindowField(Function<AvailabilityWindow, String> text, Grows grows) {
    this.text = text;
    this.grows = grows;
  }

  /** A field that each segment has. */
  WindowField(Function<WindowSegment, String> ofSegment) {
    this(window -> states(window, ofSegment), Grows.NEVER);
  }

  /** When the segments begin, up to an instant. */
  private static List<Long> starts(AvailabilityWindow window, long to) {
    return window.segments().stream().map(s -> s.span().from()).filter(from -> from <= to).toList();
  }

  private static String time(OptionalLong time) {
    return time.isPresent() ? UtcTime.format(time.getAsLong()) : "-";
  }

  private static String set(List<String> values) {
    return String.join("|", values);
  }

  /** The values in order of time, each once in a row. */
  private static String states(
      AvailabilityWindow window, Function<WindowSegment, String> ofSegment) {
    List<String> states = new ArrayList<>();
    for (WindowSegment segment : window.segments()) {
      String state = ofSegment.apply(segment);
      if (states.isEmpty() || !states.get(states.size() - 1).equals(state)) {
        states.add(state);
      }
    }
    return String.join(" → ", states);
  }

  /** The name in files: {@code not_after}. */
  public String columnName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The value of a window; of what its segments say, all values in order of time; of lists of
   * times, how many.
   */
  public String of(AvailabilityWindow window) {
    return text.apply(window);
  }

  boolean differs(AvailabilityWindow older, AvailabilityWindow newer) {
    return !of(older).equals(of(newer));
  }

  /** Whether the older state is not only gone on from, but was otherwise. */
  boolean contradicts(AvailabilityWindow older, AvailabilityWindow newer) {
    return grows == Grows.NEVER && differs(older, newer);
  }
}
