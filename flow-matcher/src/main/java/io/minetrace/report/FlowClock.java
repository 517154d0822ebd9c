// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowColumn;
import io.minetrace.window.CoverageSpan;
import io.minetrace.window.TimeSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Keeps in which UTC hours flows began or ended, and their first and last time: what is needed to
 * say how much of a capture the windows' coverage touches. Not thread-safe; merge those of several
 * threads.
 */
public final class FlowClock {

  private static final long HOUR = Duration.ofHours(1).toMillis();

  /** No clock of an exporter means what lies outside of these years; coverage never does. */
  private static final long EARLIEST = 0;

  private static final long LATEST = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

  /** Of so many flows, one whose time is far from those of all others may be taken for damaged. */
  private static final long FLOWS_FOR_A_STRAY = 1000;

  /** How many hours around a time are not far from it. */
  private static final long FAR = 24;

  /** Hours since 1970. */
  private final Set<Long> hours = new TreeSet<>();

  /** Those of them that one flow alone touched, with the number of that flow and its times. */
  private final Map<Long, Lone> lone = new TreeMap<>();

  private long slow;

  private record Lone(long flow, TimeSpan times) {}

  /**
   * A stretch of hours that several flows touched each, in milliseconds; the end is not part of it.
   */
  private long knownFrom = Long.MAX_VALUE;

  private long knownTo = Long.MIN_VALUE;

  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;

  /** What of that stretch lies between first and last: times in it tell nothing new. */
  private long oldFrom = Long.MAX_VALUE;

  /** The last millisecond of it. */
  private long oldTo = Long.MIN_VALUE;

  private long timeless;
  private long absurd;

  /** Adds the times of every row. */
  public void add(FlowBatch batch) {
    long[] start = batch.longs(FlowColumn.FLOW_START);
    long[] end = batch.longs(FlowColumn.FLOW_END);
    for (int row = 0; row < batch.rows(); row++) {
      if (start[row] == FlowColumn.ABSENT_LONG || end[row] == FlowColumn.ABSENT_LONG) {
        timeless++;
      } else {
        add(start[row], end[row]);
      }
    }
  }

  /** Adds the times of one flow, which has both. */
  public void add(long start, long end) {
    // Almost every flow; nothing is written for it, which would take longer than the rest.
    if (start >= oldFrom && start <= oldTo && end >= oldFrom && end <= oldTo) {
      return;
    }
    slow++;
    boolean both = touch(start);
    both &= touch(end);
    absurd += both ? 0 : 1;
    oldFrom = Math.max(first, knownFrom);
    oldTo = Math.min(last, knownTo - 1);
  }

  private boolean touch(long time) {
    if (time < EARLIEST || time > LATEST) {
      return false;
    }
    if (time >= knownFrom && time < knownTo) {
      first = Math.min(first, time);
      last = Math.max(last, time);
      return true;
    }
    long hour = Math.floorDiv(time, HOUR);
    if (hours.add(hour)) {
      lone.put(hour, new Lone(slow, new TimeSpan(time, time)));
      return true;
    }
    Lone before = lone.get(hour);
    if (before != null && before.flow == slow) {
      lone.put(hour, new Lone(slow, hull(before.times, time)));
      return true;
    }
    if (before != null) {
      lone.remove(hour);
      believe(before.times);
    }
    first = Math.min(first, time);
    last = Math.max(last, time);
    know(hour);
    return true;
  }

  private static TimeSpan hull(TimeSpan span, long time) {
    return new TimeSpan(Math.min(span.from(), time), Math.max(span.to(), time));
  }

  private void believe(TimeSpan times) {
    first = Math.min(first, times.from());
    last = Math.max(last, times.to());
  }

  /**
   * Forgets the hours that one flow alone touched, more than a day from all hours that several did:
   * a bit that flipped on a disk is no hour of the capture. Only where such flows are at most one
   * in a thousand; then they count as absurd.
   *
   * @param flows of the one input that this clock is of
   */
  public void forgetStrays(long flows) {
    NavigableSet<Long> firm = new TreeSet<>(hours);
    firm.removeAll(lone.keySet());
    Set<Long> strays = new TreeSet<>();
    Set<Long> ofFlows = new TreeSet<>();
    lone.forEach(
        (hour, one) -> {
          if (!firm.isEmpty() && firm.subSet(hour - FAR, true, hour + FAR, true).isEmpty()) {
            strays.add(hour);
            ofFlows.add(one.flow);
          }
        });
    if (ofFlows.size() <= flows / FLOWS_FOR_A_STRAY) {
      hours.removeAll(strays);
      lone.keySet().removeAll(strays);
      absurd += ofFlows.size();
    }
  }

  /** Makes the stretch of known hours around an hour the one to look at first. */
  private void know(long hour) {
    long from = hour;
    while (isFirm(from - 1)) {
      from--;
    }
    long to = hour + 1;
    while (isFirm(to)) {
      to++;
    }
    knownFrom = from * HOUR;
    knownTo = to * HOUR;
  }

  /** Several flows touched the hour. */
  private boolean isFirm(long hour) {
    return hours.contains(hour) && !lone.containsKey(hour);
  }

  /**
   * A clock that has seen what one on another machine has.
   *
   * @param hours of it, as {@link #hours()} gives them
   * @param span of it
   * @param timeless flows without times
   * @param absurd flows with times that no clock means
   */
  public static FlowClock of(
      Collection<Long> hours, Optional<TimeSpan> span, long timeless, long absurd) {
    FlowClock clock = new FlowClock();
    clock.hours.addAll(hours);
    clock.first = span.map(TimeSpan::from).orElse(clock.first);
    clock.last = span.map(TimeSpan::to).orElse(clock.last);
    clock.timeless = timeless;
    clock.absurd = absurd;
    return clock;
  }

  /** The UTC hours in which flows began or ended, counted from 1970, in order. */
  public List<Long> hours() {
    return List.copyOf(hours);
  }

  /** Takes over what another clock has seen. */
  public void merge(FlowClock other) {
    hours.addAll(other.hours);
    lone.values().forEach(one -> believe(one.times));
    lone.clear();
    other.span().ifPresent(this::believe);
    timeless += other.timeless;
    absurd += other.absurd;
  }

  /** From the first to the last time seen. */
  public Optional<TimeSpan> span() {
    long from = first;
    long to = last;
    for (Lone one : lone.values()) {
      from = Math.min(from, one.times.from());
      to = Math.max(to, one.times.to());
    }
    return from > to ? Optional.empty() : Optional.of(new TimeSpan(from, to));
  }

  /** Flows without times. */
  public long timeless() {
    return timeless;
  }

  /**
   * Flows that began or ended before 1970 or after 9999, or in an hour that was forgotten as a
   * stray; such times count for nothing else.
   */
  public long absurd() {
    return absurd;
  }

  /** The share of the hours that coverage touches, 0 to 1; 0 where there are none. */
  public double share(List<CoverageSpan> coverage) {
    if (hours.isEmpty()) {
      return 0;
    }
    long covered = hours.stream().filter(hour -> isCovered(hour, coverage)).count();
    return (double) covered / hours.size();
  }

  /** How many UTC hours flows began or ended in. */
  public int hourCount() {
    return hours.size();
  }

  /**
   * The hours with flows that coverage does not touch, those that follow one another as one
   * stretch, to the last millisecond of it; in order.
   */
  public List<TimeSpan> notCovered(List<CoverageSpan> coverage) {
    List<TimeSpan> stretches = new ArrayList<>();
    for (long hour : hours) {
      if (isCovered(hour, coverage)) {
        continue;
      }
      int before = stretches.size() - 1;
      if (before >= 0 && stretches.get(before).to() + 1 == hour * HOUR) {
        stretches.set(before, new TimeSpan(stretches.get(before).from(), (hour + 1) * HOUR - 1));
      } else {
        stretches.add(new TimeSpan(hour * HOUR, (hour + 1) * HOUR - 1));
      }
    }
    return stretches;
  }

  private static boolean isCovered(long hour, List<CoverageSpan> coverage) {
    return coverage.stream()
        .map(CoverageSpan::span)
        .anyMatch(
            span ->
                Math.floorDiv(span.from(), HOUR) <= hour && hour <= Math.floorDiv(span.to(), HOUR));
  }
}
