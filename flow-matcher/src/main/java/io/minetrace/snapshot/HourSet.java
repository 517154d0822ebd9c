// SPDX-License-Identifier: Apache-2.0
package io.minetrace.snapshot;

import io.minetrace.window.TimeSpan;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * UTC hours, kept as runs of hours that follow one another, and told as the days they lie in. Days
 * alone would be too coarse: what a catalog learns in the evening does not concern the flows of the
 * morning. Not thread-safe.
 */
public final class HourSet {

  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final int HOURS = 24;

  /** More than the calendar has. */
  private static final Duration FOR_EVER = Duration.ofDays(4_000_000);

  /**
   * Days that follow one another, both ends included.
   *
   * @param first not after {@code last}
   */
  public record Days(LocalDate first, LocalDate last) {

    /** How many days. */
    public long count() {
      return last.toEpochDay() - first.toEpochDay() + 1;
    }

    /** {@code 2026-05-02}, or {@code 2026-05-02 … 2026-05-04}. */
    @Override
    public String toString() {
      return first.equals(last) ? first.toString() : first + " … " + last;
    }
  }

  /** First hour of each run, with its last, counted from 1970. */
  private final TreeMap<Long, Long> runs = new TreeMap<>();

  /** Adds every hour that a stretch of time touches. */
  public void add(TimeSpan span) {
    addHours(Math.floorDiv(span.from(), HOUR), Math.floorDiv(span.to(), HOUR));
  }

  private void addHours(long first, long last) {
    long from = first;
    long to = last;
    Map.Entry<Long, Long> touching = runs.floorEntry(to + 1);
    while (touching != null && touching.getValue() >= from - 1) {
      from = Math.min(from, touching.getKey());
      to = Math.max(to, touching.getValue());
      runs.remove(touching.getKey());
      touching = runs.floorEntry(to + 1);
    }
    runs.put(from, to);
  }

  /** The hours of both this set and a stretch of time. */
  public HourSet within(TimeSpan span) {
    long first = Math.floorDiv(span.from(), HOUR);
    long last = Math.floorDiv(span.to(), HOUR);
    HourSet within = new HourSet();
    runs.forEach(
        (from, to) -> {
          if (from <= last && first <= to) {
            within.addHours(Math.max(from, first), Math.min(to, last));
          }
        });
    return within;
  }

  /** Adds all hours of another set. */
  public void addAll(HourSet other) {
    other.runs.forEach(this::addHours);
  }

  /** These hours, and those that are touched from them by going this far either way. */
  public HourSet widened(Duration reach) {
    // Must not wrap round.
    long millis = (reach.compareTo(FOR_EVER) > 0 ? FOR_EVER : reach).toMillis();
    HourSet widened = new HourSet();
    runs.forEach(
        (from, to) ->
            widened.addHours(
                Math.floorDiv(from * HOUR - millis, HOUR),
                Math.floorDiv((to + 1) * HOUR - 1 + millis, HOUR)));
    return widened;
  }

  /** Whether any hour of a day is in the set. */
  public boolean contains(LocalDate day) {
    long first = day.toEpochDay() * HOURS;
    Map.Entry<Long, Long> run = runs.floorEntry(first + HOURS - 1);
    return run != null && run.getValue() >= first;
  }

  public boolean isEmpty() {
    return runs.isEmpty();
  }

  /** How many days the hours lie in. */
  public long dayCount() {
    return days().stream().mapToLong(Days::count).sum();
  }

  /** The days that the hours lie in, in order, with at least a day between two runs of them. */
  public List<Days> days() {
    List<Days> days = new ArrayList<>();
    runs.forEach(
        (from, to) -> {
          LocalDate first = LocalDate.ofEpochDay(Math.floorDiv(from, HOURS));
          LocalDate last = LocalDate.ofEpochDay(Math.floorDiv(to, HOURS));
          int before = days.size() - 1;
          if (before >= 0 && !days.get(before).last.plusDays(1).isBefore(first)) {
            days.set(before, new Days(days.get(before).first, last));
          } else {
            days.add(new Days(first, last));
          }
        });
    return days;
  }

  /** The days, their runs separated by commas. */
  @Override
  public String toString() {
    return String.join(", ", days().stream().map(Days::toString).toList());
  }
}
