// SPDX-License-Identifier: Apache-2.0
package io.minetrace.snapshot;

import io.minetrace.window.TimeSpan;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** UTC days, kept as runs of days that follow one another. Not thread-safe. */
public final class DaySet {

  private static final long DAY = Duration.ofDays(1).toMillis();

  /**
   * Days that follow one another, both ends included.
   *
   * @param first not after {@code last}
   */
  public record Run(LocalDate first, LocalDate last) {

    /** How many days. */
    public long days() {
      return last.toEpochDay() - first.toEpochDay() + 1;
    }

    /** {@code 2026-05-02}, or {@code 2026-05-02 … 2026-05-04}. */
    @Override
    public String toString() {
      return first.equals(last) ? first.toString() : first + " … " + last;
    }
  }

  /** First day of each run, with its last, counted from 1970. */
  private final TreeMap<Long, Long> runs = new TreeMap<>();

  /** Adds every day that a stretch of time touches. */
  public void add(TimeSpan span) {
    addDays(Math.floorDiv(span.from(), DAY), Math.floorDiv(span.to(), DAY));
  }

  private void addDays(long first, long last) {
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

  /** The days of both this set and a stretch of time. */
  public DaySet within(TimeSpan span) {
    long first = Math.floorDiv(span.from(), DAY);
    long last = Math.floorDiv(span.to(), DAY);
    DaySet within = new DaySet();
    runs.forEach(
        (from, to) -> {
          if (from <= last && first <= to) {
            within.addDays(Math.max(from, first), Math.min(to, last));
          }
        });
    return within;
  }

  /** Adds all days of another set. */
  public void addAll(DaySet other) {
    other.runs.forEach(this::addDays);
  }

  /** These days, and those that are touched from them by going this far either way. */
  public DaySet widened(Duration reach) {
    // More than the calendar has makes no difference, and must not wrap round.
    long millis = Math.min(reach.toMillis(), 4_000_000L * DAY);
    DaySet widened = new DaySet();
    runs.forEach(
        (from, to) ->
            widened.addDays(
                Math.floorDiv(from * DAY - millis, DAY),
                Math.floorDiv((to + 1) * DAY - 1 + millis, DAY)));
    return widened;
  }

  public boolean contains(LocalDate day) {
    Map.Entry<Long, Long> run = runs.floorEntry(day.toEpochDay());
    return run != null && run.getValue() >= day.toEpochDay();
  }

  public boolean isEmpty() {
    return runs.isEmpty();
  }

  /** How many days. */
  public long size() {
    return runs().stream().mapToLong(Run::days).sum();
  }

  /** The runs in order, with at least a day between two of them. */
  public List<Run> runs() {
    List<Run> all = new ArrayList<>();
    runs.forEach(
        (from, to) -> all.add(new Run(LocalDate.ofEpochDay(from), LocalDate.ofEpochDay(to))));
    return all;
  }

  /** The runs, separated by commas. */
  @Override
  public String toString() {
    return String.join(", ", runs().stream().map(Run::toString).toList());
  }
}
