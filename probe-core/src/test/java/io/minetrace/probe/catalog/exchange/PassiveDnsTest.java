// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.net.Endpoint;
import io.minetrace.probe.catalog.Catalog;
import io.minetrace.probe.catalog.DeclaredService;
import io.minetrace.probe.catalog.FeedState;
import io.minetrace.probe.catalog.NameSighting;
import io.minetrace.probe.catalog.PassiveName;
import io.minetrace.probe.catalog.SearchQuestion;
import io.minetrace.probe.catalog.TestCatalog;
import io.minetrace.probe.catalog.Visits;
import io.minetrace.probe.catalog.feed.FeedFormat;
import io.minetrace.probe.catalog.feed.Feeds;
import io.minetrace.window.TimeSpan;
import io.minetrace.window.WindowSegment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PassiveDnsTest {

  private static final Endpoint SERVER = Endpoint.parse("192.0.2.1:3333");
  private static final long SECOND = 1_000L;
  private static final long START = 1_767_225_600L; // 2026-01-01T00:00Z

  @TempDir private Path directory;

  private final List<BadRow> badRows = new ArrayList<>();
  private Catalog catalog;

  @BeforeEach
  void open() {
    catalog = TestCatalog.empty();
    declare();
  }

  private void declare() {
    catalog.declare(
        List.of(
            new DeclaredService(
                "Pool", "", "eu.pool.test", 3333, "BTC", "", "stratum1", "", "", "x", "")));
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  private ImportReport read(String text) throws IOException {
    badRows.clear();
    Path file = Files.writeString(directory.resolve("pdns.json"), text);
    ImportReport report = new CatalogImport(catalog, badRows::add).importFile(file);
    catalog.foldAll(folded -> {});
    return report;
  }

  private static String row(String name, String type, String data, long first, long last) {
    return "{\"rrname\":\"%s\",\"rrtype\":\"%s\",\"rdata\":\"%s\",\"time_first\":%d,\"time_last\":%d,\"count\":3}%n"
        .formatted(name, type, data, first, last);
  }

  /** {@code address first..last}, in hours since the start. */
  private List<String> seen(String host) {
    return catalog.search(new SearchQuestion(host, OptionalLong.empty(), 100)).names().stream()
        .map(PassiveDnsTest::text)
        .toList();
  }

  private static String text(NameSighting name) {
    return "%s %d..%d, %d"
        .formatted(
            name.address(),
            (name.seen().from() / SECOND - START) / 3600,
            (name.seen().to() / SECOND - START) / 3600,
            name.answers());
  }

  private static long at(int hours) {
    return START + hours * 3600L;
  }

  @Test
  void aNameHadAnAddressFromWhenToWhenASensorSawIt() throws IOException {
    String file =
        row("EU.pool.test.", "A", "192.0.2.1", at(0), at(5))
            + row("eu.pool.test", "A", "192.0.2.1", at(4), at(8))
            + row("eu.pool.test", "A", "192.0.2.1", at(20), at(21))
            + row("eu.pool.test", "AAAA", "2001:db8::1", at(1), at(2))
            + row("eu.pool.test", "NS", "ns.test", at(1), at(2))
            + row("nobody.test", "A", "198.51.100.9", at(1), at(2));

    assertThat(read(file)).isEqualTo(new ImportReport(FileKind.PASSIVE_DNS, 5, 3, 0, 2));
    assertThat(badRows).isEmpty();
    assertThat(seen("eu.pool.test"))
        .containsExactlyInAnyOrder(
            "192.0.2.1 0..8, 6", "192.0.2.1 20..21, 3", "2001:db8::1 1..2, 3");
    assertThat(read(file).added()).as("again").isZero();
    assertThat(seen("nobody.test")).isEmpty();
  }

  @Test
  void aliasesAreFollowedAsTheyWereThen() throws IOException {
    read(
        row("eu.pool.test", "CNAME", "lb.cloud.test.", at(0), at(10))
            + row("lb.cloud.test", "CNAME", "a.cloud.test", at(5), at(20))
            + row("a.cloud.test", "A", "192.0.2.7", at(0), at(7))
            + row("a.cloud.test", "A", "192.0.2.8", at(12), at(30))
            + row("lb.cloud.test", "CNAME", "eu.pool.test", at(0), at(30)));

    assertThat(seen("eu.pool.test")).containsExactly("192.0.2.7 5..7, 3");
    assertThat(seen("a.cloud.test")).as("no name of a pool").isEmpty();
  }

  @Test
  void aliasesOfEachOtherComeToAnEnd() throws IOException {
    StringBuilder file = new StringBuilder(row("eu.pool.test", "CNAME", "n0.test", at(0), at(9)));
    for (int i = 0; i < 20; i++) {
      for (int j = 0; j < 20; j++) {
        file.append(i == j ? "" : row("n" + i + ".test", "CNAME", "n" + j + ".test", at(0), at(9)));
      }
    }
    read(file.append(row("n0.test", "A", "192.0.2.7", at(0), at(9))).toString());

    assertThat(seen("eu.pool.test")).containsExactly("192.0.2.7 0..9, 3");
    assertThat(badRows).singleElement().asString().contains("eu.pool.test: more than 10000 ways");
  }

  @Test
  void windowsOfThePastGetTheNamesAndOthersMakeTheAddressShared() throws IOException {
    catalog.append(
        List.of(
            Visits.up(SERVER, at(0) * SECOND),
            Visits.up(SERVER, at(3) * SECOND),
            Visits.up(SERVER, at(6) * SECOND),
            Visits.up(SERVER, at(9) * SECOND)),
        "history");
    catalog.foldAll(folded -> {});
    assertThat(segments()).containsExactly("[] [] false");

    ImportReport report =
        read(
            row("eu.pool.test", "A", "192.0.2.1", at(0), at(4))
                + row("shop.other.test", "A", "192.0.2.1", at(5), at(8))
                + row("www.other.test", "A", "192.0.2.1", at(6), at(7))
                + row("x.eu.pool.test", "A", "192.0.2.1", at(0), at(9))
                + row("shop.other.test", "A", "198.51.100.1", at(5), at(8)));

    assertThat(report).isEqualTo(new ImportReport(FileKind.PASSIVE_DNS, 4, 2, 0, 2));
    assertThat(segments())
        .containsExactly(
            "[Pool] [eu.pool.test] false",
            "[Pool] [] stale [eu.pool.test] false",
            "[Pool] [] stale [eu.pool.test] true",
            "[Pool] [] stale [eu.pool.test] false");
    assertThat(catalog.dueNames(Long.MAX_VALUE, 10))
        .as("others' names are not asked for")
        .extracting("fqdn")
        .containsExactly("eu.pool.test");
    assertThat(catalog.feed().entries())
        .filteredOn(entry -> entry.state() != FeedState.DECLARED)
        .allMatch(entry -> entry.shared());
  }

  @Test
  void aServiceDeclaredLaterGetsTheWindowsOfItsPast() throws IOException {
    Endpoint other = Endpoint.parse("192.0.2.1:4444");
    catalog.append(
        List.of(Visits.up(other, at(0) * SECOND), Visits.up(other, at(3) * SECOND)), "history");
    read(row("eu.pool.test", "A", "192.0.2.1", at(0), at(9)));
    assertThat(catalog.windows(other).get(0).segments().get(0).pools()).isEmpty();

    catalog.declare(
        List.of(
            new DeclaredService(
                "Pool", "", "eu.pool.test", 4444, "BTC", "", "stratum1", "", "", "x", "")));
    catalog.foldAll(folded -> {});

    assertThat(catalog.windows(other).get(0).segments().get(0).pools()).containsExactly("Pool");
  }

  @Test
  void anothersNameThatIsDeclaredIsAPoolsFromThenOn() throws IOException {
    catalog.append(List.of(Visits.up(SERVER, at(0) * SECOND)), "history");
    read(row("late.other.test", "A", "192.0.2.1", at(0), at(9)));
    assertThat(segments()).containsExactly("[] [] true");

    catalog.declare(
        List.of(
            new DeclaredService(
                "Late", "", "late.other.test", 3333, "BTC", "", "stratum1", "", "", "x", "")));
    catalog.foldAll(folded -> {});

    assertThat(segments()).containsExactly("[Late] [late.other.test] false");
    assertThat(catalog.dueNames(Long.MAX_VALUE, 10)).extracting("fqdn").contains("late.other.test");
  }

  private List<String> segments() {
    return catalog.windows(SERVER).get(0).segments().stream().map(PassiveDnsTest::text).toList();
  }

  private static String text(WindowSegment segment) {
    return segment.pools()
        + " "
        + segment.fqdns()
        + (segment.staleFqdns().isEmpty() ? "" : " stale " + segment.staleFqdns())
        + " "
        + segment.shared();
  }

  @Test
  void timesAddressesAndStreamsAreTakenAsSensorsWriteThem() throws IOException {
    ImportReport report =
        read(
            """
            {"cond":"begin"}
            {"obj":{"rrname":"eu.pool.test.","rrtype":"A","rdata":["192.0.2.1","192.0.2.2"],"time_first":"2026-01-01T00:00:00Z","time_last":"2026-01-01T02:00:00+01:00","count":9}}
            {"rrname":"eu.pool.test","rrtype":1,"rdata":"192.0.2.3","zone_time_first":"1767225600","zone_time_last":1767229200.5,"sensor_id":"here"}
            {"rrname":"eu.pool.test","rrtype":"A","rdata":"192.0.2.4","time_first":"2026-01-01 03:00:00","time_last":"2026-01-02"}
            {"rrname":"eu.pool.test","rrtype":"A","rdata":"2001:db8::1","time_first":1,"time_last":2}
            {"rrname":"eu.pool.test","rrtype":"A","rdata":"192.0.2.5","time_first":9,"time_last":2}
            {"rrname":"eu.pool.test","rrtype":"A","rdata":"192.0.2.5","time_first":"yesterday","time_last":2}
            {"rrname":"eu.pool.test","rrtype":"A","rdata":"192.0.2.5"}
            {"rrname":"eu pool","rrtype":"A","rdata":"192.0.2.5","time_first":1,"time_last":2}
            {"rrname":"eu.pool.test","rdata":"192.0.2.5","time_first":1,"time_last":2}
            {"rrname":"eu.pool.test","rrtype":"A","rdata":"192.0.2.5","time_first":1,"time_last":999999999999}
            []
            {"rrname":"eu.po
            """);

    assertThat(seen("eu.pool.test"))
        .containsExactly(
            "192.0.2.1 0..1, 9", "192.0.2.2 0..1, 9", "192.0.2.3 0..1, 1", "192.0.2.4 3..24, 1");
    assertThat(report.bad()).isEqualTo(9);
    assertThat(badRows)
        .extracting(BadRow::line)
        .containsExactly(5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L, 13L);
    assertThat(badRows.get(0).problem())
        .isEqualTo("rdata: '2001:db8::1' (expected: that of a record of the type A)");
    assertThat(badRows.get(2).problem())
        .isEqualTo("time_first: 'yesterday' (expected: seconds since 1970, or a time in ISO 8601)");
  }

  @Test
  void importOfOurOwnExportGivesTheSame() throws IOException {
    catalog.addPassive(
        List.of(
            new PassiveName(
                "eu.pool.test",
                PassiveName.Whose.POOL,
                SERVER.address(),
                "a sensor",
                new TimeSpan(at(0) * SECOND, at(9) * SECOND),
                7)));
    String exported = Feeds.text(FeedFormat.COF, catalog.feed());
    assertThat(exported)
        .isEqualTo(
            "{\"rrname\":\"eu.pool.test\",\"rrtype\":\"A\",\"rdata\":\"192.0.2.1\","
                + "\"time_first\":1767225600,\"time_last\":1767258000,\"count\":7,"
                + "\"sensor_id\":\"passive DNS, a sensor\"}\n");
    assertThat(read(exported).added()).isZero();

    catalog.close();
    catalog = TestCatalog.empty();
    declare();
    assertThat(read(exported)).isEqualTo(new ImportReport(FileKind.PASSIVE_DNS, 1, 1, 0, 0));
    assertThat(Feeds.text(FeedFormat.COF, catalog.feed())).isEqualTo(exported);
  }

  @Test
  void aDryRunTellsAndChangesNothing() throws IOException {
    List<PassiveName> news = new ArrayList<>();
    Path file =
        Files.writeString(
            directory.resolve("pdns.json"), row("eu.pool.test", "A", "192.0.2.1", at(0), at(5)));
    new CatalogImport(
            catalog,
            badRows::add,
            CatalogImport.UNKNOWN_POOL,
            CatalogImport.Effect.NONE,
            new ImportNews() {
              @Override
              public void service(DeclaredService service) {}

              @Override
              public void passive(PassiveName name) {
                news.add(name);
              }
            })
        .importFile(file);

    assertThat(news).extracting(PassiveName::fqdn).containsExactly("eu.pool.test");
    assertThat(seen("eu.pool.test")).isEmpty();
  }
}
