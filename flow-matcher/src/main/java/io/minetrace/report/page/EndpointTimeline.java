// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

import io.minetrace.report.UtcTime;
import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.ObservationProof;
import io.minetrace.window.TimeSpan;
import io.minetrace.window.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What was known of one endpoint around a stretch of time, as a row of cells: for a terminal, or as
 * SVG. Immutable.
 */
public final class EndpointTimeline {

  /** What a cell shows. */
  private enum State {
    UP('█', "up", "UP"),
    LISTENING('▒', "listening", "LISTENING"),
    DOWN('·', "down", "DOWN"),
    NOT_OBSERVED('░', "unknown", "not observed");

    private final char sign;
    private final String kind;
    private final String words;

    State(char sign, String kind, String words) {
      this.sign = sign;
      this.kind = kind;
      this.words = words;
    }

    static State of(Verdict verdict) {
      return switch (verdict) {
        case UP -> UP;
        case LISTENING -> LISTENING;
        case DOWN -> DOWN;
        case UNKNOWN -> NOT_OBSERVED;
      };
    }
  }

  private static final int CELLS = 64;

  /** Two intervals of the prober are four cells: an observation never hides another for long. */
  private static final int INTERVALS_TO_EITHER_SIDE = 16;

  private static final long LEAST_REACH = 6L * 60 * 60 * 1000;

  /** Observations less than this apart, of several vantages or a repeated sweep, count once. */
  private static final long ONCE_MILLIS = 10L * 60 * 1000;

  /** Two non-UPs this many intervals apart at most say what lay between. */
  private static final double LIMIT_INTERVALS = 2.5;

  private final List<AvailabilityWindow> windows;
  private final List<ObservationProof> observations;
  private final List<ObservationProof> overruled;
  private final TimeSpan asked;
  private final long intervalMillis;
  private final TimeSpan shown;
  private final List<State> cells = new ArrayList<>();

  /**
   * @param windows of the endpoint, in order; may be none
   * @param observations of the endpoint, in order; may be none
   * @param asked the stretch of time in question
   */
  public EndpointTimeline(
      List<AvailabilityWindow> windows, List<ObservationProof> observations, TimeSpan asked) {
    this.windows = List.copyOf(windows);
    List<ObservationProof> usable =
        observations.stream().filter(observation -> observation.verdict().isUsable()).toList();
    NavigableSet<Long> ups =
        usable.stream()
            .filter(proof -> proof.verdict() == Verdict.UP)
            .map(ObservationProof::time)
            .collect(Collectors.toCollection(TreeSet::new));
    this.overruled = usable.stream().filter(proof -> isOverruled(proof, ups)).toList();
    this.observations = usable.stream().filter(proof -> !isOverruled(proof, ups)).toList();
    this.asked = asked;
    this.intervalMillis =
        nearest().map(AvailabilityWindow::intervalMillis).orElseGet(this::spacing);
    long reach =
        Math.max(LEAST_REACH, INTERVALS_TO_EITHER_SIDE * intervalMillis)
            + (asked.to() - asked.from()) / 2;
    // However far the window is that the answer rests on, its edge is in sight.
    long far = nearest().map(window -> distance(window.up()) / 4 * 5).orElse(0L);
    long middle = asked.from() + (asked.to() - asked.from()) / 2;
    this.shown = new TimeSpan(middle - Math.max(reach, far), middle + Math.max(reach, far));
    for (int i = 0; i < CELLS; i++) {
      cells.add(state(edge(i), edge(i + 1) - 1));
    }
  }

  /** Whether an observation counts once with an UP of the same time, which wins. */
  private static boolean isOverruled(ObservationProof proof, NavigableSet<Long> ups) {
    // The UPs that lie less than the distance to either side, if there are any.
    return proof.verdict() != Verdict.UP
        && !ups.subSet(proof.time() - ONCE_MILLIS, false, proof.time() + ONCE_MILLIS, false)
            .isEmpty();
  }

  private static boolean countAsOne(ObservationProof one, ObservationProof other) {
    return Math.abs(one.time() - other.time()) < ONCE_MILLIS;
  }

  /** The observations that count once with this one, an UP, and do not show for that. */
  public List<ObservationProof> overruledBy(ObservationProof up) {
    return up.verdict() == Verdict.UP
        ? overruled.stream().filter(proof -> countAsOne(proof, up)).toList()
        : List.of();
  }

  private long edge(int cell) {
    return shown.from() + (shown.to() - shown.from()) / CELLS * cell;
  }

  private Optional<AvailabilityWindow> nearest() {
    AvailabilityWindow nearest = null;
    for (AvailabilityWindow window : windows) {
      if (nearest == null || distance(window.up()) <= distance(nearest.up())) {
        nearest = window;
      }
    }
    return Optional.ofNullable(nearest);
  }

  /** How far apart the observations usually are; 0 where they are too few to tell. */
  private long spacing() {
    List<Long> distances = new ArrayList<>();
    for (int i = 1; i < observations.size(); i++) {
      long distance = observations.get(i).time() - observations.get(i - 1).time();
      if (distance >= ONCE_MILLIS) {
        distances.add(distance);
      }
    }
    Collections.sort(distances);
    // One distance is no habit: it would vouch for itself.
    return distances.size() < 2 ? 0 : distances.get((distances.size() - 1) / 2);
  }

  private long distance(TimeSpan span) {
    return Math.max(0, Math.max(span.from() - asked.to(), asked.from() - span.to()));
  }

  /** The last usable observation at or before the stretch. */
  public Optional<ObservationProof> before() {
    return observations.stream()
        .filter(observation -> observation.time() <= asked.from())
        .reduce((first, last) -> last);
  }

  /** The first usable observation at or after the stretch. */
  public Optional<ObservationProof> after() {
    return observations.stream()
        .filter(observation -> observation.time() >= asked.to())
        .findFirst();
  }

  /** Whether observations on both sides say that there was no mining service. */
  public boolean isNotMining() {
    Optional<ObservationProof> before = before();
    Optional<ObservationProof> after = after();
    return before.isPresent()
        && after.isPresent()
        && before.get().verdict() != Verdict.UP
        && after.get().verdict() != Verdict.UP
        && after.get().time() - before.get().time() <= LIMIT_INTERVALS * intervalMillis;
  }

  /** An observation within the cell that is no UP shows, or else what lies in the middle. */
  private State state(long from, long to) {
    State worst = State.UP;
    for (ObservationProof observation : observations) {
      if (observation.time() >= from && observation.time() <= to) {
        State state = State.of(observation.verdict());
        worst = state.compareTo(worst) > 0 ? state : worst;
      }
    }
    if (worst != State.UP) {
      return worst;
    }
    TimeSpan cell = new TimeSpan(from, to);
    for (AvailabilityWindow window : windows) {
      if (window.up().touches(cell)) {
        return State.UP;
      }
    }
    return between(from + (to - from) / 2);
  }

  private State between(long instant) {
    ObservationProof before = null;
    for (ObservationProof observation : observations) {
      if (observation.time() > instant) {
        boolean close =
            before != null
                && observation.time() - before.time() <= LIMIT_INTERVALS * intervalMillis;
        return close && observation.verdict() != Verdict.UP && before.verdict() != Verdict.UP
            ? State.of(before.verdict())
            : State.NOT_OBSERVED;
      }
      before = observation;
    }
    return State.NOT_OBSERVED;
  }

  /** Two lines for a terminal: the cells between dates with their key, and what was asked for. */
  public List<String> lines() {
    StringBuilder line = new StringBuilder(date(shown.from())).append(" ─");
    int left = line.length();
    cells.forEach(cell -> line.append(cell.sign));
    line.append("─ ").append(date(shown.to())).append("  ");
    for (State state : State.values()) {
      if (cells.contains(state)) {
        line.append(' ').append(state.sign).append(' ').append(state.words);
      }
    }
    int first = cell(asked.from());
    int last = cell(asked.to());
    String marks = "▲".repeat(last - first + 1);
    String when =
        UtcTime.format(asked.from())
            + (asked.from() == asked.to() ? "" : " → " + UtcTime.format(asked.to()));
    return List.of(line.toString(), " ".repeat(left + first) + marks + " " + when);
  }

  private int cell(long instant) {
    return (int)
        Math.min(
            CELLS - 1, (instant - shown.from()) / Math.max(1, (shown.to() - shown.from()) / CELLS));
  }

  private String date(long instant) {
    String minute = UtcTime.toMinute(instant);
    return shown.to() - shown.from() < 3L * 24 * 60 * 60 * 1000
        ? minute.substring(5, minute.length() - 1).replace('T', ' ')
        : minute.substring(0, minute.indexOf('T'));
  }

  /**
   * The same as a picture of its own, exact to the pixel, with every observation as a line.
   *
   * @param title what it is of
   */
  public String svg(String title) {
    double left = 20;
    double right = 980;
    TimeAxis axis = new TimeAxis(shown.from(), shown.to(), left, right);
    Markup page = new Markup();
    Svg svg = Svg.ofItself(page, 150, title);
    page.style(STYLE);
    svg.rect(0, 0, 1000, 150, "paper", "");
    svg.text(left, 22, "start", "title", title);
    svg.rect(left, 50, right - left, 36, State.NOT_OBSERVED.kind, "not observed");
    for (int i = 0; i < CELLS; i++) {
      State state = cells.get(i);
      if (state == State.LISTENING || state == State.DOWN) {
        double x = axis.place(edge(i));
        svg.rect(x, 50, axis.place(edge(i + 1)) - x, 36, state.kind, state.words);
      }
    }
    for (AvailabilityWindow window : windows) {
      if (window.up().touches(shown)) {
        double x = axis.place(window.up().from());
        svg.rect(
            x,
            50,
            Math.max(1, axis.place(window.up().to()) - x),
            36,
            State.UP.kind,
            "UP " + UtcTime.format(window.up().from()) + " to " + UtcTime.format(window.up().to()));
        for (TimeSpan hole : window.bridged()) {
          if (hole.touches(shown)) {
            double from = axis.place(hole.from());
            svg.rect(from, 50, axis.place(hole.to()) - from, 36, "bridged", "bridged hole");
          }
        }
      }
    }
    for (ObservationProof observation : observations) {
      if (shown.contains(observation.time())) {
        svg.rect(
            axis.place(observation.time()) - 0.75,
            88,
            1.5,
            9,
            State.of(observation.verdict()).kind,
            observation.verdict() + " " + UtcTime.format(observation.time()));
      }
    }
    for (ObservationProof observation : overruled) {
      if (shown.contains(observation.time())) {
        svg.rect(
            axis.place(observation.time()) - 2,
            89,
            4,
            7,
            "hollow",
            observation.verdict()
                + " "
                + UtcTime.format(observation.time())
                + ", overruled by an UP of the same time");
      }
    }
    for (TimeAxis.Mark mark : axis.marks()) {
      svg.rect(mark.place(), 98, 1, 5, "tick", "");
      svg.text(mark.place(), 115, "middle", "small", mark.label());
      svg.text(mark.place(), 127, "middle", "small", mark.date());
    }
    double x = axis.place(asked.from());
    double wide = Math.max(2, axis.place(asked.to()) - x);
    svg.rect(x, 38, wide, 60, "asked", "");
    String anchor = x < 200 ? "start" : x > 800 ? "end" : "middle";
    svg.text(x, 34, anchor, "small", UtcTime.format(asked.from()));
    svg.text(left, 144, "start", "small", key());
    svg.end();
    return page.toString();
  }

  private static String key() {
    return "teal UP, ochre LISTENING, red DOWN, grey not observed; UTC; ticks below are observations,"
        + " hollow ones overruled by an UP less than 10 min apart";
  }

  private static final String STYLE =
      """
      text { font: 11px ui-monospace, "DejaVu Sans Mono", monospace; fill: #16191d; }
      .title { font-size: 13px; font-weight: 600; }
      .paper { fill: #ffffff; }
      .up { fill: #0b6a7a; }
      .bridged { fill: #6fb3bd; }
      .listening { fill: #c79a3a; }
      .down { fill: #b4483c; }
      .unknown { fill: #dfe3e7; }
      .tick { fill: #55606b; }
      .hollow { fill: none; stroke: #55606b; }
      .asked { fill: #16191d; fill-opacity: 0.85; }
      """;
}
