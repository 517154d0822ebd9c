// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowColumn;
import io.minetrace.window.CoverageSpan;
import io.minetrace.window.TimeSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Keeps in which UTC hours flows began or ended, and their first and last time: what is needed to
 * say how much of a capture the windows' coverage touches. Takes 9 MB at most, whatever the times.
 * Not thread-safe; merge those of several threads.
 */
public final class FlowClock {

  private static final long HOUR = Duration.ofHours(1).toMillis();

  /** No clock of an exporter means what lies outside of these years; coverage never does. */
  private static final long EARLIEST = 0;

  private static final long LATEST = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

  private static final int HOURS = hour(LATEST) + 1;

  /** Since 1970. */
  private final BitSet hours = new BitSet();

  /** A stretch of hours that were all added, in milliseconds; the end is not part of it. */
  private long knownFrom = Long.MAX_VALUE;

  private long knownTo = Long.MIN_VALUE;

  /** The stretch whose hours matter, and no others. */
  private final Optional<TimeSpan> wanted;

  private long outside;
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;
  private long timeless;
  private long absurd;

  /** A clock of all flows. */
  public FlowClock() {
    this(Optional.empty());
  }

  /**
   * A clock whose hours are those of some flows only; its first and last time are of all.
   *
   * @param wanted flows that do not touch it are counted as {@link #outside}
   */
  public FlowClock(Optional<TimeSpan> wanted) {
    this.wanted = wanted;
  }

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
    long from = Math.min(start, end);
    long to = Math.max(start, end);
    // Almost every flow lies in the stretch of hours that are known already; nothing is written
    // for those that lie between others, which would take longer than the rest.
    if (from >= knownFrom && to < knownTo) {
      if (from < first) {
        first = from;
      }
      if (to > last) {
        last = to;
      }
    } else {
      boolean counts = wanted.isEmpty() || wanted.get().touches(new TimeSpan(from, to));
      outside += counts ? 0 : 1;
      boolean both = touch(start, counts);
      both &= touch(end, counts);
      absurd += both ? 0 : 1;
    }
  }

  private boolean touch(long time, boolean counts) {
    if (time < EARLIEST || time > LATEST) {
      return false;
    }
    first = Math.min(first, time);
    last = Math.max(last, time);
    if (counts && (time < knownFrom || time >= knownTo)) {
      addHour(hour(time));
    }
    return true;
  }

  private static int hour(long time) {
    return (int) (time / HOUR);
  }

  /** Adds an hour, and makes the stretch of known hours around it the one to look at first. */
  private void addHour(int hour) {
    hours.set(hour);
    if (wanted.isPresent()) {
      // Of flows in an hour that is known, some may be outside still.
      return;
    }
    knownFrom = (hours.previousClearBit(hour) + 1) * HOUR;
    knownTo = hours.nextClearBit(hour) * HOUR;
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
    hours.forEach(hour -> clock.hours.set(Math.toIntExact(hour)));
    clock.first = span.map(TimeSpan::from).orElse(clock.first);
    clock.last = span.map(TimeSpan::to).orElse(clock.last);
    clock.timeless = timeless;
    clock.absurd = absurd;
    return clock;
  }

  /** The UTC hours in which flows began or ended, counted from 1970, in order. */
  public List<Long> hours() {
    return hours.stream().asLongStream().boxed().toList();
  }

  /** Takes over what another clock has seen. */
  public void merge(FlowClock other) {
    hours.or(other.hours);
    first = Math.min(first, other.first);
    last = Math.max(last, other.last);
    timeless += other.timeless;
    absurd += other.absurd;
    outside += other.outside;
  }

  /** From the first to the last time seen. */
  public Optional<TimeSpan> span() {
    return first > last ? Optional.empty() : Optional.of(new TimeSpan(first, last));
  }

  /** Flows with times that do not touch the stretch that is wanted. */
  public long outside() {
    return outside;
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
    int all = hours.cardinality();
    return all == 0 ? 0 : (double) (all - hoursNotCovered(coverage).cardinality()) / all;
  }

  /** How many UTC hours flows began or ended in. */
  public int hourCount() {
    return hours.cardinality();
  }

  /**
   * The hours with flows that coverage does not touch, those that follow one another as one
   * stretch, to the last millisecond of it; in order.
   */
  public List<TimeSpan> notCovered(List<CoverageSpan> coverage) {
    BitSet not = hoursNotCovered(coverage);
    List<TimeSpan> stretches = new ArrayList<>();
    int from = not.nextSetBit(0);
    while (from >= 0) {
      int to = not.nextClearBit(from);
      stretches.add(new TimeSpan(from * HOUR, to * HOUR - 1));
      from = not.nextSetBit(to);
    }
    return stretches;
  }

  private BitSet hoursNotCovered(List<CoverageSpan> coverage) {
    BitSet not = new BitSet();
    not.or(hours);
    for (CoverageSpan looking : coverage) {
      TimeSpan span = looking.span();
      if (span.to() >= EARLIEST && span.from() <= LATEST) {
        int from = hour(Math.max(span.from(), EARLIEST));
        not.clear(from, Math.min(hour(Math.min(span.to(), LATEST)) + 1, HOURS));
      }
    }
    return not;
  }
}
