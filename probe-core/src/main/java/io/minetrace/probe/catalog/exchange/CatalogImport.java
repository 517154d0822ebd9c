// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.exchange;

import io.minetrace.probe.Observation;
import io.minetrace.probe.catalog.Catalog;
import io.minetrace.probe.catalog.CoverageSpans;
import io.minetrace.probe.catalog.DeclaredService;
import io.minetrace.probe.catalog.VisitedNames;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.commons.csv.CSVRecord;

/** Imports files. Not safe for use by several threads. */
public final class CatalogImport {

  /** Of services found by probing, where nobody says whose they are. */
  public static final String UNKNOWN_POOL = "unknown";

  private static final int ROWS_A_TRANSACTION = 2_000;

  private final Catalog catalog;
  private final Consumer<BadRow> badRows;
  private final String pool;
  private long bad;

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
    this.catalog = catalog;
    this.badRows = badRows;
    this.pool = pool;
  }

  /**
   * Imports a file of a kind recognised by its header. {@link Catalog#foldAll} is due afterwards.
   *
   * @throws UnreadableFileException if it is of no known kind
   */
  public ImportReport importFile(Path file) throws IOException {
    bad = 0;
    if (isJson(file)) {
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
                + ")");
      }
      return switch (kind.get()) {
        case OBSERVATIONS -> observations(rows);
        case DECLARED -> services(rows);
        case PROBES -> throw new IllegalStateException("a CSV of JSON");
      };
    }
  }

  private static boolean isJson(Path file) throws IOException {
    try (InputStream stream = new BufferedInputStream(Files.newInputStream(file))) {
      int first = stream.read();
      while (first >= 0 && Character.isWhitespace(first)) {
        first = stream.read();
      }
      return first == '{';
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

  private ImportReport services(CsvRows rows) {
    List<DeclaredService> services = new ArrayList<>();
    for (Optional<CSVRecord> row = rows.next(); row.isPresent(); row = rows.next()) {
      try {
        services.add(DeclaredRow.parse(row.get(), rows.file()));
      } catch (IllegalArgumentException e) {
        rows.bad(e.getMessage());
      }
    }
    long added = catalog.declare(services);
    return new ImportReport(FileKind.DECLARED, services.size() + bad, added, bad);
  }
}
