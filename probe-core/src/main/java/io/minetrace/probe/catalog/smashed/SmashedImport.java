// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.smashed;

import io.minetrace.probe.Bytes;
import io.minetrace.probe.CoinFinding;
import io.minetrace.probe.Observation;
import io.minetrace.probe.WorkFacts;
import io.minetrace.probe.catalog.Catalog;
import io.minetrace.probe.catalog.CoverageSpans;
import io.minetrace.probe.catalog.VisitedNames;
import io.minetrace.probe.catalog.exchange.UnreadableFileException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
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
  private static final int ROWS_A_TRANSACTION = 2_000;

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
    catalog.ifPresent(c -> report.addNewServices(c.declare(known.services())));
    VisitedNames visits = known.names();
    CoverageSpans coverage = new CoverageSpans();
    History history = new History(known, report, catalog, visits, coverage, heard);
    source.read(EnumSet.of(SmashedTable.HISTORY), history);
    history.states();
    history.flush();
    catalog.ifPresent(
        c -> {
          c.addVisits(visits);
          c.addCoverage(Map.of(vantage, coverage));
          c.addLegacyIds(vantage, known.legacyIds());
        });
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

  /** The second reading. */
  private final class History implements SmashedSource.Reader {

    private final SmashedInventory known;
    private final SmashedReport report;
    private final Optional<Catalog> catalog;
    private final VisitedNames visits;
    private final CoverageSpans coverage;
    private final Consumer<String> heard;
    private final long intervalMillis;
    private final List<Observation> batch = new ArrayList<>();

    /** Of each mining property: the time of its latest row. */
    private final Map<Long, Long> latest = new HashMap<>();

    /** Of each mining property: the reason that was kept last. */
    private final Map<Long, String> reasons = new HashMap<>();

    History(
        SmashedInventory known,
        SmashedReport report,
        Optional<Catalog> catalog,
        VisitedNames visits,
        CoverageSpans coverage,
        Consumer<String> heard) {
      this.known = known;
      this.report = report;
      this.catalog = catalog;
      this.visits = visits;
      this.coverage = coverage;
      this.heard = heard;
      this.intervalMillis = report.intervalMillis();
    }

    @Override
    public void row(SmashedRow row) {
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
        latest.merge(number, time, Math::max);
        add(number, property, row.number(1), row.text(2), time);
      } catch (IllegalArgumentException e) {
        report.addBad();
        heard.accept(place(row.line()) + "history " + row.id() + ": " + e.getMessage());
      }
    }

    /** What a mining property says of itself is in its history too, unless that was cleared. */
    void states() {
      known
          .properties()
          .forEach(
              (number, property) -> {
                OptionalLong time = times.checked(property.time());
                if (time.isPresent() && time.getAsLong() > latest.getOrDefault(number, 0L)) {
                  SmashedVerdict verdict =
                      add(number, property, property.status(), property.reason(), time.getAsLong());
                  if (verdict.isObservation()) {
                    report.addState();
                  }
                }
              });
    }

    private SmashedVerdict add(
        long number, SmashedInventory.Property property, long status, String reason, long time) {
      SmashedVerdict verdict = SmashedVerdict.of(property.protocol(), status, reason);
      report.add(verdict);
      if (verdict.isObservation()) {
        boolean news = !reason.equals(reasons.put(number, reason));
        add(observation(property, verdict, reason, time, news ? reason : ""));
      }
      return verdict;
    }

    private Observation observation(
        SmashedInventory.Property property,
        SmashedVerdict verdict,
        String reason,
        long time,
        String kept) {
      // The predecessor notes whole seconds, at the end of a visit, and nothing else of time.
      long at = time + property.offsetMillis();
      return new Observation(
          property.endpoint(),
          Optional.of(property.fqdn()),
          vantage,
          "",
          at,
          OptionalLong.empty(),
          OptionalLong.empty(),
          at,
          intervalMillis,
          false,
          verdict.reach(),
          SmashedVerdict.channel(property.protocol()),
          verdict.dialogue(),
          verdict.evidence(),
          verdict == SmashedVerdict.UP
              ? SmashedVerdict.protocols(property.protocol(), reason)
              : List.of(),
          "",
          property.coins(),
          CoinFinding.NONE,
          WorkFacts.NONE,
          Optional.empty(),
          List.of(),
          0,
          0,
          Bytes.of(kept.getBytes(StandardCharsets.UTF_8)),
          "");
    }

    private void add(Observation observation) {
      if (catalog.isEmpty()) {
        return;
      }
      visits.add(observation);
      coverage.add(observation.startedAt(), observation.endedAt(), intervalMillis);
      batch.add(observation);
      if (batch.size() == ROWS_A_TRANSACTION) {
        flush();
      }
    }

    void flush() {
      if (!batch.isEmpty()) {
        catalog.ifPresent(c -> report.addNew(c.appendWithTranscripts(batch, vantage)));
        batch.clear();
      }
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
