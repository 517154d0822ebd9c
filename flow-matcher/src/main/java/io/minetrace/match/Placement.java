// SPDX-License-Identifier: Apache-2.0
package io.minetrace.match;

import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.TimeSpan;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The best that can be said of an endpoint over a stretch of time: the situation of its surest
 * instant, by confidence, then score; ties by the order of {@link Situation}, then the later
 * window.
 *
 * @param window the window that the situation refers to
 * @param bucket of the situation
 * @param score 0 to 100
 */
public record Placement(AvailabilityWindow window, Situation situation, int bucket, int score) {

  /**
   * Places a stretch of time among the windows of one endpoint.
   *
   * @param windows of one endpoint, in order
   * @return empty where nothing can be said
   */
  public static Optional<Placement> of(
      List<AvailabilityWindow> windows, TimeSpan span, Scores scores) {
    Best best = new Best();
    forEachCell(windows, span, scores, best);
    return best.placement;
  }

  /** Takes stretches of time in which one situation holds; those of two situations may overlap. */
  @FunctionalInterface
  interface CellSink {
    /** A cell of time, both ends included. */
    void take(long from, long to, Placement placement);
  }

  /** Keeps the best of all cells. */
  private static final class Best implements CellSink {

    private Optional<Placement> placement = Optional.empty();

    @Override
    public void take(long from, long to, Placement offered) {
      if (placement.isEmpty() || offered.isBetterThan(placement.get())) {
        placement = Optional.of(offered);
      }
    }
  }

  /**
   * Gives every cell that the span touches.
   *
   * @param windows of one endpoint, in order
   */
  static void forEachCell(
      List<AvailabilityWindow> windows, TimeSpan span, Scores scores, CellSink sink) {
    Search search = new Search(span, scores, sink);
    for (int i = 0; i < windows.size(); i++) {
      search.window = windows.get(i);
      Optional<AvailabilityWindow> previous =
          i == 0 ? Optional.empty() : Optional.of(windows.get(i - 1));
      Optional<AvailabilityWindow> next =
          i + 1 == windows.size() ? Optional.empty() : Optional.of(windows.get(i + 1));
      search.inside();
      search.after(next);
      search.before(previous);
    }
  }

  /** How sure a match is that is placed here; empty where it is too little for one. */
  public Optional<Confidence> confidence() {
    return score < Confidence.LEAST_SCORE
        ? Optional.empty()
        : Optional.of(Confidence.of(situation, score));
  }

  /** The same of a flow without times, which is never surer than that. */
  public Placement ofTimeless() {
    return new Placement(window, situation, bucket, Math.min(score, Confidence.POSSIBLE_SCORE));
  }

  /**
   * By confidence, then score, then situation, then the later window. A calibration may find
   * margins UP a little more often than windows; a flow that reaches from a window into its margin
   * is CONFIRMED all the same.
   */
  boolean isBetterThan(Placement other) {
    Confidence confidence = Confidence.of(situation, score);
    Confidence otherConfidence = Confidence.of(other.situation, other.score);
    if (confidence != otherConfidence) {
      return confidence.compareTo(otherConfidence) > 0;
    }
    if (score != other.score) {
      return score > other.score;
    }
    if (situation != other.situation) {
      return situation.compareTo(other.situation) < 0;
    }
    return window.up().from() > other.window.up().from();
  }

  /** Goes through every cell of every window's surroundings. */
  private static final class Search {

    private final TimeSpan span;
    private final Scores scores;
    private final CellSink sink;
    private AvailabilityWindow window;

    Search(TimeSpan span, Scores scores, CellSink sink) {
      this.span = span;
      this.scores = scores;
      this.sink = sink;
    }

    /** A cell of time, both ends included; an empty one (to before from) is passed over. */
    private void offer(long from, long to, Situation situation, int bucket) {
      if (from > to || span.from() > to || span.to() < from) {
        return;
      }
      sink.take(from, to, new Placement(window, situation, bucket, scores.of(situation, bucket)));
    }

    void inside() {
      long from = window.up().from();
      for (TimeSpan hole : window.bridged()) {
        offer(from, hole.from(), Situation.IN_WINDOW, 0);
        offer(hole.from() + 1, hole.to() - 1, Situation.BRIDGED_MISS, 0);
        from = hole.to();
      }
      offer(from, window.up().to(), Situation.IN_WINDOW, 0);
    }

    void after(Optional<AvailabilityWindow> next) {
      OptionalLong nextUp =
          next.isPresent() ? OptionalLong.of(next.get().up().from()) : OptionalLong.empty();
      edge(new Edge(window.up().to(), 1), window.notAfter(), nextUp);
    }

    void before(Optional<AvailabilityWindow> previous) {
      OptionalLong previousUp =
          previous.isPresent() ? OptionalLong.of(previous.get().up().to()) : OptionalLong.empty();
      edge(new Edge(window.up().from(), -1), window.notBefore(), previousUp);
    }

    /**
     * The cells beyond one edge.
     *
     * @param nonUp the usable non-UP directly beyond
     * @param otherUp the nearest UP of the neighbouring window
     */
    private void edge(Edge edge, OptionalLong nonUp, OptionalLong otherUp) {
      long interval = window.intervalMillis();
      if (nonUp.isPresent()) {
        long last = edge.distance(nonUp.getAsLong()) - 1;
        margin(edge, Math.min(interval, last + 1), last);
        distances(edge, Situation.GAP_ONE_SIDE, interval, last);
        return;
      }
      long last = Long.MAX_VALUE;
      if (otherUp.isPresent()) {
        long gap = edge.distance(otherUp.getAsLong());
        if (gap <= Situation.REACH) {
          cell(edge, 1, gap - 1, Situation.GAP_BETWEEN_UPS, 0);
          return;
        }
        last = gap - 1;
      }
      cell(edge, 1, Math.min(interval, last), Situation.MARGIN_OPEN, 0);
      distances(edge, Situation.OPEN_END, interval, last);
    }

    /** Quarters of the margin; a quarter includes its far end. */
    private void margin(Edge edge, long margin, long last) {
      int quarters = Situation.MARGIN_CLOSED.buckets();
      for (int quarter = 0; quarter < quarters; quarter++) {
        cell(
            edge,
            margin * quarter / quarters + 1,
            Math.min(margin * (quarter + 1) / quarters, last),
            Situation.MARGIN_CLOSED,
            quarter);
      }
    }

    private void distances(Edge edge, Situation situation, long interval, long last) {
      long near = interval;
      for (int bucket = 0; bucket < situation.buckets(); bucket++) {
        long far = Situation.DISTANCES.get(bucket);
        cell(edge, near + 1, Math.min(far, last), situation, bucket);
        near = Math.max(near, far);
      }
    }

    /** The cell from {@code near} to {@code far} milliseconds beyond the edge. */
    private void cell(Edge edge, long near, long far, Situation situation, int bucket) {
      if (near > far) {
        return;
      }
      long a = edge.at(near);
      long b = edge.at(far);
      offer(Math.min(a, b), Math.max(a, b), situation, bucket);
    }
  }

  /**
   * An end of a window.
   *
   * @param instant of the proven UP
   * @param direction 1 for the end, -1 for the start
   */
  private record Edge(long instant, int direction) {

    long distance(long other) {
      return (other - instant) * direction;
    }

    long at(long distance) {
      return instant + distance * direction;
    }
  }
}
