// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.probe.catalog.DatabaseLocation;
import io.minetrace.probe.catalog.TestCatalog;
import io.minetrace.probe.cli.CatalogLine.Ran;
import io.minetrace.window.WindowSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogCommandsTest {

  private static final String HISTORY =
      """
      vantage,address,port,transport,fqdn,started_at,ended_at,interval_ms,confirms,reach,channel,dialogue,evidence,protocol,software,coin_declared,coin_inferred,coin_rule,source
      here,192.0.2.20,3333,tcp,eu.pool.test,1767225600000,1767225600400,10800000,0,CONNECTED,PLAIN,MINING,E4,stratum1,,BTC,,,test
      here,192.0.2.20,3333,tcp,eu.pool.test,1767236400000,1767236400400,10800000,0,CONNECTED,PLAIN,MINING,E4,stratum1,,BTC,,,test
      """;

  @TempDir private Path directory;
  private CatalogLine line;

  @BeforeEach
  void emptyDatabase() throws IOException {
    line = new CatalogLine(TestCatalog.emptyCatalog(), directory);
  }

  private Ran run(String... arguments) {
    return line.run(arguments);
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  @Test
  void fromAHistoryToASnapshot() throws IOException {
    Path history = file("history.csv", HISTORY);
    Path snapshot = directory.resolve("pools.zip");

    Ran imported = run("import", history.toString());
    assertThat(imported)
        .isEqualTo(new Ran(0, "", history + ": 2 observations: 2 new, 0 known already, 0 bad\n"));
    Ran written = run("snapshot", snapshot.toString());
    assertThat(written.exitCode()).as(written.err()).isZero();
    assertThat(written.err()).startsWith(snapshot + ": 1 windows, snapshot ");
    try (WindowSnapshot opened = WindowSnapshot.open(snapshot)) {
      assertThat(opened.windows()).hasSize(1);
      assertThat(opened.coverage()).hasSize(1);
    }
    Ran again = run("snapshot", snapshot.toString());
    assertThat(again.exitCode()).isEqualTo(7);
    assertThat(again.err()).startsWith("error: " + snapshot + ": exists\nhint: ");
    assertThat(run("snapshot", snapshot.toString(), "--overwrite").exitCode()).isZero();
  }

  @Test
  void badRowsAreNamedAndGiveTheirExitCode() throws IOException {
    Path history = file("history.csv", HISTORY + "x\n");

    assertThat(run("import", history.toString()))
        .isEqualTo(
            new Ran(
                3,
                "",
                history
                    + ":4: 1 cells (expected: 19)\n"
                    + history
                    + ": 3 observations: 2 new, 0 known already, 1 bad\n"));
  }

  @Test
  void searchPrintsATableOrJson() throws IOException {
    run("import", file("history.csv", HISTORY).toString());

    assertThat(run("search", "eu.pool.test:3333", "--at", "2026-01-01T01:30Z"))
        .isEqualTo(
            new Ran(
                0,
                """
                POOL  FQDN          PORT  COINS  PROTOCOLS  FOUND AT         STATE  NOW  VISITED               WINDOWS  FIRST UP              LAST UP               2026-01-01T01:30:00Z  WINDOW
                      eu.pool.test  3333                    192.0.2.20:3333  up     UP   2026-01-01T03:00:00Z  1        2026-01-01T00:00:00Z  2026-01-01T03:00:00Z  IN_WINDOW, score 99   2026-01-01T00:00:00Z to 2026-01-01T03:00:00Z

                NAME          POINTED TO  FROM                  TO                    ANSWERS  LEFT  WHOSE  SAID BY
                eu.pool.test  192.0.2.20  2026-01-01T00:00:00Z  2026-01-01T03:00:00Z  2                     visits of here
                """,
                "1 found, as of 2026-01-01T03:00:00Z\n"));
    assertThat(run("search", "--json", "3333").out())
        .isEqualTo(
            "{\"kind\":\"service\",\"pool\":\"\",\"fqdn\":\"eu.pool.test\",\"port\":3333,"
                + "\"coins\":[],\"protocols\":[],\"address\":\"192.0.2.20\",\"state\":\"up\","
                + "\"last_verdict\":\"UP\",\"last_visit\":1767236400400,\"coins_served\":[\"BTC\"],"
                + "\"coin_basis\":\"declared\",\"coin_contradiction\":false,\"pool_tag\":null,"
                + "\"windows\":1,\"first_up\":1767225600400,\"last_up\":1767236400400,"
                + "\"window\":{\"window_id\":\"206d4759995928e4\",\"first_up\":1767225600400,"
                + "\"last_up\":1767236400400,\"not_before\":null,\"not_after\":null,"
                + "\"start_reason\":\"OPEN\",\"end_reason\":\"OPEN\",\"interval_ms\":10800000,"
                + "\"up_count\":2,\"missed_count\":0,\"max_gap_ms\":10800000,\"evidence\":\"E4\","
                + "\"pools\":[],\"fqdns\":[\"eu.pool.test\"],\"stale_fqdns\":[],\"shared\":false}}\n");
    assertThat(run("search", "eu.polo.test").err())
        .isEqualTo("nothing found for 'eu.polo.test'\ndid you mean eu.pool.test?\n");
    assertThat(run("search", "x", "--limit", "0").exitCode()).isEqualTo(2);
    assertThat(run("search", "nobody")).isEqualTo(new Ran(0, "", "nothing found for 'nobody'\n"));
  }

  @Test
  void aDatabaseThatIsNotThereIsOneClearLine() {
    Ran ran = CatalogLine.asTyped("search", "x", "--db", "jdbc:mariadb://127.0.0.1:1/minetrace");

    assertThat(ran.exitCode()).isEqualTo(5);
    assertThat(ran.err())
        .startsWith("error: cannot use the database at jdbc:mariadb://127.0.0.1:1/minetrace: ")
        .contains("\nhint: ");
    assertThat(ran.err().lines()).hasSize(2);
  }

  @Test
  void aFileThatIsNotThereOrOfNoKnownKindIsOneClearLine() throws IOException {
    assertThat(run("import", "/nowhere.csv"))
        .isEqualTo(new Ran(4, "", "error: /nowhere.csv: no such file, or it cannot be read\n"));
    Ran other = run("import", file("other.csv", "a,b\n1,2\n").toString());
    assertThat(other.exitCode()).isEqualTo(4);
    assertThat(other.err())
        .startsWith("error: ")
        .contains("other.csv: columns a,b are those of no");
  }

  @Test
  void anotherKindOfDatabaseIsWrongUsage() {
    assertThat(CatalogLine.asTyped("search", "x", "--db", "jdbc:postgresql://h/d"))
        .isEqualTo(
            new Ran(
                2,
                "",
                "error: database: 'jdbc:postgresql://h/d' (expected: jdbc:mariadb://HOST/DATABASE)\n"));
  }

  @Test
  void theDataDirectoryComesFromOptionOrEnvironment() throws IOException {
    DatabaseOptions options = new DatabaseOptions();
    assertThat(options.location(Map.of("MINETRACE_DATA_DIR", "/a", "XDG_DATA_HOME", "/b")))
        .extracting("dataDirectory")
        .isEqualTo(Path.of("/a"));
    assertThat(options.location(Map.of("XDG_DATA_HOME", "/b")))
        .extracting("dataDirectory")
        .isEqualTo(Path.of("/b/minetrace"));
    assertThat(
            options.location(
                Map.of("MINETRACE_DB_URL", "jdbc:mariadb://h/d", "MINETRACE_DB_PASSWORD", "p")))
        .isEqualTo(new DatabaseLocation.Remote("jdbc:mariadb://h/d", "minetrace", "p"));
  }

  @Test
  void whoOptsOutIsListedUntilItIsTakenBack() {
    assertThat(run("opt-out")).isEqualTo(new Ran(0, "", "nobody opted out\n"));

    assertThat(run("opt-out", "192.0.2.0/24", "*.Pool.TEST", "--reason", "mail of the operator"))
        .isEqualTo(new Ran(0, "", "2 added\n"));
    assertThat(run("opt-out").out().lines())
        .satisfiesExactly(
            line -> assertThat(line).matches("ENTRY +SINCE +REASON"),
            line -> assertThat(line).matches("\\*\\.pool\\.test +[0-9T:-]+Z +mail of the operator"),
            line ->
                assertThat(line).matches("192\\.0\\.2\\.0/24 +[0-9T:-]+Z +mail of the operator"));

    assertThat(run("opt-out", "--remove", "192.0.2.0/24").err()).isEqualTo("1 removed\n");
    assertThat(run("opt-out").out()).contains("*.pool.test").doesNotContain("192.0.2.0");
    Ran again = run("opt-out", "--remove", "192.0.2.0/24", "*.pool.test");
    assertThat(again.exitCode()).isEqualTo(2);
    assertThat(again.err()).startsWith("error: not in the list: 192.0.2.0/24\n");
    assertThat(run("opt-out").out()).as("nothing was changed").contains("*.pool.test");
  }

  @Test
  void whoIsInTheOptOutListAlreadyKeepsTheReason() {
    run("opt-out", "192.0.2.7", "--reason", "letter");
    String before = run("opt-out").out();
    assertThat(before).contains("192.0.2.7/32").contains("letter");

    run("opt-out", "192.0.2.7");
    assertThat(run("opt-out").out()).isEqualTo(before);
    run("opt-out", "192.0.2.7", "--reason", "second letter");
    assertThat(run("opt-out").out()).contains("second letter");
    assertThat(run("opt-out", "--remove", "192.0.2.7").err()).isEqualTo("1 removed\n");
  }

  @Test
  void whatIsNoEntryOfAnOptOutListIsRefused() {
    for (String wrong :
        List.of("192.0.2.0/33", "192.0.2.77/24", "a b", "", "#x", "pool: ", "x".repeat(254))) {
      Ran ran = run("opt-out", "good.test", wrong);
      assertThat(ran.exitCode()).as(wrong).isEqualTo(2);
      assertThat(ran.err()).startsWith("error: '" + wrong + "' is no opt-out entry: ");
    }
    assertThat(run("opt-out", "--remove").exitCode()).isEqualTo(2);
    assertThat(run("opt-out").err()).isEqualTo("nobody opted out\n");
  }

  @Test
  void theCatalogIsExportedToStandardOutputOrAFile() throws IOException {
    run("import", file("history.csv", HISTORY).toString());

    Ran printed = run("export", "--format", "nfdump", "--state", "up");
    assertThat(printed)
        .isEqualTo(
            new Ran(
                0,
                """
                # Mining pool servers, known to minetrace as of 2026-01-01T03:00:00Z
                   (proto 6 and dst port 3333 and dst ip in [192.0.2.20])
                """,
                "standard output: 1 entries in nfdump, as of 2026-01-01T03:00:00Z\n"));
    Path target = directory.resolve("pools.intel");
    assertThat(run("export", "-f", "zeek", "-o", target.toString()).exitCode()).isZero();
    assertThat(Files.readString(target))
        .contains("eu.pool.test\tIntel::DOMAIN\tminetrace\tmining pool BTC up\t-\n");
    Ran again = run("export", "-f", "zeek", "-o", target.toString());
    assertThat(again.exitCode()).isEqualTo(7);
    assertThat(again.err()).startsWith("error: " + target + ": exists\nhint: ");
    assertThat(run("export", "-f", "hosts", "-o", target.toString(), "--overwrite").exitCode())
        .isZero();
    assertThat(Files.readString(target)).contains("0.0.0.0 eu.pool.test\n");
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left.map(Path::getFileName).map(Path::toString))
          .noneMatch(name -> name.contains("partial"));
    }
  }

  @Test
  void anExportHoldsOnlyWhatIsWanted() throws IOException {
    run("import", file("history.csv", HISTORY).toString());
    run("import", "--pool", "Some Pool", file("list.txt", "www.pool.test\n").toString());

    assertThat(run("export", "-f", "domains").out()).endsWith("Z\neu.pool.test\n");
    assertThat(run("export", "-f", "domains", "--state", "declared").out())
        .endsWith("Z\neu.pool.test\nwww.pool.test\n");
    assertThat(run("export", "-f", "domains", "--state", "declared", "--pool", "some pool").out())
        .endsWith("Z\nwww.pool.test\n");
    assertThat(run("export", "-f", "domains", "--coin", "btc").out()).endsWith("eu.pool.test\n");
    assertThat(run("export", "-f", "domains", "--coin", "XMR").out().lines()).hasSize(1);
    assertThat(run("export", "-f", "domains", "--transport", "udp").out().lines()).hasSize(1);
    assertThat(run("export", "-f", "domains", "--state", "declared", "--max-age", "1h").out())
        .endsWith("Z\neu.pool.test\n");
    assertThat(run("export", "-f", "ipset", "--state", "declared").err())
        .isEqualTo(
            "standard output: 1 entries in ipset, as of 2026-01-01T03:00:00Z;"
                + " 1 that it cannot carry are left out\n");
  }

  @Test
  void anExportThatIsADirectoryNeedsOne() throws IOException {
    run("import", file("history.csv", HISTORY).toString());
    Path feed = directory.resolve("feed");

    assertThat(run("export", "-f", "misp-feed").exitCode()).isEqualTo(2);
    assertThat(run("export", "-f", "misp-feed", "-o", feed.toString()).exitCode()).isZero();
    assertThat(feed.resolve("manifest.json")).exists();
    Ran again = run("export", "-f", "suricata-dataset", "-o", feed.toString());
    assertThat(again.exitCode()).isEqualTo(7);
    assertThat(again.err()).startsWith("error: " + feed + ": is not empty\n");
  }

  @Test
  void anUnknownFormatOrStateIsWrongUsage() {
    assertThat(run("export", "-f", "snort").err())
        .startsWith("--format: 'snort' (expected: csv, ndjson, nfdump, ");
    assertThat(run("export", "-f", "csv", "--state", "dead").exitCode()).isEqualTo(2);
    assertThat(run("export", "-f", "csv", "-o", "/nowhere/x.csv"))
        .isEqualTo(new Ran(2, "", "error: /nowhere/x.csv: its directory does not exist\n"));
    assertThat(run("export", "-f", "csv", "--transport", "icmp").exitCode()).isEqualTo(2);
  }

  @Test
  void aDryRunPrintsWhatWouldBeNew() throws IOException {
    Path list = file("list.txt", "www.pool.test\n192.0.2.9:443\nwww.pool.test\nx\n");
    Ran dry = run("import", "--dry-run", "--pool", "A", list.toString());
    assertThat(dry)
        .isEqualTo(
            new Ran(
                3,
                "+ www.pool.test (A)\n+ 192.0.2.9:443 (A)\n",
                list
                    + ":4: host: 'x' (expected: a host name, or the address of a server)\n"
                    + list
                    + ": 4 services of a list: 2 new, 1 known already, 1 bad\n"));
    assertThat(run("search", "pool").err()).startsWith("nothing found");
    assertThat(run("import", "--dry-run", file("history.csv", HISTORY).toString()).exitCode())
        .isEqualTo(4);
  }
}
