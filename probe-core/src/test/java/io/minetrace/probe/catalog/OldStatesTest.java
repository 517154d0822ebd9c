// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.net.Endpoint;
import io.minetrace.probe.catalog.exchange.CatalogImport;
import io.minetrace.window.AvailabilityWindow;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Catalogs that earlier states of the program have made, as dumps: opened, they answer as before,
 * and rebuilt, as one does that is made today of the same files.
 */
class OldStatesTest {

  private static final List<Endpoint> ENDPOINTS =
      List.of(
          Endpoint.parse("192.0.2.1:3333"),
          Endpoint.parse("192.0.2.2:3333"),
          Endpoint.parse("[2001:db8::4]:4444"),
          Endpoint.parse("198.51.100.7:3333"));

  private static Map<Endpoint, List<AvailabilityWindow>> today;

  @BeforeAll
  static void aCatalogMadeToday() throws Exception {
    try (Catalog catalog = Catalog.open(TestCatalog.emptyDatabase())) {
      for (String file : List.of("services.csv", "observations.csv")) {
        Path path = Path.of(OldStatesTest.class.getResource("/catalog-states/" + file).toURI());
        new CatalogImport(catalog, bad -> {}).importFile(path);
      }
      catalog.foldAll(folded -> {});
      today = windows(catalog);
    }
  }

  private static Map<Endpoint, List<AvailabilityWindow>> windows(Catalog catalog) {
    Map<Endpoint, List<AvailabilityWindow>> windows = new HashMap<>();
    ENDPOINTS.forEach(endpoint -> windows.put(endpoint, catalog.windows(endpoint)));
    return windows;
  }

  private static String dump(String state) throws IOException {
    try (InputStream in =
        new GZIPInputStream(
            OldStatesTest.class.getResourceAsStream("/catalog-states/" + state + ".sql.gz"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Connection connect(DatabaseLocation.Remote database) throws SQLException {
    return DriverManager.getConnection(
        database.url() + (database.url().contains("?") ? "&" : "?") + "allowMultiQueries=true",
        database.user(),
        database.password());
  }

  private static List<List<String>> windowRows(DatabaseLocation.Remote database)
      throws SQLException {
    return rows(database, "SELECT * FROM availability_window_export ORDER BY window_id, segment");
  }

  /** As snapshots carry them. */
  private static List<List<String>> observationRows(DatabaseLocation.Remote database)
      throws SQLException {
    return rows(
        database,
        "SELECT address, port, transport, time, vantage, verdict, evidence, protocol"
            + " FROM observation_export ORDER BY address, port, time, vantage");
  }

  private static List<List<String>> rows(DatabaseLocation.Remote database, String query)
      throws SQLException {
    List<List<String>> rows = new ArrayList<>();
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      while (row.next()) {
        List<String> cells = new ArrayList<>();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
          cells.add(row.getMetaData().getColumnLabel(i) + "=" + row.getString(i));
        }
        rows.add(cells);
      }
    }
    return rows;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "eddb7ea", "660045f", "0833943", "55f30f1", "ae1f48f", "fa08a31", "3eedd59", "d16fcfd"
      })
  void aCatalogOfAnEarlierStateAnswersAsBefore(String state) throws Exception {
    DatabaseLocation.Remote database = TestCatalog.emptyDatabase();
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(dump(state));
    }
    List<List<String>> windows = windowRows(database);
    List<List<String>> observations = observationRows(database);
    assertThat(windows).hasSizeGreaterThan(10);
    assertThat(observations).hasSize(216);

    try (Catalog catalog = Catalog.open(database)) {
      assertThat(windowRows(database)).isEqualTo(windows);
      assertThat(observationRows(database)).isEqualTo(observations);
      assertThat(partitions(catalog))
          .isEqualTo(Map.of("m201803", 64L, "m201804", 32L, "m202601", 120L));
      assertThat(catalog.search("eu.first.test")).isNotEmpty();
      assertThat(catalog.feed().entries()).isNotEmpty();

      RebuildReport report =
          catalog.rebuild(RebuildScope.EVERYTHING, RebuildMode.APPLY, change -> {}, looked -> {});
      assertThat(report.observations()).isEqualTo(216);
      assertThat(windows(catalog)).isEqualTo(today);

      long up = 1_790_000_000_000L;
      catalog.store(List.of(Visits.up(ENDPOINTS.get(0), up)));
      assertThat(catalog.lastObservation(ENDPOINTS.get(0)).orElseThrow().startedAt()).isEqualTo(up);
    }
    // And a second time, there is nothing left to be done.
    Catalog.open(database).close();
  }

  private static Map<String, Long> partitions(Catalog catalog) {
    Map<String, Long> rows = new HashMap<>();
    catalog
        .jdbi()
        .useHandle(
            handle -> {
              List<String> names =
                  handle
                      .select(
                          "SELECT partition_name FROM information_schema.partitions WHERE"
                              + " table_schema = DATABASE() AND table_name = 'observation'")
                      .mapTo(String.class)
                      .list();
              for (String name : names) {
                long count =
                    handle
                        .select("SELECT COUNT(*) FROM observation PARTITION (" + name + ")")
                        .mapTo(Long.class)
                        .one();
                if (count > 0) {
                  rows.put(name, count);
                }
              }
            });
    return rows;
  }
}
