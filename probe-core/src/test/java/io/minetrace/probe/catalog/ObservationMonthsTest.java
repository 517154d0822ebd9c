// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.net.Endpoint;
import io.minetrace.probe.Observation;
import io.minetrace.probe.catalog.MonthlyPartitions.Partition;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Observations in the partitions of their months, whenever they come and however old they are. */
class ObservationMonthsTest {

  private static final Endpoint ENDPOINT = Endpoint.parse("192.0.2.1:3333");

  private DatabaseLocation.Remote database;
  private Catalog catalog;

  private void open() {
    database = TestCatalog.emptyDatabase();
    catalog = Catalog.open(database);
  }

  @AfterEach
  void close() {
    if (catalog != null) {
      catalog.close();
    }
  }

  private static Observation at(String time) {
    return Visits.up(ENDPOINT, Instant.parse(time).toEpochMilli());
  }

  private List<String> names() {
    return catalog
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .select(
                        "SELECT partition_name FROM information_schema.partitions WHERE"
                            + " table_schema = DATABASE() AND table_name = 'observation'"
                            + " ORDER BY partition_ordinal_position")
                    .mapTo(String.class)
                    .list());
  }

  /** How many observations lie where. */
  private Map<String, Long> rows() {
    Map<String, Long> rows = new TreeMap<>();
    for (String name : names()) {
      long count =
          catalog
              .jdbi()
              .<Long, RuntimeException>withHandle(
                  handle ->
                      handle
                          .select("SELECT COUNT(*) FROM observation PARTITION (" + name + ")")
                          .mapTo(Long.class)
                          .one());
      if (count > 0) {
        rows.put(name, count);
      }
    }
    return rows;
  }

  private Map<String, Object> explained(String query) {
    return catalog
        .jdbi()
        .withHandle(
            handle -> handle.select("EXPLAIN PARTITIONS " + query).mapToMap().findFirst().get());
  }

  @Test
  void eachMonthThatIsObservedHasItsPartitionAndTheNextOnesAreReady() {
    open();
    assertThat(names()).containsExactly("pmax");

    catalog.store(List.of(at("2026-11-30T23:59:59.999Z"), at("2026-12-01T00:00:00Z")));
    assertThat(names())
        .containsExactly("before202611", "m202611", "m202612", "m202701", "m202702", "pmax");

    catalog.append(List.of(at("2018-03-05T00:00:00Z"), at("2018-06-30T00:00:00Z")), "import");
    catalog.store(List.of(at("2018-03-31T23:00:00Z"), at("2026-12-31T23:00:00Z")));
    assertThat(names())
        .containsExactly(
            "before201803",
            "m201803",
            "before201806",
            "m201806",
            "before202611",
            "m202611",
            "m202612",
            "m202701",
            "m202702",
            "pmax");
    assertThat(rows())
        .isEqualTo(Map.of("m201803", 2L, "m201806", 1L, "m202611", 1L, "m202612", 2L));
  }

  @Test
  void timesThatCannotBeMakeNoPartitions() {
    open();

    catalog.append(
        List.of(
            at("1970-01-01T00:00:01Z"),
            at("2008-12-31T23:00:00Z"),
            at("2061-01-01T00:00:00Z"),
            at("9999-12-31T00:00:00Z")),
        "import");

    assertThat(names()).containsExactly("pmax");
    assertThat(catalog.observationCount(ENDPOINT)).isEqualTo(4);
  }

  @Test
  void whileSomebodyReadsObservationsAreStoredWithoutTheirPartition() throws SQLException {
    open();
    try (Connection reader =
            DriverManager.getConnection(database.url(), database.user(), database.password());
        Statement statement = reader.createStatement()) {
      reader.setAutoCommit(false);
      statement.execute("SELECT COUNT(*) FROM observation");

      catalog.store(List.of(at("2026-11-01T00:00:00Z")));

      assertThat(names()).containsExactly("pmax");
      reader.rollback();
    }
    try (Catalog another = Catalog.open(database)) {
      another.store(List.of(at("2026-11-01T03:00:00Z")));
    }
    assertThat(rows()).isEqualTo(Map.of("m202611", 2L));
  }

  @Test
  void aQuestionAboutATimeReadsItsMonthAndOneAboutAnEndpointItsRows() {
    open();
    List<Observation> all = new ArrayList<>();
    for (int month = 1; month <= 12; month++) {
      for (int i = 0; i < 40; i++) {
        all.add(
            Visits.up(
                Endpoint.parse("192.0.2." + i + ":3333"),
                YearMonth.of(2026, month).atDay(9).toEpochDay() * 86_400_000L + i));
      }
    }
    catalog.append(all, "test");
    catalog.foldAll(folded -> {});
    long from = Instant.parse("2026-03-09T00:00:00Z").toEpochMilli();

    Map<String, Object> endpointOverTime =
        explained(
            "SELECT verdict FROM observation WHERE endpoint_id = 7 AND started_at >= "
                + Instant.parse("2026-10-01T00:00:00Z").toEpochMilli()
                + " ORDER BY started_at");
    assertThat(endpointOverTime.get("partitions"))
        .isEqualTo("m202610,m202611,m202612,m202701,m202702,pmax");
    assertThat(endpointOverTime).containsEntry("key", "PRIMARY");

    Map<String, Object> timeOverEndpoints =
        explained(
            "SELECT endpoint_id, verdict FROM observation WHERE started_at BETWEEN "
                + from
                + " AND "
                + (from + 3_600_000));
    assertThat(timeOverEndpoints).containsEntry("partitions", "m202603");

    Map<String, Object> due =
        explained(
            "SELECT id FROM endpoint WHERE next_due_at <= 1000 ORDER BY next_due_at, id LIMIT 5");
    assertThat(due).containsEntry("key", "endpoint_due");
  }

  @Test
  void aTableByYearsIsRearrangedWithItsRows() throws SQLException {
    database = TestCatalog.emptyDatabase();
    Flyway.configure()
        .dataSource(database.url(), database.user(), database.password())
        .locations("classpath:db/migration")
        .target("055")
        .loggers("slf4j")
        .load()
        .migrate();
    try (Connection connection =
            DriverManager.getConnection(database.url(), database.user(), database.password());
        Statement statement = connection.createStatement()) {
      statement.execute("INSERT INTO vantage (name) VALUES ('here')");
      statement.execute(
          "INSERT INTO endpoint (address, port, transport) VALUES ('::ffff:192.0.2.1', 3333, 6)");
      for (String time :
          List.of(
              "1990-01-01T00:00:00Z",
              "2018-03-31T23:59:59.999Z",
              "2018-04-01T00:00:00Z",
              "2026-11-22T00:00:00Z",
              "2040-01-01T00:00:00Z")) {
        statement.execute(
            "INSERT INTO observation (endpoint_id, started_at, vantage_id, ended_at, interval_ms,"
                + " confirms, verdict, reach, channel, dialogue, evidence, protocols, software,"
                + " coins_declared, coins_found, coin_rule, coin_confidence, bytes_sent,"
                + " bytes_received, transcript_sha256, source) SELECT e.id, "
                + Instant.parse(time).toEpochMilli()
                + ", v.id, "
                + Instant.parse(time).toEpochMilli()
                + ", 1000, 0, 'UP', 'CONNECTED', 'PLAIN', 'MINING', 'E4', 'stratum1', '', 'BTC',"
                + " '', '', '', 0, 0, '', 'test' FROM endpoint e JOIN vantage v");
      }
    }

    catalog = Catalog.open(database);

    assertThat(names())
        .containsExactly(
            "before2018",
            "before201803",
            "m201803",
            "m201804",
            "before202611",
            "m202611",
            "m202612",
            "before204001",
            "m204001",
            "pmax");
    assertThat(rows())
        .isEqualTo(
            Map.of("before2018", 1L, "m201803", 1L, "m201804", 1L, "m202611", 1L, "m204001", 1L));
    assertThat(catalog.observationCount(ENDPOINT)).isEqualTo(5);
    try (Connection connection =
        DriverManager.getConnection(database.url(), database.user(), database.password())) {
      List<String> before = names();
      ObservationMonths.arrange(connection);
      assertThat(names()).as("arranged again").isEqualTo(before);
    }
  }

  @Test
  void partitionsOfOneRangeAreSplitByOneStatement() {
    MonthlyPartitions years =
        new MonthlyPartitions(
            List.of(
                new Partition("before2018", Long.MIN_VALUE, 1_514_764_800_000L),
                new Partition("pmax", 1_514_764_800_000L, Long.MAX_VALUE)));

    assertThat(years.split(List.of(YearMonth.of(2018, 1), YearMonth.of(2017, 12))))
        .containsExactly(
            "ALTER TABLE observation REORGANIZE PARTITION before2018 INTO (PARTITION before201712"
                + " VALUES LESS THAN (1512086400000), PARTITION m201712 VALUES LESS THAN"
                + " (1514764800000))",
            "ALTER TABLE observation REORGANIZE PARTITION pmax INTO (PARTITION m201801 VALUES LESS"
                + " THAN (1517443200000), PARTITION pmax VALUES LESS THAN MAXVALUE)");
    assertThat(years.split(List.of(YearMonth.of(1999, 1)))).isEmpty();
    assertThat(years.merge(List.of("pmax", "before2018")))
        .containsExactly(
            "ALTER TABLE observation REORGANIZE PARTITION before2018, pmax INTO (PARTITION pmax"
                + " VALUES LESS THAN MAXVALUE)");
    assertThat(years.merge(List.of("pmax"))).isEmpty();
  }
}
