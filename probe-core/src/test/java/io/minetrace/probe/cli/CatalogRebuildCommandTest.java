// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.net.Endpoint;
import io.minetrace.probe.catalog.Catalog;
import io.minetrace.probe.catalog.DatabaseLocation;
import io.minetrace.probe.catalog.TestCatalog;
import io.minetrace.probe.catalog.Visits;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogRebuildCommandTest {

  private static final Endpoint ENDPOINT = Endpoint.parse("192.0.2.20:3333");
  private static final long BEGIN = 1_767_225_600_000L;

  @TempDir private Path directory;
  private DatabaseLocation.Remote database;
  private CatalogLine line;

  @BeforeEach
  void aCatalogWithAHistory() throws IOException {
    database = TestCatalog.emptyCatalog();
    line = new CatalogLine(database, directory);
    try (Catalog catalog = Catalog.open(database)) {
      catalog.store(
          List.of(
              Visits.up(ENDPOINT, BEGIN),
              Visits.up(ENDPOINT, BEGIN + Visits.INTERVAL),
              Visits.down(ENDPOINT, BEGIN + 2 * Visits.INTERVAL)));
    }
  }

  private void spoil() throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(database.url(), database.user(), database.password());
        Statement statement = connection.createStatement()) {
      statement.execute("UPDATE availability_window SET end_reason = 'OPEN', not_after = NULL");
    }
  }

  @Test
  void nothingDiffersAndThatIsSaid() throws IOException {
    assertThat(line.run("rebuild"))
        .isEqualTo(
            new CatalogLine.Ran(
                0,
                "",
                "1 endpoints, 3 observations, 1 windows by rule version 3: 0 differ"
                    + " (0 opened, 0 extended, 0 closed, 0 changed, 0 removed)\n"
                    + "nothing was changed (see --apply)\n"));
  }

  @Test
  void whatDiffersIsShownAndAppliedWhenAsked() throws IOException, SQLException {
    spoil();

    CatalogLine.Ran told = line.run("rebuild", "--endpoint", "192.0.2.20:3333");
    assertThat(told.out())
        .isEqualTo(
            "CHANGE  ENDPOINT             FIRST UP              LAST UP               WHAT\n"
                + "closed  192.0.2.20:3333/tcp  2026-01-01T00:00:01Z  2026-01-01T03:00:01Z "
                + " not_after - ⇒ 2026-01-01T06:00:01.000Z; end_reason OPEN ⇒ DOWN\n");
    assertThat(told.err())
        .contains("1 differ (0 opened, 0 extended, 1 closed, 0 changed, 0 removed)")
        .endsWith("nothing was changed (see --apply)\n");

    assertThat(line.run("rebuild", "--top", "0").err()).startsWith("… and 1 more (see --top)\n");
    assertThat(line.run("rebuild", "--apply", "--json").out())
        .startsWith("{\"applied\":true,\"algorithm_version\":3,\"endpoints\":1,")
        .contains(
            "\"closed\":1,",
            "\"first\":[{\"change\":[\"closed\"],\"window_id\":\"",
            "\"end_reason\":{\"stored\":\"OPEN\",\"computed\":\"DOWN\"}");
    assertThat(line.run("rebuild").err()).contains(": 0 differ (");
  }

  @Test
  void whatIsNotInTheCatalogIsSaid() throws IOException {
    assertThat(line.run("rebuild", "--endpoint", "192.0.2.21:3333").err())
        .isEqualTo(
            """
            error: not in the catalog: 192.0.2.21:3333
            hint: 'catalog search' finds what there is
            """);
    assertThat(line.run("rebuild", "--pool", "Nobody's").exitCode()).isEqualTo(2);
    assertThat(line.run("rebuild", "--endpoint", "nowhere").exitCode()).isEqualTo(2);
    assertThat(line.run("rebuild", "--top", "-1").exitCode()).isEqualTo(2);
  }
}
