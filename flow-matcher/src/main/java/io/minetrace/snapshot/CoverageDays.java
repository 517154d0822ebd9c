// SPDX-License-Identifier: Apache-2.0
package io.minetrace.snapshot;

import io.minetrace.window.CoverageSpan;
import io.minetrace.window.TimeSpan;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * When vantages were looking: each one's stretches and holes, and the share of each UTC day. Days
 * that are alike stand together, so that a wrong date in a file cannot make millions of them.
 */
public final class CoverageDays {

  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final int HOURS = 24;

  /**
   * Days that follow one another and are covered alike.
   *
   * @param share of their time, 0 to 1
   * @param hours of each day that coverage touches: what a match counts
   */
  public record Days(HourSet.Days run, double share, int hours) {}

  private final TimeSpan extent;
  private final Map<String, List<TimeSpan>> stretches = new TreeMap<>();
  private final List<TimeSpan> together;

  /**
   * @param extent what is looked at; coverage outside is cut off
   */
  public CoverageDays(Collection<CoverageSpan> coverage, TimeSpan extent) {
    this.extent = extent;
    Map<String, List<TimeSpan>> byVantage = new TreeMap<>();
    List<TimeSpan> all = new ArrayList<>();
    for (CoverageSpan span : coverage) {
      if (span.span().touches(extent)) {
        TimeSpan cut =
            new TimeSpan(
                Math.max(span.span().from(), extent.from()),
                Math.min(span.span().to(), extent.to()));
        byVantage.computeIfAbsent(span.vantage(), vantage -> new ArrayList<>()).add(cut);
        all.add(cut);
      }
    }
    byVantage.forEach((vantage, spans) -> stretches.put(vantage, united(spans)));
    together = united(all);
  }

  /** From the first to the last instant that any vantage covers; empty if there is none. */
  public static Optional<TimeSpan> extent(Collection<CoverageSpan> coverage) {
    return coverage.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new TimeSpan(
                coverage.stream().mapToLong(c -> c.span().from()).min().getAsLong(),
                coverage.stream().mapToLong(c -> c.span().to()).max().getAsLong()));
  }

  private static List<TimeSpan> united(List<TimeSpan> spans) {
    List<TimeSpan> united = new ArrayList<>();
    for (TimeSpan span : spans.stream().sorted().toList()) {
      int last = united.size() - 1;
      if (last >= 0 && span.from() <= united.get(last).to()) {
        TimeSpan before = united.get(last);
        united.set(last, new TimeSpan(before.from(), Math.max(before.to(), span.to())));
      } else {
        united.add(span);
      }
    }
    return united;
  }

  public TimeSpan extent() {
    return extent;
  }

  /** The vantages that looked at all, sorted. */
  public List<String> vantages() {
    return List.copyOf(stretches.keySet());
  }

  /** When a vantage was looking, in order; those that touch are one. */
  public List<TimeSpan> stretches(String vantage) {
    return stretches.getOrDefault(vantage, List.of());
  }

  /** When any vantage was looking. */
  public List<TimeSpan> stretches() {
    return together;
  }

  /** What the stretches leave of the extent, in order. */
  public List<TimeSpan> holes(List<TimeSpan> covered) {
    List<TimeSpan> holes = new ArrayList<>();
    long from = extent.from();
    for (TimeSpan span : covered) {
      if (span.from() > from) {
        holes.add(new TimeSpan(from, span.from()));
      }
      from = span.to();
    }
    if (extent.to() > from) {
      holes.add(new TimeSpan(from, extent.to()));
    }
    return holes;
  }

  /** The share of the extent that the stretches cover, 0 to 1. */
  public double share(List<TimeSpan> covered) {
    long length = extent.to() - extent.from();
    long sum = covered.stream().mapToLong(span -> span.to() - span.from()).sum();
    return length == 0 ? (covered.isEmpty() ? 0 : 1) : (double) sum / length;
  }

  /** Every UTC day that the extent touches, in order, by the given stretches. */
  public List<Days> days(List<TimeSpan> covered) {
    TreeSet<Long> firsts = new TreeSet<>();
    long end = Math.floorDiv(extent.to(), DAY) + 1;
    addDay(firsts, Math.floorDiv(extent.from(), DAY), end);
    for (TimeSpan span : covered) {
      // Between the day of its start and that of its end every day is whole.
      for (long edge : new long[] {span.from(), span.to()}) {
        addDay(firsts, Math.floorDiv(edge, DAY), end);
        addDay(firsts, Math.floorDiv(edge, DAY) + 1, end);
      }
    }
    List<Days> days = new ArrayList<>();
    int next = 0;
    for (long first : firsts) {
      Long following = firsts.higher(first);
      long last = (following == null ? end : following) - 1;
      while (next < covered.size() && covered.get(next).to() < first * DAY) {
        next++;
      }
      append(days, first, last, covered.subList(next, covered.size()));
    }
    return days;
  }

  private static void addDay(Set<Long> firsts, long day, long end) {
    if (day < end) {
      firsts.add(day);
    }
  }

  /** Adds days of which the first stands for all. */
  private static void append(List<Days> days, long first, long last, List<TimeSpan> covered) {
    long from = first * DAY;
    long to = from + DAY;
    long sum = 0;
    boolean[] touched = new boolean[HOURS];
    for (TimeSpan span : covered) {
      if (span.from() >= to) {
        break;
      }
      long start = Math.max(span.from(), from);
      long stop = Math.min(span.to(), to);
      sum += stop - start;
      for (long hour = (start - from) / HOUR;
          hour <= Math.min((stop - from) / HOUR, HOURS - 1);
          hour++) {
        touched[(int) hour] = true;
      }
    }
    int hours = 0;
    for (boolean hour : touched) {
      hours += hour ? 1 : 0;
    }
    double share = (double) sum / DAY;
    int before = days.size() - 1;
    if (before >= 0 && days.get(before).share == share && days.get(before).hours == hours) {
      LocalDate start = days.get(before).run.first();
      days.set(before, new Days(new HourSet.Days(start, LocalDate.ofEpochDay(last)), share, hours));
    } else {
      days.add(
          new Days(
              new HourSet.Days(LocalDate.ofEpochDay(first), LocalDate.ofEpochDay(last)),
              share,
              hours));
    }
  }
}
