// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.evaluation.Share;
import io.minetrace.match.Situation;
import io.minetrace.probe.catalog.Catalog;
import io.minetrace.probe.catalog.DatabaseLocation;
import io.minetrace.probe.catalog.TestCatalog;
import io.minetrace.probe.catalog.smashed.PredecessorHistory;
import io.minetrace.probe.catalog.smashed.SmashedImport;
import io.minetrace.probe.catalog.smashed.SmashedReport;
import io.minetrace.window.WindowSnapshot;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A history of the predecessor's, imported as a whole and in two parts. */
class ToldCatalogTest {

  private static final int ENDPOINTS = 130;
  private static final long ROWS = 60_000;
  private static final long LATEST = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

  @TempDir private Path directory;
  private final List<String> problems = new ArrayList<>();

  private Path dump(long rows) throws IOException {
    Path file = directory.resolve(rows + ".sql");
    try (Writer out = Files.newBufferedWriter(file)) {
      new PredecessorHistory(rows, ENDPOINTS).write(out);
    }
    return file;
  }

  private SmashedReport take(Catalog catalog, Path dump) throws IOException {
    try (SmashedImport smashed =
        SmashedImport.open(
            dump.toString(),
            Optional.empty(),
            Optional.empty(),
            ZoneOffset.UTC,
            SmashedImport.VANTAGE,
            LATEST,
            problems::add)) {
      SmashedReport report = smashed.into(catalog);
      catalog.foldAll(folded -> {});
      return report;
    }
  }

  private String snapshot(Catalog catalog) throws IOException {
    Path file = directory.resolve("snapshot.zip");
    catalog.writeSnapshot(file);
    try (WindowSnapshot snapshot = WindowSnapshot.open(file)) {
      return snapshot.id();
    }
  }

  @Test
  void itsWindowsAreThoseOfARecomputationAndItsSharesWhatWasTold() throws IOException {
    try (Catalog catalog = TestCatalog.empty()) {
      SmashedReport report = take(catalog, dump(ROWS));
      ToldCatalog told = ToldCatalog.of(catalog);

      assertThat(problems).isEmpty();
      assertThat(report.added()).isEqualTo(report.observations()).isGreaterThan(50_000);
      assertThat(told.windows()).isGreaterThan(500);
      assertThat(told.otherWindows()).isEmpty();
      for (ToldHistory.Told share : ToldHistory.told()) {
        if (share.situation() == Situation.IN_WINDOW) {
          Share found = told.found(share);
          assertThat(found.all()).as("%s", share).isGreaterThan(1_000);
          assertThat(found.value())
              .as("%s", share)
              .isBetween(share.ups() - 0.02, share.ups() + 0.02);
        }
      }
    }
  }

  @Test
  void whatHasGrownSinceIsAddedToWhatIsThere() throws IOException {
    String atOnce;
    try (Catalog catalog = TestCatalog.empty()) {
      var unused = take(catalog, dump(ROWS));
      atOnce = snapshot(catalog);
    }
    DatabaseLocation.Remote database = TestCatalog.emptyCatalog();
    try (Catalog catalog = Catalog.open(database)) {
      SmashedReport first = take(catalog, dump(ROWS / 2));
      SmashedReport second = take(catalog, dump(ROWS));
      SmashedReport third = take(catalog, dump(ROWS));

      assertThat(first.added()).isEqualTo(first.observations());
      assertThat(second.added()).isEqualTo(second.observations() - first.observations());
      assertThat(third.added()).isZero();
      assertThat(snapshot(catalog)).isEqualTo(atOnce);
      assertThat(ToldCatalog.of(catalog).otherWindows()).isEmpty();
    }
  }
}
