// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minetrace.net.TransportProtocol;
import io.minetrace.probe.catalog.Catalog;
import io.minetrace.probe.catalog.DeclaredService;
import io.minetrace.probe.catalog.Feed;
import io.minetrace.probe.catalog.FeedEntry;
import io.minetrace.probe.catalog.FeedState;
import io.minetrace.probe.catalog.HostName;
import io.minetrace.probe.catalog.NameIndicator;
import io.minetrace.probe.catalog.TestCatalog;
import io.minetrace.probe.catalog.feed.FeedFormat;
import io.minetrace.probe.catalog.feed.Feeds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts are in quotes where a tab, CRLF or NUL in them is the point. */
@SuppressWarnings("StringConcatToTextBlock")
class ListImportTest {

  @TempDir private Path directory;
  private final List<BadRow> badRows = new ArrayList<>();
  private final List<DeclaredService> news = new ArrayList<>();
  private final List<NameIndicator> patterns = new ArrayList<>();
  private Catalog catalog;

  @BeforeEach
  void open() {
    catalog = TestCatalog.empty();
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  private ImportReport read(byte[] bytes) throws IOException {
    badRows.clear();
    news.clear();
    patterns.clear();
    Path file = Files.write(directory.resolve("list"), bytes);
    return new CatalogImport(
            catalog,
            badRows::add,
            CatalogImport.UNKNOWN_POOL,
            CatalogImport.Effect.NONE,
            new ImportNews() {
              @Override
              public void service(DeclaredService service) {
                news.add(service);
              }

              @Override
              public void indicator(NameIndicator indicator) {
                patterns.add(indicator);
              }
            })
        .importFile(file);
  }

  private ImportReport read(String text) throws IOException {
    return read(text.getBytes(StandardCharsets.UTF_8));
  }

  /** {@code host:port} of the services that were new, without a port where there is none. */
  private Set<String> places() {
    Set<String> places = new TreeSet<>();
    news.forEach(s -> places.add(s.fqdn() + (s.port() == 0 ? "" : ":" + s.port())));
    return places;
  }

  private Set<String> patterns() {
    Set<String> found = new TreeSet<>();
    patterns.forEach(pattern -> found.add(pattern.pattern()));
    return found;
  }

  private List<String> problems() {
    return badRows.stream().map(row -> row.line() + ": " + row.problem()).toList();
  }

  private static String bad(int line, String host) {
    return line + ": host: '" + host + "' (expected: a host name, or the address of a server)";
  }

  @Test
  void trailsMayHaveEverythingThatListsInTheWildHave() throws IOException {
    ImportReport report =
        read(
            "\ufeff# a list\r\n"
                + "Pool.Example.TEST # comment\r\n"
                + "\r\n"
                + "192.0.2.10:3333\r\n"
                + "[2001:db8::1]:443\r\n"
                + "2001:db8::2\r\n"
                + "stratum+tcp://eu.pool.test:4444\r\n"
                + "||ads.pool.test^\r\n"
                + "b\u00fccher.pool.test\r\n"
                + "stratum_ltc.pool.test.\r\n"
                + "pool.example.test\r\n"
                + "xmr.-eu1.pool.test\r\n"
                + "pool.test/\r\n"
                + "*\\.pool\\.test\r\n"
                + "127.0.0.1\r\n"
                + "192.0.2.0/24\r\n"
                + ".pool.test\r\n"
                + "*.Pool.test.:3333\r\n"
                + "*.test\r\n"
                + "pool.test:99999\r\n"
                + "pool.test:\r\n"
                + "glued.testpool\u0000.test");

    assertThat(places())
        .containsExactly(
            "192.0.2.10:3333",
            "2001:db8::1:443",
            "2001:db8::2",
            "ads.pool.test",
            "eu.pool.test:4444",
            "pool.example.test",
            "stratum_ltc.pool.test",
            "xn--bcher-kva.pool.test");
    assertThat(report).isEqualTo(new ImportReport(FileKind.TRAILS, 20, 9, 9, 0, 2));
    assertThat(patterns()).containsExactly("*.pool.test");
    assertThat(problems())
        .containsExactly(
            bad(12, "xmr.-eu1.pool.test"),
            bad(13, "pool.test/"),
            bad(14, "*\\.pool\\.test"),
            bad(15, "127.0.0.1"),
            bad(16, "192.0.2.0/24"),
            bad(19, "*.test"),
            "20: port: '99999' (expected: 1..65535)",
            "21: port: '' (expected: 1..65535)",
            bad(22, "glued.testpool\u0000.test"));
    assertThat(badRows.get(0).file()).endsWith("list");
  }

  @Test
  void aHostsFileMayBeginWithTheMachineItself() throws IOException {
    ImportReport report =
        read(
            "127.0.0.1 localhost\n::1 localhost ip6-localhost\n0.0.0.0 a.pool.test b.pool.test # x\n"
                + "0.0.0.0\tc.pool.test\n192.0.2.1 d.pool.test\n0.0.0.0\n");
    assertThat(places()).containsExactly("a.pool.test", "b.pool.test", "c.pool.test");
    assertThat(report).isEqualTo(new ImportReport(FileKind.HOSTS, 5, 3, 2));
    assertThat(problems())
        .containsExactly(
            "5: '192.0.2.1' (expected: 0.0.0.0, 127.0.0.1, :: or ::1, then names)",
            "6: no name (expected: one or more)");
  }

  @Test
  void aMispEventSaysWhatWhenAndOfWhom() throws IOException {
    ImportReport report =
        read(
            """
            {"response":[{"Event":{"info":"x","date":"2026-01-02","Attribute":[
            {"type":"ip-dst|port","value":"192.0.2.10|3333","timestamp":"1767225600",
             "Tag":[{"name":"minetrace:coin=\\"BTC\\""},{"name":"minetrace:pool=\\"A Pool\\""}]},
            {"type":"hostname","value":"pool.test","deleted":true},
            {"type":"md5","value":"00"},
            {"type":"ip-dst|port","value":"192.0.2.10"}],
            "Object":[{"name":"o","Attribute":[{"type":"domain|ip","value":"eu.pool.test|192.0.2.1"}]}]
            }}]}
            """);
    assertThat(report).isEqualTo(new ImportReport(FileKind.MISP, 4, 2, 2));
    assertThat(places()).containsExactly("192.0.2.10:3333", "eu.pool.test");
    assertThat(news.get(0).pool()).isEqualTo("A Pool");
    assertThat(news.get(0).coin()).isEqualTo("BTC");
    assertThat(news.get(0).source()).isEqualTo("list (MISP event), stated 2026-01-01");
    assertThat(news.get(1).source()).isEqualTo("list (MISP event)");
    assertThat(problems())
        .containsExactly(
            "5: type: 'md5' (expected: hostname, domain, ip-dst, ip-dst|port, hostname|port)",
            "6: value: '192.0.2.10' (expected: HOST|PORT)");
  }

  @Test
  void aStixPatternIsTakenWholeOrNotAtAll() throws IOException {
    String indicator =
        "{\"type\":\"indicator\",\"modified\":\"2026-03-04T05:06:07Z\",\"pattern\":\"%s\"}";
    ImportReport report =
        read(
            "{\"type\":\"bundle\",\"id\":\"bundle--x\",\"objects\":[\n"
                + String.join(
                    ",\n",
                    indicator.formatted("[domain-name:value = 'pool.test']"),
                    indicator.formatted(
                        "[network-traffic:dst_ref.type = 'ipv4-addr' AND"
                            + " network-traffic:dst_ref.value = '192.0.2.10/32' AND"
                            + " network-traffic:dst_port IN (3333, 443)]"),
                    indicator.formatted(
                        "[ipv4-addr:value = '192.0.2.1'] OR [ipv6-addr:value = '2001:db8::1']"),
                    indicator.formatted("[domain-name:value LIKE '%pool.test']"),
                    indicator.formatted("[domain-name:value = 'a.test' AND file:name = 'x']"),
                    indicator.formatted("[domain-name:value = 'a.test"),
                    "{\"type\":\"identity\"}")
                + "\n]}");
    assertThat(places())
        .containsExactly(
            "192.0.2.1", "192.0.2.10:3333", "192.0.2.10:443", "2001:db8::1", "pool.test");
    assertThat(report).isEqualTo(new ImportReport(FileKind.STIX, 8, 5, 3));
    assertThat(badRows).extracting(BadRow::line).containsExactly(5L, 6L, 7L);
    assertThat(news.get(0).source()).isEqualTo("list (STIX bundle), stated 2026-03-04");
  }

  @Test
  void aDocumentThatIsCutOffGivesWhatIsBeforeTheCut() throws IOException {
    String whole = Feeds.text(FeedFormat.MISP, Feeds.sample());
    read(whole);
    int all = news.size();
    ImportReport report = read(whole.substring(0, whole.length() - 150));
    assertThat(news).hasSize(all - 1);
    assertThat(report.bad()).isEqualTo(1);
    assertThat(problems().get(0)).contains(": cannot be read on (Unexpected end-of-input");
  }

  @Test
  void zeekColumnsAreFoundByTheirNames() throws IOException {
    ImportReport report =
        read(
            "#fields\tindicator_type\tmeta.source\tindicator\n"
                + "Intel::DOMAIN\tx\tpool.test\n"
                + "Intel::ADDR\tx\t192.0.2.1\n"
                + "Intel::SUBNET\tx\t192.0.2.0/24\n"
                + "Intel::DOMAIN\tpool.test\n");
    assertThat(places()).containsExactly("192.0.2.1", "pool.test");
    assertThat(report.kind()).isEqualTo(FileKind.ZEEK);
    assertThat(problems())
        .containsExactly(
            "4: indicator_type: 'Intel::SUBNET' (expected: Intel::DOMAIN or Intel::ADDR)",
            "5: 2 cells (expected: 3)");
  }

  @Test
  void setsOfTheFirewallAreReadAsTheirToolsPrintThem() throws IOException {
    ImportReport ipset =
        read(
            """
            create a hash:ip,port family inet hashsize 1024 maxelem 65536 comment bucketsize 12
            add a 192.0.2.10,tcp:3333 comment "add b 192.0.2.99,tcp:1"
            add a 192.0.2.11,udp:3333 timeout 5
            add b 2001:db8::1
            rm -rf
            """);
    assertThat(ipset).isEqualTo(new ImportReport(FileKind.IPSET, 4, 2, 2));
    assertThat(places()).containsExactly("192.0.2.10:3333", "2001:db8::1");
    assertThat(problems())
        .containsExactly(
            "3: transport: 'udp' (expected: tcp, the only one that is probed)",
            "5: 'rm -rf' (expected: add SET ADDRESS[,tcp:PORT])");
    ImportReport nft =
        read(
            """
            table inet mining { set pools4 { type ipv4_addr . inet_service; flags timeout; # { x }
              elements = { 192.0.2.10 . 3333 comment "}, 192.0.2.99 . 1", 192.0.2.11 . tcp . 443 timeout 1d
                expires 2h, 192.0.2.12 . https } }
              chain c { ip daddr { 192.0.2.77, 192.0.2.78 } drop; }
            }
            add element inet mining pools4 { 192.0.2.13 . 4444 }
            """);
    assertThat(places()).containsExactly("192.0.2.10:3333", "192.0.2.11:443", "192.0.2.13:4444");
    assertThat(nft).isEqualTo(new ImportReport(FileKind.NFTABLES, 4, 3, 1));
    assertThat(problems()).containsExactly("3: port: 'https' (expected: 1..65535)");
  }

  @Test
  void aSelectionOfSigmaWithOnePortIsPairs() throws IOException {
    ImportReport report =
        read(
            """
            title: Mining
            date: 2024/05/06
            logsource:
                category: network_connection
            detection:
                selection:
                    DestinationHostname|endswith:
                        - 'pool.test'
                        - '.suffix.test'
                    query|contains: 'xmr'
                    Image: 'other.test'
                ports:
                    DestinationIp: ['192.0.2.1', "192.0.2.2"] # two
                    DestinationPort: 3333
                condition: selection or ports
            fields:
                - query
            """);
    assertThat(places()).containsExactly("192.0.2.1:3333", "192.0.2.2:3333", "pool.test");
    assertThat(report.kind()).isEqualTo(FileKind.SIGMA);
    assertThat(patterns()).containsExactly("*.pool.test", "*.suffix.test");
    assertThat(problems())
        .containsExactly("10: 'xmr': part of a name (expected: a whole one, or its end)");
    assertThat(news.get(0).source()).isEqualTo("list (Sigma rule), stated 2024-05-06");
  }

  @Test
  void aRuleOfSuricataIsTakenForAWholeNameOrAnAddress() throws IOException {
    ImportReport report =
        read(
            """
            # alert dns any any -> any any (msg:"off"; dns.query; content:"off.test"; bsize:8; sid:1;)
            alert dns $HOME_NET any -> any any (msg:"x"; dns.query; content:"pool.test"; bsize:9; sid:2;)
            alert tls any any -> any any (tls.sni; content:"eu.pool.test"; startswith; endswith; sid:3;)
            alert dns any any -> any any (dns.query; content:".pool.test"; nocase; endswith; sid:4;)
            alert tcp $HOME_NET any -> [192.0.2.1,2001:db8::1] 3333 (flags:S; sid:5;)
            alert tcp $HOME_NET any -> $EXTERNAL_NET 3333 (content:"mining.subscribe"; sid:6;)
            alert udp any any -> 192.0.2.2 53 (sid:7;)
            alert dns any any -> any any (
            alert dns any any -> any any (dns.query; content:"pool"; sid:8;)
            """);
    assertThat(places())
        .containsExactly("192.0.2.1:3333", "2001:db8::1:3333", "eu.pool.test", "pool.test");
    assertThat(report).isEqualTo(new ImportReport(FileKind.SURICATA_RULES, 9, 5, 4, 0, 1));
    assertThat(patterns()).containsExactly("*.pool.test");
    assertThat(problems())
        .containsExactly(
            bad(6, "$EXTERNAL_NET"),
            "7: transport: 'udp' (expected: tcp, the only one that is probed)",
            "8: no rule (expected: alert \u2026 -> \u2026 (\u2026))",
            "9: a rule for part of a name, or none (expected: one whole name, or its end)");
  }

  @Test
  void datasetsOfSuricataAreBase64OrJsonLines() throws IOException {
    assertThat(read("cG9vbC50ZXN0\nZXUucG9vbC50ZXN0\n").kind())
        .isEqualTo(FileKind.SURICATA_DATASET);
    assertThat(places()).containsExactly("eu.pool.test", "pool.test");
    ImportReport lines =
        read("{\"value\":\"pool.test\",\"coins\":[\"XMR\"],\"pools\":[\"P\"]}\n{\"value\":\n[1]\n");
    assertThat(lines).isEqualTo(new ImportReport(FileKind.SURICATA_JSON, 3, 1, 2));
    assertThat(news.get(0).coin()).isEqualTo("XMR");
    assertThat(badRows).extracting(BadRow::line).containsExactly(2L, 3L);
  }

  @Test
  void aTextThatIsNoListIsRefused() {
    assertThatThrownBy(() -> read("hello world\nthis is a letter\n"))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessageContaining("and it is no list of names or addresses");
  }

  @Test
  void aCompressedListIsReadAndACutOneSaysSo() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 60_000; i++) {
      text.append("host").append(Integer.toHexString(i * 40_503)).append(".pool.test\n");
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }
    assertThat(read(bytes.toByteArray()).added()).isEqualTo(60_000);
    byte[] cut = Arrays.copyOf(bytes.toByteArray(), bytes.size() - 1_000);
    ImportReport report = read(cut);
    assertThat(report.added()).isBetween(40_000L, 60_000L);
    assertThat(problems()).last().asString().contains("cannot be read on");
  }

  @Test
  void aDryRunChangesNothingAndASecondImportNeither() throws IOException {
    Path list =
        Files.writeString(directory.resolve("pools.txt"), "a.pool.test\nb.pool.test:3333\n");
    CatalogImport dry =
        new CatalogImport(catalog, badRows::add, "P", CatalogImport.Effect.NONE, news::add);
    assertThat(dry.importFile(list).added()).isEqualTo(2);
    assertThat(catalog.feed().entries()).isEmpty();

    CatalogImport wet = new CatalogImport(catalog, badRows::add, "P");
    assertThat(wet.importFile(list)).isEqualTo(new ImportReport(FileKind.TRAILS, 2, 2, 0));
    Feed feed = catalog.feed();
    assertThat(feed.entries())
        .containsExactly(
            Feeds.declared("a.pool.test", 0, "P", ""),
            Feeds.declared("b.pool.test", 3333, "P", ""));
    assertThat(wet.importFile(list)).isEqualTo(new ImportReport(FileKind.TRAILS, 2, 0, 0));
    assertThat(catalog.feed()).isEqualTo(feed);
    assertThat(dry.importFile(list).added()).isZero();
  }

  @Test
  void importOfOurOwnExportGivesTheSameSet() throws IOException {
    Feed feed = Feeds.sample().only(entry -> entry.transport() == TransportProtocol.TCP);
    Set<String> names = new TreeSet<>();
    Set<String> addresses = new TreeSet<>();
    Set<String> endpoints = new TreeSet<>();
    Set<String> bare = new TreeSet<>();
    for (FeedEntry entry : feed.entries()) {
      entry.names().stream().filter(HostName::isCanonical).forEach(names::add);
      entry
          .address()
          .ifPresent(
              address -> {
                if (!entry.shared()) {
                  addresses.add(address.toString());
                }
                (entry.port() > 0 ? endpoints : bare)
                    .add(address + (entry.port() > 0 ? ":" + entry.port() : ""));
              });
    }
    Set<String> trails = union(names, bare);
    endpoints.forEach(
        endpoint -> trails.add(endpoint.startsWith("2001") ? "2001:db8::1" : endpoint));
    Map<FeedFormat, Set<String>> expected =
        Map.of(
            FeedFormat.IPSET,
            endpoints,
            FeedFormat.NFTABLES,
            endpoints,
            FeedFormat.ZEEK,
            union(names, addresses),
            FeedFormat.HOSTS,
            names,
            FeedFormat.DOMAINS,
            names,
            FeedFormat.MALTRAIL,
            trails,
            FeedFormat.MISP,
            union(names, union(endpoints, bare)),
            FeedFormat.STIX,
            union(names, union(endpoints, bare)),
            FeedFormat.SURICATA,
            union(names, union(endpoints, bare)),
            FeedFormat.SIGMA,
            union(names, union(endpoints, bare)));
    for (Map.Entry<FeedFormat, Set<String>> format : expected.entrySet()) {
      ImportReport report = read(Feeds.text(format.getKey(), feed));
      assertThat(places()).as("%s, %s", format.getKey(), problems()).isEqualTo(format.getValue());
      assertThat(report.bad()).as("%s, %s", format.getKey(), problems()).isZero();
    }
    Map<String, String> datasets = Feeds.written(FeedFormat.SURICATA_DATASET, feed);
    for (String ending : List.of("lst", "jsonl")) {
      read(datasets.get("minetrace-names." + ending));
      assertThat(places()).as(ending).isEqualTo(names);
      read(datasets.get("minetrace-addresses." + ending));
      assertThat(places()).as(ending).isEqualTo(addresses);
    }
    Set<String> inFeed = new TreeSet<>();
    for (Map.Entry<String, String> file : Feeds.written(FeedFormat.MISP_FEED, feed).entrySet()) {
      if (!file.getKey().equals("manifest.json")) {
        read(file.getValue());
        inFeed.addAll(places());
      }
    }
    assertThat(inFeed).isEqualTo(union(names, union(endpoints, bare)));
  }

  private static Set<String> union(Set<String> one, Set<String> other) {
    Set<String> union = new TreeSet<>(one);
    union.addAll(other);
    return union;
  }

  @Test
  void ourOwnFormatsKeepAllThatIsDeclared() throws IOException {
    List<DeclaredService> services =
        List.of(
            service("P \"quoted\", \u00fc", "a.pool.test", 3333, "BTC", "stratum1"),
            service("P \"quoted\", \u00fc", "a.pool.test", 3333, "BCH", "stratum1"),
            service("Q; DROP", "b.pool.test", 0, "", "unknown"),
            service("", "192.0.2.9", 443, "XMR", "monero-login"));
    catalog.declare(services);
    Feed feed = catalog.feed();
    for (FeedFormat format : List.of(FeedFormat.CSV, FeedFormat.NDJSON)) {
      String text = Feeds.text(format, feed);
      catalog.close();
      catalog = TestCatalog.empty();
      Path file = Files.writeString(directory.resolve("own"), text);
      ImportReport report = new CatalogImport(catalog, badRows::add).importFile(file);
      assertThat(badRows).isEmpty();
      assertThat(report.added()).isEqualTo(4);
      assertThat(catalog.feed()).isEqualTo(feed);
      assertThat(Feeds.text(format, catalog.feed())).isEqualTo(text);
    }
    assertThat(feed.entries()).allMatch(entry -> entry.state() == FeedState.DECLARED);
  }

  private static DeclaredService service(
      String pool, String fqdn, int port, String coin, String protocol) {
    return new DeclaredService(pool, "", fqdn, port, coin, "", protocol, "", "", "test", "");
  }
}
