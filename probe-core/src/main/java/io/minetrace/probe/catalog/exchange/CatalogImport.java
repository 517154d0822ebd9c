// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.exchange;

import io.minetrace.probe.Observation;
import io.minetrace.probe.catalog.Catalog;
import io.minetrace.probe.catalog.CoverageSpans;
import io.minetrace.probe.catalog.DeclaredService;
import io.minetrace.probe.catalog.NameIndicator;
import io.minetrace.probe.catalog.PassiveName;
import io.minetrace.probe.catalog.VisitedNames;
import io.minetrace.probe.coin.PoolRecognition;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.zip.ZipException;
import org.apache.commons.csv.CSVRecord;

/** Imports files. Not safe for use by several threads. */
public final class CatalogImport {

  /** Of services found by probing, where nobody says whose they are. */
  public static final String UNKNOWN_POOL = "unknown";

  private static final int ROWS_A_TRANSACTION = 2_000;

  private final Catalog catalog;
  private final Consumer<BadRow> badRows;
  private final String pool;
  private final Effect effect;
  private final ImportNews news;
  private long bad;

  /** What importing does to the catalog. */
  public enum Effect {
    /** What is new is added. */
    ADD,
    /** Nothing is changed; what would be new is only told. */
    NONE
  }

  /**
   * An importer.
   *
   * @param badRows told of each row that is left out
   */
  public CatalogImport(Catalog catalog, Consumer<BadRow> badRows) {
    this(catalog, badRows, UNKNOWN_POOL);
  }

  /**
   * An importer.
   *
   * @param badRows told of each row that is left out
   * @param pool whose the services are that were found by probing
   */
  public CatalogImport(Catalog catalog, Consumer<BadRow> badRows, String pool) {
    this(catalog, badRows, pool, Effect.ADD, service -> {});
  }

  /**
   * An importer.
   *
   * @param badRows told of each row that is left out
   * @param pool whose the services are that were found by probing, or that a list states no pool of
   * @param news told of what was not in the catalog
   */
  public CatalogImport(
      Catalog catalog, Consumer<BadRow> badRows, String pool, Effect effect, ImportNews news) {
    this.catalog = catalog;
    this.badRows = badRows;
    this.pool = pool;
    this.effect = effect;
    this.news = news;
  }

  /**
   * Imports a file of a kind recognised by its header. {@link Catalog#foldAll} is due afterwards.
   *
   * @throws UnreadableFileException if it is of no known kind
   */
  public ImportReport importFile(Path file) throws IOException {
    bad = 0;
    Optional<FileKind> recognised = Recognition.of(file);
    if (recognised.flatMap(FileKind::reader).isPresent()) {
      return list(file, recognised.get());
    }
    if (recognised.equals(Optional.of(FileKind.PASSIVE_DNS))) {
      return passiveDns(file);
    }
    if (recognised.isPresent()) {
      requireEffect(file);
      return probes(file);
    }
    try (CsvRows rows = CsvRows.open(file, this::count)) {
      Optional<FileKind> kind = FileKind.of(rows.header());
      if (kind.isEmpty()) {
        throw new UnreadableFileException(
            file.toString(),
            "columns "
                + String.join(",", rows.header())
                + " are those of no file that can be imported (expected at least "
                + String.join(",", FileKind.OBSERVATIONS.requiredColumns())
                + ", or "
                + String.join(",", FileKind.DECLARED.requiredColumns())
                + "), and it is no list of names or addresses");
      }
      if (kind.get() == FileKind.OBSERVATIONS) {
        requireEffect(file);
        return observations(rows);
      }
      return kind.get() == FileKind.FEED_ROWS
          ? feed(file, rows)
          : services(rows, dayOf(file).toString());
    }
  }

  /** What is known of visits already is found out only by adding them. */
  private void requireEffect(Path file) throws UnreadableFileException {
    if (effect == Effect.NONE) {
      throw new UnreadableFileException(
          file.toString(), "holds visits (expected, where nothing is to be changed: services)");
    }
  }

  private ListedServices emptyList(Path file, FileKind kind) throws IOException {
    return new ListedServices(
        file.toString(),
        file.getFileName() + " (" + kind.content().replaceFirst("^services of (an? )?", "") + ")",
        dayOf(file),
        // Our own export says nothing that its catalog did not, whenever it was written.
        kind == FileKind.FEED_ROWS || kind == FileKind.FEED_LINES
            ? ListedServices.Freshness.REPEATED
            : ListedServices.Freshness.EVIDENCE,
        pool.equals(UNKNOWN_POOL) ? "" : pool,
        this::count);
  }

  private static LocalDate dayOf(Path file) throws IOException {
    return LocalDate.ofInstant(Files.getLastModifiedTime(file).toInstant(), ZoneOffset.UTC);
  }

  private ImportReport list(Path file, FileKind kind) throws IOException {
    ListedServices list = emptyList(file, kind);
    try (InputStream stream = CsvRows.uncompressed(Files.newInputStream(file))) {
      kind.reader().orElseThrow().read(stream, list);
    } catch (EOFException | ZipException e) {
      count(new BadRow(file.toString(), 0, "cannot be read on (" + e.getMessage() + ")"));
    }
    return declare(kind, list.services(), list.indicators());
  }

  private ImportReport feed(Path file, CsvRows rows) throws IOException {
    ListedServices list = emptyList(file, FileKind.FEED_ROWS);
    for (Optional<CSVRecord> row = rows.next(); row.isPresent(); row = rows.next()) {
      FeedRow.take(rows.line(), row.get(), list);
    }
    return declare(FileKind.FEED_ROWS, list.services(), list.indicators());
  }

  /** In one step: all of a file, or nothing. */
  private ImportReport declare(
      FileKind kind, List<DeclaredService> services, List<NameIndicator> indicators) {
    List<DeclaredService> unknown = catalog.undeclared(services);
    unknown.forEach(news::service);
    List<NameIndicator> unknownPatterns = catalog.unindicated(indicators);
    unknownPatterns.forEach(news::indicator);
    if (effect == Effect.ADD) {
      catalog.declare(services, indicators);
    }
    return new ImportReport(
        kind,
        services.size() + indicators.size() + bad,
        unknown.size() + unknownPatterns.size(),
        bad,
        0,
        indicators.size());
  }

  private ImportReport passiveDns(Path file) throws IOException {
    Set<String> poolNames = catalog.poolNames();
    Set<String> domains = new HashSet<>(poolNames);
    catalog.indicators().forEach(indicator -> domains.add(indicator.name()));
    PassiveDns passive =
        new PassiveDns(
            file,
            poolNames,
            catalog.endpointAddresses(),
            name -> isBelow(name, domains) || PoolRecognition.ofHost(name).isPresent());
    List<PassiveName> names = passive.read(this::count);
    List<PassiveName> unknown = catalog.unknownPassive(names);
    unknown.forEach(news::passive);
    if (effect == Effect.ADD) {
      catalog.addPassive(names);
    }
    return new ImportReport(
        FileKind.PASSIVE_DNS,
        names.size() + bad + passive.leftOut(),
        unknown.size(),
        bad,
        passive.leftOut());
  }

  /** Whether a name is one of some, or below one. */
  private static boolean isBelow(String name, Set<String> domains) {
    for (String above = name; ; above = above.substring(above.indexOf('.') + 1)) {
      if (domains.contains(above)) {
        return true;
      }
      if (above.indexOf('.') < 0) {
        return false;
      }
    }
  }

  /** One proven visit a transaction: there are few, and each has its own source. */
  private ImportReport probes(Path file) throws IOException {
    Map<String, CoverageSpans> coverage = new TreeMap<>();
    VisitedNames visits = new VisitedNames();
    List<DeclaredService> services = new ArrayList<>();
    long proven = 0;
    long added = 0;
    long unproven = 0;
    try (TextLines lines = new TextLines(Files.newInputStream(file))) {
      for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
        if (line.get().isBlank()) {
          continue;
        }
        try {
          Optional<ProbeRow> row = ProbeRow.parse(line.get(), pool);
          if (row.isEmpty()) {
            unproven++;
            continue;
          }
          Observation visit = row.get().visit();
          added += catalog.append(List.of(visit), row.get().source());
          services.add(row.get().service());
          visits.add(visit);
          coverage
              .computeIfAbsent(visit.vantage(), vantage -> new CoverageSpans())
              .add(visit.startedAt(), visit.endedAt(), visit.intervalMillis());
          proven++;
        } catch (IllegalArgumentException e) {
          count(new BadRow(file.toString(), lines.number(), e.getMessage()));
        }
      }
    }
    catalog.declare(services);
    catalog.addVisits(visits);
    catalog.addCoverage(coverage);
    return new ImportReport(FileKind.PROBES, proven + bad + unproven, added, bad, unproven);
  }

  private void count(BadRow row) {
    bad++;
    badRows.accept(row);
  }

  private ImportReport observations(CsvRows rows) {
    Map<String, CoverageSpans> coverage = new TreeMap<>();
    VisitedNames visits = new VisitedNames();
    List<Observation> batch = new ArrayList<>();
    String source = "";
    long good = 0;
    long added = 0;
    for (Optional<CSVRecord> row = rows.next(); row.isPresent(); row = rows.next()) {
      try {
        Observation observation = ObservationRow.parse(row.get());
        String rowSource = row.get().get("source");
        if (!batch.isEmpty() && (batch.size() == ROWS_A_TRANSACTION || !rowSource.equals(source))) {
          added += catalog.append(batch, source);
          batch.clear();
        }
        source = rowSource;
        batch.add(observation);
        visits.add(observation);
        coverage
            .computeIfAbsent(observation.vantage(), vantage -> new CoverageSpans())
            .add(observation.startedAt(), observation.endedAt(), observation.intervalMillis());
        good++;
      } catch (IllegalArgumentException e) {
        rows.bad(e.getMessage());
      }
    }
    if (!batch.isEmpty()) {
      added += catalog.append(batch, source);
    }
    catalog.addVisits(visits);
    catalog.addCoverage(coverage);
    return new ImportReport(FileKind.OBSERVATIONS, good + bad, added, bad);
  }

  private ImportReport services(CsvRows rows, String day) {
    List<DeclaredService> services = new ArrayList<>();
    for (Optional<CSVRecord> row = rows.next(); row.isPresent(); row = rows.next()) {
      try {
        services.add(DeclaredRow.parse(row.get(), rows.file(), day));
      } catch (IllegalArgumentException e) {
        rows.bad(e.getMessage());
      }
    }
    return declare(FileKind.DECLARED, services, List.of());
  }
}
