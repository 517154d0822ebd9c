// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.smashed;

import io.minetrace.net.Endpoint;
import io.minetrace.probe.catalog.Catalog;
import io.minetrace.probe.catalog.CoverageSpans;
import io.minetrace.probe.catalog.VisitedNames;
import io.minetrace.probe.catalog.exchange.UnreadableFileException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Takes over what the predecessor has: what is served where, and every visit. Reads the source
 * twice, because how often the predecessor looked is known only when all of it has been seen; holds
 * everything but the history. Not safe for use by several threads.
 */
public final class SmashedImport implements Closeable {

  /** Who looked, where nobody gives it another name. */
  public static final String VANTAGE = "smashed";

  private static final String DATABASE = "jdbc:";
  private static final int MOST_JUDGED = 10_000;
  private static final int LONGEST_JUDGED = 1_000;

  private final SmashedSource source;
  private final String vantage;
  private final SmashedTimes times;
  private final Consumer<String> problems;
  private Optional<SmashedInventory> inventory = Optional.empty();
  private final SmashedSweeps sweeps = new SmashedSweeps();

  /** What was wrong apart from the history, which the later readings need not say again. */
  private long badElsewhere;

  private SmashedImport(
      SmashedSource source, String vantage, SmashedTimes times, Consumer<String> problems) {
    this.source = source;
    this.vantage = vantage;
    this.times = times;
    this.problems = problems;
  }

  /**
   * A running predecessor, or a dump of its database.
   *
   * @param place {@code jdbc:mariadb://HOST/DATABASE}, or a file
   * @param user of the database; the URL may say it as well
   * @param password as the user
   * @param session the zone of the session in which the predecessor writes its times: UTC, unless
   *     somebody set it up otherwise
   * @param vantage who looked
   * @param latest times after this cannot be true
   * @param problems told of what is left out, in one line each
   * @throws UnreadableFileException if it is no predecessor's database
   */
  public static SmashedImport open(
      String place,
      Optional<String> user,
      Optional<String> password,
      ZoneId session,
      String vantage,
      long latest,
      Consumer<String> problems)
      throws IOException {
    SmashedClock clock = new SmashedClock(session.normalized());
    SmashedSource source =
        place.startsWith(DATABASE)
            ? SmashedDatabase.open(place, user, password, clock)
            : new SmashedDump(Path.of(place), clock);
    return new SmashedImport(source, vantage, new SmashedTimes(latest), problems);
  }

  /** Reads everything, and changes nothing. */
  public SmashedReport rehearse() throws IOException {
    return run(Optional.empty(), problems);
  }

  /**
   * Takes everything over. {@link Catalog#foldAll} is due afterwards. Broken off, it has taken some
   * of it, and may be done again.
   */
  public SmashedReport into(Catalog catalog) throws IOException {
    // What was said of the rows at a rehearsal is not said again.
    return run(Optional.of(catalog), inventory.isPresent() ? problem -> {} : problems);
  }

  private SmashedReport run(Optional<Catalog> catalog, Consumer<String> heard) throws IOException {
    if (inventory.isEmpty()) {
      survey(heard);
    }
    SmashedInventory known = inventory.orElseThrow();
    SmashedReport report = new SmashedReport();
    report.inventory(known, sweeps);
    for (long i = 0; i < badElsewhere; i++) {
      report.addBad();
    }
    try (SortedVisits<Endpoint> visits = new SortedVisits<>()) {
      History history = new History(known, report, visits, catalog.isPresent(), heard);
      source.read(EnumSet.of(SmashedTable.HISTORY), history);
      history.states();
      if (catalog.isPresent()) {
        Catalog into = catalog.get();
        report.addNewServices(into.declare(known.services()));
        into.addVisits(history.names());
        into.addCoverage(Map.of(vantage, history.coverage()));
        into.addLegacyIds(vantage, known.legacyIds());
        report.addNew(
            new SmashedHistories(known, visits, vantage, report.intervalMillis()).store(into));
      }
    }
    return report;
  }

  /** The first reading: all but the history, and when the predecessor was looking. */
  private void survey(Consumer<String> heard) throws IOException {
    SmashedInventory joined =
        new SmashedInventory(
            vantage,
            times,
            (table, id, line, what) -> {
              badElsewhere++;
              heard.accept(place(line) + table.word() + " " + id + ": " + what);
            });
    Set<SmashedTable> all = EnumSet.allOf(SmashedTable.class);
    source.read(
        all,
        new SmashedSource.Reader() {
          @Override
          public void row(SmashedRow row) {
            if (row.table() == SmashedTable.HISTORY) {
              times.checked(row.createdAt()).ifPresent(sweeps::add);
            } else {
              joined.add(row);
            }
          }

          @Override
          public void damage(long line, String problem) {
            badElsewhere++;
            heard.accept(place(line) + problem);
          }
        });
    joined.join();
    inventory = Optional.of(joined);
  }

  private String place(long line) {
    return source.name() + (line > 0 ? ":" + line : "") + ": ";
  }

  /** The second reading: what each row is worth, and of which endpoint. */
  private final class History implements SmashedSource.Reader {

    private final SmashedInventory known;
    private final SmashedReport report;
    private final SortedVisits<Endpoint> visits;
    private final boolean isKept;
    private final Consumer<String> heard;
    private final Map<Long, Last> last = new HashMap<>();
    private final Map<Judged, SmashedVerdict> judged = new HashMap<>();
    private final CoverageSpans coverage = new CoverageSpans();

    private record Judged(String protocol, long status, String reason) {}

    /** The last row of a mining property, and how many there were. */
    private static final class Last {
      private long status;
      private String reason = "";

      /** That of the last visit that was an observation. */
      private String keptReason = "";

      private SmashedVerdict verdict = SmashedVerdict.NOT_ASKED;
      private long latest;
      private boolean isSeen;
      private boolean isKept;
      private long firstKept = Long.MAX_VALUE;
      private long lastKept;
      private long countKept;
    }

    /**
     * @param isKept whether the visits are wanted, and not only what they come to
     */
    History(
        SmashedInventory known,
        SmashedReport report,
        SortedVisits<Endpoint> visits,
        boolean isKept,
        Consumer<String> heard) {
      this.known = known;
      this.report = report;
      this.visits = visits;
      this.isKept = isKept;
      this.heard = heard;
    }

    @Override
    public void row(SmashedRow row) throws IOException {
      report.addHistoryRow();
      try {
        row.number();
        long number = row.number(0);
        SmashedInventory.Property property =
            known
                .property(number)
                .orElseThrow(
                    () ->
                        SmashedRow.wrong(
                            "miningProp_id", row.text(0), "the number of a mining property"));
        long time = times.require(row.createdAt());
        Last before = last.computeIfAbsent(number, key -> new Last());
        before.latest = Math.max(before.latest, time);
        add(number, property, before, row.number(1), row.text(2), time);
      } catch (IllegalArgumentException e) {
        report.addBad();
        heard.accept(place(row.line()) + "history " + row.id() + ": " + e.getMessage());
      }
    }

    /** What a mining property says of itself is in its history too, unless that was cleared. */
    void states() throws IOException {
      for (Map.Entry<Long, SmashedInventory.Property> entry : known.properties().entrySet()) {
        SmashedInventory.Property property = entry.getValue();
        OptionalLong time = times.checked(property.time());
        Last before = last.computeIfAbsent(entry.getKey(), key -> new Last());
        if (time.isPresent() && time.getAsLong() > before.latest) {
          SmashedVerdict verdict =
              add(
                  entry.getKey(),
                  property,
                  before,
                  property.status(),
                  property.reason(),
                  time.getAsLong());
          if (verdict.isObservation()) {
            report.addState();
          }
        }
      }
    }

    private SmashedVerdict add(
        long number,
        SmashedInventory.Property property,
        Last before,
        long status,
        String reason,
        long time)
        throws IOException {
      boolean isSame = before.isSeen && before.status == status && before.reason.equals(reason);
      if (!isSame) {
        before.verdict = verdict(property.protocol(), status, reason);
        before.isSeen = true;
        before.status = status;
      }
      report.add(before.verdict);
      if (before.verdict.isObservation() && isKept) {
        boolean isNews = !before.isKept || !before.keptReason.equals(reason);
        before.keptReason = reason;
        visits.add(
            property.endpoint(),
            new SortedVisits.Visit(
                number, time, before.verdict, isNews ? Optional.of(reason) : Optional.empty()));
        long at = time + property.offsetMillis();
        before.isKept = true;
        before.firstKept = Math.min(before.firstKept, at);
        before.lastKept = Math.max(before.lastKept, at);
        before.countKept++;
        coverage.add(at, at, report.intervalMillis());
      }
      before.reason = reason;
      return before.verdict;
    }

    /** The same few reasons come again and again. */
    private SmashedVerdict verdict(String protocol, long status, String reason) {
      Judged asked = new Judged(protocol, status, reason);
      SmashedVerdict verdict = judged.get(asked);
      if (verdict == null) {
        verdict = SmashedVerdict.of(protocol, status, reason);
        if (judged.size() < MOST_JUDGED && reason.length() <= LONGEST_JUDGED) {
          judged.put(asked, verdict);
        }
      }
      return verdict;
    }

    /** By which names the endpoints were visited, and known. */
    VisitedNames names() {
      VisitedNames names = known.names();
      last.forEach(
          (number, seen) -> {
            if (seen.countKept > 0) {
              SmashedInventory.Property property = known.property(number).orElseThrow();
              names.add(
                  property.endpoint(),
                  property.fqdn(),
                  vantage,
                  seen.firstKept,
                  seen.lastKept,
                  seen.countKept);
            }
          });
      return names;
    }

    CoverageSpans coverage() {
      return coverage;
    }

    @Override
    public void damage(long line, String problem) {
      // Was said, and counted, at the first reading.
    }
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
