// SPDX-License-Identifier: Apache-2.0
package io.minetrace.snapshot;

import io.minetrace.match.Placement;
import io.minetrace.match.PlacementTimeline;
import io.minetrace.match.Scores;
import io.minetrace.match.Situation;
import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.CoinBasis;
import io.minetrace.window.TimeSpan;
import io.minetrace.window.WindowSegment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a match of one endpoint would say at each instant: whether there is one, by which window,
 * how sure, and of which pool and coin. Left out is what only says how far the proof reaches by now
 * ({@code window_last_up}, {@code observed_before}, {@code observed_after}, {@code snapshot_id}):
 * that differs with each new snapshot.
 */
final class AnswerTimeline {

  /** What the segments at an instant say, as far as it shows in a match. */
  private record Claim(
      List<String> pools,
      List<String> fqdns,
      List<String> staleFqdns,
      List<String> coins,
      CoinBasis coinBasis,
      List<String> protocols,
      boolean shared,
      boolean switching) {

    static Claim of(WindowSegment segment) {
      return new Claim(
          segment.pools(),
          segment.fqdns(),
          segment.staleFqdns(),
          segment.coins(),
          segment.coinBasis(),
          segment.protocols(),
          segment.shared(),
          segment.switching());
    }
  }

  private record Answer(long firstUp, Situation situation, int score, List<Claim> claims) {}

  /** From each instant on; the answer holds until the next one. */
  private final TreeMap<Long, Optional<Answer>> answers = new TreeMap<>();

  /**
   * @param windows of one endpoint, in order
   */
  AnswerTimeline(List<AvailabilityWindow> windows, Scores scores) {
    answers.put(Long.MIN_VALUE, Optional.empty());
    for (PlacementTimeline.Stretch stretch : PlacementTimeline.of(windows, scores)) {
      add(stretch.span(), stretch.placement());
    }
  }

  private void add(TimeSpan span, Placement placement) {
    long at = span.from();
    List<WindowSegment> segments = placement.window().segments();
    while (at <= span.to()) {
      answers.put(at, Optional.of(answer(placement, at)));
      at = Math.min(nextChange(segments, at), span.to() + 1);
    }
    answers.put(span.to() + 1, Optional.empty());
  }

  private static Answer answer(Placement placement, long instant) {
    AvailabilityWindow window = placement.window();
    List<WindowSegment> touched =
        window.segments().stream().filter(segment -> segment.span().contains(instant)).toList();
    List<WindowSegment> said = touched.isEmpty() ? List.of(window.segmentAt(instant)) : touched;
    return new Answer(
        window.up().from(),
        placement.situation(),
        placement.score(),
        said.stream().map(Claim::of).distinct().toList());
  }

  /** The first instant after this one at which other segments may be touched, or be nearest. */
  private static long nextChange(List<WindowSegment> segments, long instant) {
    long next = Long.MAX_VALUE;
    for (int i = 0; i < segments.size(); i++) {
      TimeSpan span = segments.get(i).span();
      next = later(next, span.from(), instant);
      next = later(next, span.to() + 1, instant);
      if (i > 0) {
        // Of two equally near segments the later is taken.
        long gap = span.from() - segments.get(i - 1).span().to();
        next = later(next, span.from() - Math.floorDiv(gap, 2), instant);
      }
    }
    return next;
  }

  private static long later(long next, long candidate, long instant) {
    return candidate > instant ? Math.min(next, candidate) : next;
  }

  /** Adds the hours in which two timelines of the same endpoint differ. */
  static void addDifferences(AnswerTimeline older, AnswerTimeline newer, HourSet days) {
    TreeMap<Long, Boolean> instants = new TreeMap<>();
    older.answers.keySet().forEach(instant -> instants.put(instant, true));
    newer.answers.keySet().forEach(instant -> instants.put(instant, true));
    for (Map.Entry<Long, Boolean> instant : instants.entrySet()) {
      long from = instant.getKey();
      Long to = instants.higherKey(from);
      // Behind the last there are no answers on either side.
      if (to != null && !older.at(from).equals(newer.at(from))) {
        days.add(new TimeSpan(from, to - 1));
      }
    }
  }

  private Optional<Answer> at(long instant) {
    return answers.floorEntry(instant).getValue();
  }
}
