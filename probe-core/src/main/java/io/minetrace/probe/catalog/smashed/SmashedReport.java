// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.smashed;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What came of taking over a predecessor's database. */
public final class SmashedReport {

  private static final int MINUTES_A_DAY = 24 * 60;
  private static final long MINUTE = 60_000;

  private final Map<SmashedTable, Integer> rows = new EnumMap<>(SmashedTable.class);
  private final Map<SmashedVerdict, Long> verdicts = new EnumMap<>(SmashedVerdict.class);
  private List<SmashedSweeps.Sweep> sweeps = List.of();
  private long intervalMillis;
  private long history;
  private long states;
  private long bad;
  private long added;
  private int services;
  private int servicesAdded;

  SmashedReport() {}

  void inventory(SmashedInventory inventory, SmashedSweeps visited) {
    for (SmashedTable table : SmashedTable.values()) {
      rows.put(table, inventory.count(table));
    }
    services = inventory.services().size();
    sweeps = visited.all();
    intervalMillis = visited.intervalMillis();
  }

  void addHistoryRow() {
    history++;
  }

  void addState() {
    states++;
  }

  void addBad() {
    bad++;
  }

  void add(SmashedVerdict verdict) {
    verdicts.merge(verdict, 1L, Long::sum);
  }

  void addNew(long observations) {
    added += observations;
  }

  void addNewServices(int count) {
    servicesAdded = count;
  }

  /** Rows, and parts of a dump, that could not be taken. */
  public long bad() {
    return bad;
  }

  /** Observations that were not in the catalog before. */
  public long added() {
    return added;
  }

  /** Observations that the source holds. */
  public long observations() {
    return verdicts.entrySet().stream()
        .filter(entry -> entry.getKey().isObservation())
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** Rows of history, good and bad. */
  public long historyRows() {
    return history;
  }

  /** The time from one sweep to the next, in milliseconds. */
  public long intervalMillis() {
    return intervalMillis;
  }

  private long of(SmashedVerdict verdict) {
    return verdicts.getOrDefault(verdict, 0L);
  }

  /**
   * In lines for people.
   *
   * @param written whether anything was to be written
   */
  public List<String> lines(Written written) {
    List<String> lines = new ArrayList<>();
    List<String> counts = new ArrayList<>();
    for (SmashedTable table : SmashedTable.values()) {
      if (table != SmashedTable.HISTORY) {
        counts.add(
            String.format(Locale.ROOT, "%,d %s", rows.getOrDefault(table, 0), table.plural()));
      }
    }
    counts.add(String.format(Locale.ROOT, "%,d %s", history, SmashedTable.HISTORY.plural()));
    lines.add(String.join(", ", counts));
    lines.add(
        String.format(
            Locale.ROOT,
            "%,d observations: %,d UP, %,d LISTENING, %,d DOWN",
            observations(),
            of(SmashedVerdict.UP),
            of(SmashedVerdict.LISTENING) + of(SmashedVerdict.ANSWERED),
            of(SmashedVerdict.DOWN)));
    if (states > 0) {
      lines.add(
          String.format(
              Locale.ROOT, "  %,d of them only as the last state of a mining property", states));
    }
    lines.add(
        String.format(
            Locale.ROOT,
            "left out: %,d not implemented, %,d of questions for nodes that failed, %,d bad",
            of(SmashedVerdict.NOT_ASKED),
            of(SmashedVerdict.TELLS_NOTHING),
            bad));
    addSweeps(lines);
    switch (written) {
      case CATALOG ->
          lines.add(
              String.format(
                  Locale.ROOT,
                  "in the catalog: %,d observations new, %,d known already;"
                      + " %,d services new, %,d known already",
                  added,
                  observations() - added,
                  servicesAdded,
                  services - servicesAdded));
      case NOTHING -> lines.add("nothing was changed");
    }
    return lines;
  }

  /** What was done with it. */
  public enum Written {
    /** It was put into the catalog. */
    CATALOG,
    /** It was only read. */
    NOTHING
  }

  private void addSweeps(List<String> lines) {
    if (sweeps.isEmpty()) {
      lines.add("no sweeps");
      return;
    }
    long minutes = intervalMillis / MINUTE;
    lines.add(
        String.format(
            Locale.ROOT,
            "%,d sweeps from %s to %s, one in %d h %02d min",
            sweeps.size(),
            Instant.ofEpochMilli(sweeps.get(0).from()),
            Instant.ofEpochMilli(sweeps.get(sweeps.size() - 1).to()),
            minutes / 60,
            minutes % 60));
    long[] hours = new long[24];
    for (SmashedSweeps.Sweep sweep : sweeps) {
      hours[(int) (sweep.from() / MINUTE % MINUTES_A_DAY / 60)]++;
    }
    List<String> words = new ArrayList<>();
    for (int hour = 0; hour < hours.length; hour++) {
      if (hours[hour] > 0) {
        words.add(String.format(Locale.ROOT, "%02d h: %,d", hour, hours[hour]));
      }
    }
    lines.add("they begin, in UTC, at " + String.join(", ", words));
  }
}
