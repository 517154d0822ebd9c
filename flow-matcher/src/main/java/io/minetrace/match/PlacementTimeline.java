// SPDX-License-Identifier: Apache-2.0
package io.minetrace.match;

import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.TimeSpan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What {@link Placement} says of one endpoint at each instant. A flow takes the best placement of
 * its instants, so where two catalogs say the same of every instant of a flow, they say the same of
 * the flow.
 */
public final class PlacementTimeline {

  private static final TimeSpan ALWAYS = new TimeSpan(Long.MIN_VALUE, Long.MAX_VALUE);

  /** A stretch of time throughout which one placement is the best. */
  public record Stretch(TimeSpan span, Placement placement) {}

  private PlacementTimeline() {}

  /**
   * All stretches in which a flow would match, in order of time.
   *
   * @param windows of one endpoint, in order
   */
  public static List<Stretch> of(List<AvailabilityWindow> windows, Scores scores) {
    List<Stretch> cells = new ArrayList<>();
    TreeSet<Long> starts = new TreeSet<>();
    Placement.forEachCell(
        windows,
        ALWAYS,
        scores,
        (from, to, placement) -> {
          if (placement.confidence().isPresent()) {
            cells.add(new Stretch(new TimeSpan(from, to), placement));
            starts.add(from);
            starts.add(to + 1);
          }
        });
    cells.sort(Comparator.comparing(Stretch::span));
    List<Stretch> stretches = new ArrayList<>();
    List<Stretch> open = new ArrayList<>();
    int next = 0;
    for (long start : starts) {
      open.removeIf(cell -> cell.span.to() < start);
      while (next < cells.size() && cells.get(next).span.from() == start) {
        open.add(cells.get(next));
        next++;
      }
      Long end = starts.higher(start);
      if (end != null) {
        best(open).ifPresent(p -> append(stretches, new TimeSpan(start, end - 1), p));
      }
    }
    return stretches;
  }

  private static Optional<Placement> best(List<Stretch> cells) {
    Optional<Placement> best = Optional.empty();
    for (Stretch cell : cells) {
      if (best.isEmpty() || cell.placement.isBetterThan(best.get())) {
        best = Optional.of(cell.placement);
      }
    }
    return best;
  }

  private static void append(List<Stretch> stretches, TimeSpan span, Placement placement) {
    int last = stretches.size() - 1;
    if (last >= 0
        && stretches.get(last).span.to() + 1 == span.from()
        && stretches.get(last).placement.equals(placement)) {
      stretches.set(
          last, new Stretch(new TimeSpan(stretches.get(last).span.from(), span.to()), placement));
    } else {
      stretches.add(new Stretch(span, placement));
    }
  }
}
