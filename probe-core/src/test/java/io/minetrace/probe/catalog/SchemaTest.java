// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minetrace.net.Endpoint;
import io.minetrace.probe.CoinConfidence;
import io.minetrace.probe.CoinFinding;
import io.minetrace.probe.Observation;
import io.minetrace.probe.WorkFacts;
import io.minetrace.probe.catalog.server.DatabaseUnavailableException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

class SchemaTest {

  private static void run(DatabaseLocation.Remote database, String... statements)
      throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(database.url(), database.user(), database.password());
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  @Test
  void openingAgainKeepsWhatIsThere() {
    DatabaseLocation.Remote database = TestCatalog.emptyDatabase();
    Endpoint endpoint = Endpoint.parse("192.0.2.1:3333");
    try (Catalog catalog = Catalog.open(database)) {
      catalog.store(List.of(Visits.up(endpoint, 1_000)));
    }
    try (Catalog catalog = Catalog.open(database)) {
      assertThat(catalog.windows(endpoint)).hasSize(1);
    }
  }

  @Test
  void aNewerSchemaIsRefusedInOneLine() throws SQLException {
    DatabaseLocation.Remote database = TestCatalog.emptyDatabase();
    Catalog.open(database).close();
    run(
        database,
        "INSERT INTO flyway_schema_history SELECT 999, '999', 'later', 'SQL', 'V999__later.sql', 1,"
            + " installed_by, installed_on, 1, 1 FROM flyway_schema_history LIMIT 1");

    assertThatThrownBy(() -> Catalog.open(database))
        .isInstanceOf(DatabaseUnavailableException.class)
        .hasMessageMatching(
            "the database is newer than this program: it has schema 999, this program knows 0\\d\\d");
  }

  @Test
  void aMigrationThatWasBrokenOffIsRepeated() throws SQLException {
    DatabaseLocation.Remote database = TestCatalog.emptyDatabase();
    int migrations;
    try (Catalog catalog = Catalog.open(database)) {
      migrations = succeeded(catalog);
    }
    // As a kill between the statement and its note in the history leaves it, and as a failed one.
    run(
        database,
        "DELETE FROM flyway_schema_history ORDER BY installed_rank DESC LIMIT 1",
        "UPDATE flyway_schema_history SET success = 0 ORDER BY installed_rank DESC LIMIT 1");

    try (Catalog catalog = Catalog.open(database)) {
      assertThat(succeeded(catalog)).isEqualTo(migrations).isGreaterThan(24);
    }
  }

  @Test
  void aCatalogOfAnEarlierSchemaKeepsWhatItKnew() throws SQLException {
    DatabaseLocation.Remote database = TestCatalog.emptyDatabase();
    Flyway.configure()
        .dataSource(database.url(), database.user(), database.password())
        .locations("classpath:db/migration")
        .target("24")
        .loggers("slf4j")
        .load()
        .migrate();
    run(
        database,
        "INSERT INTO endpoint (address, port, transport) VALUES ('::ffff:192.0.2.1', 3333, 6)",
        "INSERT INTO vantage (name) VALUES ('here')",
        "INSERT INTO observation SELECT e.id, 1000, v.id, 2000, NULL, NULL, 0, 0, NULL, 'UP',"
            + " 'CONNECTED', 'PLAIN', 'MINING', 'E4', 'stratum1', '', 'BTC', 'LTC', 'exact-hash',"
            + " 1, 10, 20, '', 'test' FROM endpoint e JOIN vantage v");

    try (Catalog catalog = Catalog.open(database)) {
      Observation visit = catalog.lastObservation(Endpoint.parse("192.0.2.1:3333")).orElseThrow();

      assertThat(visit.protocols()).containsExactly("stratum1");
      assertThat(visit.coin())
          .isEqualTo(new CoinFinding(List.of("LTC"), "exact-hash", CoinConfidence.EXPLICIT));
      assertThat(visit.coin().exact()).isTrue();
      assertThat(visit.work()).isEqualTo(WorkFacts.NONE);
      assertThat(visit.tls()).isEmpty();
    }
  }

  private static int succeeded(Catalog catalog) {
    return catalog
        .jdbi()
        .<Integer, RuntimeException>withHandle(
            handle ->
                handle
                    .createQuery("SELECT COUNT(*) FROM flyway_schema_history WHERE success = 1")
                    .mapTo(Integer.class)
                    .one());
  }

  @Test
  void aDatabaseWithOtherTablesIsRefused() throws SQLException {
    DatabaseLocation.Remote database = TestCatalog.emptyDatabase();
    run(database, "CREATE TABLE somebody_elses (id INT)");

    assertThatThrownBy(() -> Catalog.open(database))
        .isInstanceOf(DatabaseUnavailableException.class)
        .hasMessageStartingWith("the database's schema cannot be brought up to date: ");
  }

  @Test
  void aDatabaseThatIsNotThereIsNamedWithoutItsOptions() {
    DatabaseLocation.Remote nowhere =
        new DatabaseLocation.Remote(
            "jdbc:mariadb://127.0.0.1:1/minetrace?password=secret&connectTimeout=500", "u", "p");

    assertThatThrownBy(() -> Catalog.open(nowhere))
        .isInstanceOf(DatabaseUnavailableException.class)
        .hasMessageStartingWith("cannot use the database at jdbc:mariadb://127.0.0.1:1/minetrace: ")
        .hasMessageNotContaining("secret");
  }

  @Test
  void everyTableIsInnoDbAndUnicode() {
    try (Catalog catalog = TestCatalog.empty()) {
      List<String> others =
          catalog
              .jdbi()
              .withHandle(
                  handle ->
                      handle
                          .createQuery(
                              "SELECT table_name FROM information_schema.tables"
                                  + " WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'"
                                  + " AND table_name <> 'flyway_schema_history'"
                                  + " AND (engine <> 'InnoDB' OR table_collation <> 'utf8mb4_bin')")
                          .mapTo(String.class)
                          .list());
      assertThat(others).isEmpty();
    }
  }
}
