// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.net.Endpoint;
import io.minetrace.probe.catalog.Catalog;
import io.minetrace.probe.catalog.DatabaseLocation;
import io.minetrace.probe.catalog.DoubtScope;
import io.minetrace.probe.catalog.TestCatalog;
import io.minetrace.probe.catalog.Visits;
import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.ObservationProof;
import io.minetrace.window.Verdict;
import io.minetrace.window.WindowSnapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogDoubtCommandTest {

  private static final Endpoint ENDPOINT = Endpoint.parse("192.0.2.20:3333");
  private static final long BEGIN = 1_767_225_600_000L;

  @TempDir private Path directory;
  private DatabaseLocation.Remote database;
  private CatalogLine line;

  @BeforeEach
  void anEndpointThatWasUpWithAMissBetween() throws IOException {
    database = TestCatalog.emptyCatalog();
    line = new CatalogLine(database, directory);
    try (Catalog catalog = Catalog.open(database)) {
      catalog.store(
          List.of(
              Visits.up(ENDPOINT, BEGIN),
              Visits.down(ENDPOINT, BEGIN + Visits.INTERVAL),
              Visits.up(ENDPOINT, BEGIN + 2 * Visits.INTERVAL)));
    }
  }

  private AvailabilityWindow window() {
    try (Catalog catalog = Catalog.open(database)) {
      return catalog.windows(ENDPOINT).get(0);
    }
  }

  private String open(String about) {
    return line.run(
            "doubt",
            "open",
            about,
            "--from",
            "2026-01-01",
            "--to",
            "2026-01-02",
            "--reason",
            "no link",
            "--by",
            "me")
        .err();
  }

  @Test
  void aDoubtTakesAFailureAwayAndItsReleaseGivesItBack() {
    assertThat(window().missedCount()).isEqualTo(1);

    String opened = open("192.0.2.20:3333");
    assertThat(opened).endsWith(": doubt opened, windows are up to date\n");
    assertThat(window().missedCount()).isZero();
    String number = opened.substring(0, opened.indexOf(':'));
    assertThat(line.run("doubt", "list").out())
        .isEqualTo(
            "NUMBER  ABOUT            VANTAGE  FROM                  TO                    "
                + "DECIDED BY  RELEASED BY  REASON\n"
                + (number + "        ").substring(0, 8)
                + "192.0.2.20:3333  all      2026-01-01T00:00:00Z  2026-01-02T00:00:00Z  "
                + "me          -            no link\n");

    assertThat(line.run("doubt", "release", number, "--by", "you").err())
        .isEqualTo("1 released, windows are up to date\n");
    assertThat(window().missedCount()).isEqualTo(1);
    assertThat(line.run("doubt", "list").err()).isEqualTo("no doubt holds\n");
    assertThat(line.run("doubt", "list", "--all").out()).contains("  you  ");
    assertThat(line.run("doubt", "release", number))
        .isEqualTo(
            new CatalogLine.Ran(
                2,
                "",
                "error: no doubt that holds: "
                    + number
                    + "\nhint: 'catalog doubt list' shows those that do\n"));
  }

  /** What a row of a result may cite. */
  private List<Verdict> verdicts() throws IOException {
    Path file = directory.resolve("windows.zip");
    try (Catalog catalog = Catalog.open(database)) {
      catalog.writeSnapshot(file);
    }
    try (WindowSnapshot snapshot = WindowSnapshot.open(file)) {
      return snapshot.observations(ENDPOINT).stream().map(ObservationProof::verdict).toList();
    }
  }

  @Test
  void aFailureThatIsDoubtedIsNoProofEither() throws IOException {
    assertThat(verdicts()).containsExactly(Verdict.UP, Verdict.DOWN, Verdict.UP);

    String opened = open("192.0.2.20:3333");
    open("192.0.2.20:4444");
    assertThat(verdicts()).containsExactly(Verdict.UP, Verdict.UNKNOWN, Verdict.UP);

    line.run("doubt", "release", opened.substring(0, opened.indexOf(':')), "--by", "you");
    assertThat(verdicts()).containsExactly(Verdict.UP, Verdict.DOWN, Verdict.UP);
  }

  @Test
  void theFailuresOfAVantageThatIsNotDoubtedAreProof() throws IOException {
    try (Catalog catalog = Catalog.open(database)) {
      catalog.openDoubt("there", new DoubtScope.OfEverything(), BEGIN, "all flip", "test", BEGIN);
    }
    assertThat(verdicts()).containsExactly(Verdict.UP, Verdict.DOWN, Verdict.UP);
    try (Catalog catalog = Catalog.open(database)) {
      catalog.openDoubt("here", new DoubtScope.OfEverything(), BEGIN, "all flip", "test", BEGIN);
    }
    assertThat(verdicts()).containsExactly(Verdict.UP, Verdict.UNKNOWN, Verdict.UP);
  }

  @Test
  void whatItIsAboutMayBeEverythingOrAnAddressButNotAnythingElse() {
    assertThat(open("everything")).contains("doubt opened");
    assertThat(open("2001:db8::1")).contains("doubt opened");
    assertThat(line.run("doubt", "list").out()).contains("  everything  ", "  2001:db8::1  ");

    assertThat(open("nowhere")).contains("'nowhere' (expected: everything, pool:NAME, ");
    assertThat(open("pool:Nobody's")).contains("pool: 'Nobody's' is not in the catalog");
    assertThat(
            line.run(
                    "doubt",
                    "open",
                    "everything",
                    "--from",
                    "2026-01-01",
                    "--to",
                    "2025-12-31",
                    "--reason",
                    "x")
                .err())
        .contains("--to: 2025-12-31T00:00:00Z is before --from");
    assertThat(line.run("doubt", "list").out().lines()).hasSize(3);
  }
}
