// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.ledger;

import io.minetrace.window.TimeSpan;
import io.minetrace.window.WindowSegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What the UPs of one run said of the service, as stretches of equal state, and the segments that
 * come of it together with the names that pointed there.
 */
final class ServiceTimeline {

  static final long SWITCHING_SPAN_MILLIS = 86_400_000L;
  static final int SWITCHING_CHANGES = 3;

  private final List<Stretch> stretches = new ArrayList<>();

  /** When a coin was first seen in the place of another, by evidence on both sides. */
  private final List<Long> coinChanges = new ArrayList<>();

  private ServiceState lastWithEvidence;

  private record Stretch(long from, long to, ServiceState state) {}

  void add(long time, ServiceState state) {
    noteCoinChange(time, state);
    int last = stretches.size() - 1;
    Optional<ServiceState> joined =
        last < 0 ? Optional.empty() : stretches.get(last).state().joinedWith(state);
    if (joined.isPresent()) {
      stretches.set(last, new Stretch(stretches.get(last).from(), time, joined.get()));
    } else {
      stretches.add(new Stretch(time, time, state));
    }
  }

  /**
   * The catalog's word changing, or evidence coming and going, is no change of the coin: only two
   * findings that share no coin are.
   */
  private void noteCoinChange(long time, ServiceState state) {
    if (!state.hasCoinEvidence()) {
      return;
    }
    if (lastWithEvidence != null && state.sharesNoCoinWith(lastWithEvidence)) {
      coinChanges.add(time);
    }
    lastWithEvidence = state;
  }

  List<WindowSegment> segments(List<NameAttribution> names) {
    List<WindowSegment> segments = new ArrayList<>();
    for (Stretch stretch : withTransitions()) {
      for (TimeSpan piece : cut(stretch, names)) {
        append(segments, segment(piece, stretch.state(), names));
      }
    }
    return segments;
  }

  /** The stretches, and between each two what is known of the time between them. */
  private List<Stretch> withTransitions() {
    List<Stretch> all = new ArrayList<>();
    for (Stretch next : stretches) {
      if (!all.isEmpty()) {
        Stretch previous = all.get(all.size() - 1);
        if (previous.to() + 1 < next.from()) {
          ServiceState both = previous.state().until(next.state());
          all.add(new Stretch(previous.to() + 1, next.from() - 1, both));
        }
      }
      all.add(next);
    }
    return all;
  }

  /** The pieces of a stretch within which no name came or left. */
  private static List<TimeSpan> cut(Stretch stretch, List<NameAttribution> names) {
    TreeSet<Long> starts = new TreeSet<>();
    for (NameAttribution name : names) {
      starts.add(name.seen().from());
      if (name.left()) {
        starts.add(name.seen().to() + 1);
      }
    }
    List<TimeSpan> pieces = new ArrayList<>();
    long from = stretch.from();
    for (long start : starts.subSet(stretch.from(), false, stretch.to(), true)) {
      pieces.add(new TimeSpan(from, start - 1));
      from = start;
    }
    pieces.add(new TimeSpan(from, stretch.to()));
    return pieces;
  }

  private WindowSegment segment(
      TimeSpan span, ServiceState state, List<NameAttribution> attributions) {
    TreeSet<String> pools = new TreeSet<>();
    TreeSet<String> fqdns = new TreeSet<>();
    TreeSet<String> stale = new TreeSet<>();
    boolean shared = false;
    for (NameAttribution name : attributions) {
      boolean covers = name.covers(span.from());
      switch (name.kind()) {
        case FOREIGN -> shared |= covers;
        case POOL -> {
          if (covers) {
            fqdns.add(name.fqdn());
          } else if (name.hasLeftBy(span.from())) {
            stale.add(name.fqdn());
          }
          if (!name.pool().isEmpty() && (covers || name.hasLeftBy(span.from()))) {
            pools.add(name.pool());
          }
        }
      }
    }
    stale.removeAll(fqdns);
    return new WindowSegment(
        span,
        List.copyOf(pools),
        List.copyOf(fqdns),
        List.copyOf(stale),
        state.coins(),
        state.coinBasis(),
        state.protocols(),
        state.channel(),
        state.software(),
        shared,
        isSwitching(span));
  }

  /** Whether the span touches a day that holds three changes of the coin. */
  private boolean isSwitching(TimeSpan span) {
    for (int last = SWITCHING_CHANGES - 1; last < coinChanges.size(); last++) {
      long from = coinChanges.get(last - SWITCHING_CHANGES + 1);
      long to = coinChanges.get(last);
      if (to - from <= SWITCHING_SPAN_MILLIS && span.touches(new TimeSpan(from, to))) {
        return true;
      }
    }
    return false;
  }

  /** Adds a segment, or lengthens the last one if nothing else differs. */
  private static void append(List<WindowSegment> segments, WindowSegment next) {
    int last = segments.size() - 1;
    if (last >= 0) {
      TimeSpan joined = new TimeSpan(segments.get(last).span().from(), next.span().to());
      if (spanning(segments.get(last), joined).equals(spanning(next, joined))) {
        segments.set(last, spanning(next, joined));
        return;
      }
    }
    segments.add(next);
  }

  static WindowSegment spanning(WindowSegment segment, TimeSpan span) {
    return new WindowSegment(
        span,
        segment.pools(),
        segment.fqdns(),
        segment.staleFqdns(),
        segment.coins(),
        segment.coinBasis(),
        segment.protocols(),
        segment.channel(),
        segment.software(),
        segment.shared(),
        segment.switching());
  }
}
