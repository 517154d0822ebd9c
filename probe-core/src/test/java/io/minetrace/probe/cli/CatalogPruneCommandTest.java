// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.net.Endpoint;
import io.minetrace.probe.Observation;
import io.minetrace.probe.catalog.Catalog;
import io.minetrace.probe.catalog.DatabaseLocation;
import io.minetrace.probe.catalog.TestCatalog;
import io.minetrace.probe.catalog.Visits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogPruneCommandTest {

  private static final Endpoint ENDPOINT = Endpoint.parse("192.0.2.20:3333");
  private static final long BEGIN = 1_767_225_600_000L; // 2026-01-01
  private static final int VISITS = 400;

  @TempDir private Path directory;
  private CatalogLine line;

  @BeforeEach
  void anEndpointThatWasUpForFiftyDays() throws IOException {
    DatabaseLocation.Remote database = TestCatalog.emptyCatalog();
    line = new CatalogLine(database, directory);
    List<Observation> visits = new ArrayList<>();
    for (int i = 0; i < VISITS; i++) {
      visits.add(Visits.up(ENDPOINT, BEGIN + i * Visits.INTERVAL, "eu.pool.test"));
    }
    try (Catalog catalog = Catalog.open(database)) {
      catalog.append(visits, "test");
    }
  }

  @Test
  void itSaysWhatWouldGoThenDoesItAndKeepsItOnRecord() {
    CatalogLine.Ran snapshot = line.run("snapshot", directory.resolve("before.zip").toString());
    assertThat(snapshot.exitCode()).isZero();

    CatalogLine.Ran told = line.run("prune", "--older-than", "2026-02-01");
    assertThat(told)
        .isEqualTo(
            new CatalogLine.Ran(
                0,
                "CLASS         MONTH    ROWS TO GO\nobservations  2026-01  246\n",
                "observations before 2026-02-01T00:00:00Z: 246 rows of 1 endpoints would be"
                    + " packed, 2 older ones stay\n"
                    + "1 snapshots have left this catalog, the last one as of"
                    + " 2026-02-19T21:00:01Z: all they rest on stays\n"
                    + "nothing was changed (see --apply)\n"));
    assertThat(line.run("prune").err()).isEqualTo("nothing has left the catalog by retention\n");

    CatalogLine.Ran done =
        line.run("prune", "--older-than", "2026-02-01", "--apply", "--by", "me", "--why", "room");
    assertThat(done.out())
        .isEqualTo("CLASS         MONTH    ROWS GONE\nobservations  2026-01  246\n");
    assertThat(done.err())
        .contains("are packed, 2 older ones stay")
        .endsWith("done, and on record\n");
    assertThat(line.run("prune").out())
        .matches(
            "(?s)NUMBER +WHEN +CLASS +BEFORE +ROWS +MONTHS +BY +WHY\n[0-9]+ +[0-9TZ:-]+ +observations"
                + " +2026-02-01T00:00:00Z +246 +2026-01\\.\\.2026-01 +me +room\n");

    assertThat(line.run("snapshot", directory.resolve("after.zip").toString()).exitCode()).isZero();
    assertThat(directory.resolve("after.zip"))
        .hasSameBinaryContentAs(directory.resolve("before.zip"));
    CatalogLine.Ran rebuilt = line.run("rebuild");
    assertThat(rebuilt.err())
        .contains("1 endpoints, 400 observations, 1 windows")
        .contains("0 differ")
        .contains("246 observations were packed by retention, the last time ");
  }

  @Test
  void eachClassHasAnAgeOfItsOwn() {
    CatalogLine.Ran ran =
        line.run(
            "prune",
            "--class",
            "observations=2026-01-02",
            "--class",
            "transcripts=2026-01-03",
            "--class",
            "resolutions=0d");

    assertThat(ran.exitCode()).isZero();
    assertThat(ran.err())
        .startsWith(
            "transcripts before 2026-01-03T00:00:00Z: 0 rows of 0 endpoints would be deleted, 0"
                + " older ones stay\n"
                + "observations before 2026-01-02T00:00:00Z: 6 rows of 1 endpoints would be")
        .contains("\nresolutions before ");
  }

  @Test
  void wrongUsageIsSaidAndChangesNothing() {
    assertThat(line.run("prune", "--older-than", "a while", "--apply").err())
        .contains("age: 'a while' (expected: as 90d, 26w, 18mo or 2y, or a date as 2026-05-02)");
    assertThat(line.run("prune", "--class", "windows=1d", "--apply").err())
        .contains("--class: 'windows' (expected: observations, transcripts or resolutions)");
    assertThat(line.run("prune", "--older-than", "2199-01-01").err())
        .contains("age: '2199-01-01' is in the future");
    CatalogLine.Ran nothing = line.run("prune", "--apply");
    assertThat(nothing.exitCode()).isEqualTo(2);
    assertThat(nothing.err()).contains("nothing to prune: give --older-than AGE");
    assertThat(line.run("prune").err()).isEqualTo("nothing has left the catalog by retention\n");
  }

  @Test
  void agesAreCountedBackByTheCalendar() {
    Instant now = Instant.parse("2026-03-31T12:00:00Z");
    assertThat(new AgeText("90d").before(now)).isEqualTo("2025-12-31T12:00:00Z");
    assertThat(new AgeText("2w").before(now)).isEqualTo("2026-03-17T12:00:00Z");
    assertThat(new AgeText("1mo").before(now)).isEqualTo("2026-02-28T12:00:00Z");
    assertThat(new AgeText("2y").before(now)).isEqualTo("2024-03-31T12:00:00Z");
  }
}
