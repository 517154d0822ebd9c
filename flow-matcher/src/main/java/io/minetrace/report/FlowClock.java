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
import java.util.Optional;
import java.util.Set;
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

  /** Hours since 1970. */
  private final Set<Long> hours = new TreeSet<>();

  /** A stretch of hours that were all added, in milliseconds; the end is not part of it. */
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
    first = Math.min(first, time);
    last = Math.max(last, time);
    if (time < knownFrom || time >= knownTo) {
      addHour(Math.floorDiv(time, HOUR));
    }
    return true;
  }

  /** Adds an hour, and makes the stretch of known hours around it the one to look at first. */
  private void addHour(long hour) {
    hours.add(hour);
    long from = hour;
    while (hours.contains(from - 1)) {
      from--;
    }
    long to = hour + 1;
    while (hours.contains(to)) {
      to++;
    }
    knownFrom = from * HOUR;
    knownTo = to * HOUR;
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
    first = Math.min(first, other.first);
    last = Math.max(last, other.last);
    timeless += other.timeless;
    absurd += other.absurd;
  }

  /** From the first to the last time seen. */
  public Optional<TimeSpan> span() {
    return first > last ? Optional.empty() : Optional.of(new TimeSpan(first, last));
  }

  /** Flows without times. */
  public long timeless() {
    return timeless;
  }

  /** Flows that began or ended before 1970 or after 9999; such times count for nothing else. */
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
