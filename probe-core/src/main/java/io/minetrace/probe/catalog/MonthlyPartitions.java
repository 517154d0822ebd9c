// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * The partitions of the observations as a list of upper bounds, and the statements that change it:
 * one for each month (UTC) of which there are observations, and between those wide ones that are
 * empty. So there are as few as can be: a statement that gives no time visits them all.
 *
 * <pre>
 *   before202603 | m202603 | m202604 | before202611 | m202611 | m202612 | m202701 | pmax
 * </pre>
 *
 * @param partitions in order, the last of which has no end
 */
record MonthlyPartitions(List<Partition> partitions) {

  /** The month of the first block of the first coin: what is older is a mistake. */
  static final YearMonth FIRST = YearMonth.of(2009, 1);

  /** And so is what is newer. A mistake must not make thousands of partitions. */
  static final YearMonth LAST = YearMonth.of(2060, 12);

  MonthlyPartitions {
    partitions = List.copyOf(partitions);
  }

  /**
   * Times from {@code from} on that are less than {@code to}.
   *
   * @param from {@link Long#MIN_VALUE} for the first
   * @param to {@link Long#MAX_VALUE} for the last
   */
  record Partition(String name, long from, long to) {

    boolean isMonth() {
      return from != Long.MIN_VALUE
          && to != Long.MAX_VALUE
          && start(monthOf(from)) == from
          && start(monthOf(from).plusMonths(1)) == to;
    }

    boolean holds(YearMonth month) {
      return start(month) >= from && start(month) < to;
    }

    boolean isLast() {
      return to == Long.MAX_VALUE;
    }

    private String definition() {
      return "PARTITION " + name + " VALUES LESS THAN " + (isLast() ? "MAXVALUE" : "(" + to + ")");
    }
  }

  static YearMonth monthOf(long millis) {
    return YearMonth.from(Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC));
  }

  static long start(YearMonth month) {
    return month.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli();
  }

  /** Whether a month is one that may have a partition of its own. */
  static boolean isPlausible(YearMonth month) {
    return !month.isBefore(FIRST) && !month.isAfter(LAST);
  }

  /** The one in which a month's observations lie. */
  Partition holding(YearMonth month) {
    return partitions.stream().filter(p -> p.holds(month)).findFirst().orElseThrow();
  }

  /** The statements that give months partitions of their own; none where they have them. */
  List<String> split(Collection<YearMonth> months) {
    List<String> statements = new ArrayList<>();
    for (Partition partition : partitions) {
      NavigableSet<YearMonth> within = new TreeSet<>();
      months.stream()
          .filter(MonthlyPartitions::isPlausible)
          .filter(partition::holds)
          .forEach(within::add);
      if (!within.isEmpty() && !partition.isMonth()) {
        statements.add(reorganize(List.of(partition), pieces(partition, within)));
      }
    }
    return statements;
  }

  private static List<Partition> pieces(Partition whole, NavigableSet<YearMonth> months) {
    List<Partition> pieces = new ArrayList<>();
    long from = whole.from();
    for (YearMonth month : months) {
      if (from < start(month)) {
        pieces.add(named("before" + digits(month), from, start(month)));
      }
      from = start(month.plusMonths(1));
      pieces.add(named("", start(month), from));
    }
    if (from < whole.to()) {
      pieces.add(named(whole.name(), from, whole.to()));
    }
    return pieces;
  }

  /** What is left beside months may be a month, too. */
  private static Partition named(String name, long from, long to) {
    Partition piece = new Partition(name, from, to);
    return piece.isMonth() ? new Partition("m" + digits(monthOf(from)), from, to) : piece;
  }

  private static String digits(YearMonth month) {
    return String.format(Locale.ROOT, "%04d%02d", month.getYear(), month.getMonthValue());
  }

  /**
   * The statements that make one partition of neighbours that are empty and wider than a month.
   *
   * @param empty the names of those without rows
   */
  List<String> merge(Collection<String> empty) {
    List<String> statements = new ArrayList<>();
    List<Partition> run = new ArrayList<>();
    for (Partition partition : partitions) {
      if (partition.isMonth() || !empty.contains(partition.name())) {
        addMerged(statements, run);
      } else {
        run.add(partition);
      }
    }
    addMerged(statements, run);
    return statements;
  }

  private static void addMerged(List<String> statements, List<Partition> run) {
    if (run.size() > 1) {
      Partition last = run.get(run.size() - 1);
      statements.add(
          reorganize(
              List.copyOf(run), List.of(new Partition(last.name(), run.get(0).from(), last.to()))));
    }
    run.clear();
  }

  private static String reorganize(List<Partition> before, List<Partition> after) {
    return "ALTER TABLE observation REORGANIZE PARTITION "
        + String.join(", ", before.stream().map(Partition::name).toList())
        + " INTO ("
        + String.join(", ", after.stream().map(Partition::definition).toList())
        + ")";
  }
}
