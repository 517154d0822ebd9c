// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minetrace.net.Endpoint;
import io.minetrace.probe.CoinConfidence;
import io.minetrace.probe.Observation;
import io.minetrace.probe.TlsFacts;
import io.minetrace.probe.WorkFacts;
import io.minetrace.probe.catalog.Catalog;
import io.minetrace.probe.catalog.DeclaredService;
import io.minetrace.probe.catalog.NameIndicator;
import io.minetrace.probe.catalog.TestCatalog;
import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.BoundReason;
import io.minetrace.window.CoinBasis;
import io.minetrace.window.WindowSegment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogImportTest {

  private static final String HEADER = String.join(",", ObservationRow.COLUMNS) + "\n";
  private static final long START = 1_767_225_600_000L;
  private static final long HOUR = 3_600_000L;
  private static final Endpoint ENDPOINT = Endpoint.parse("192.0.2.20:3333");

  @TempDir private Path directory;
  private final List<BadRow> badRows = new ArrayList<>();
  private Catalog catalog;

  @BeforeEach
  void open() {
    catalog = TestCatalog.empty();
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  private static String up(int hour) {
    return visit(hour, "CONNECTED,PLAIN,MINING,E4,stratum1,soft,BTC|BCH,BTC,exact-prevhash");
  }

  private static String down(int hour) {
    return visit(hour, "REFUSED,PLAIN,NONE,E0,,,BTC|BCH,,");
  }

  private static String visit(int hour, String outcome) {
    long time = START + hour * HOUR;
    return "here,192.0.2.20,3333,tcp,EU.pool.test,%d,%d,10800000,0,%s,test\n"
        .formatted(time, time + 400, outcome);
  }

  private ImportReport importText(String text) throws IOException {
    return importBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  private ImportReport importBytes(byte[] bytes) throws IOException {
    Path file = directory.resolve("file.csv");
    Files.write(file, bytes);
    ImportReport report = new CatalogImport(catalog, badRows::add).importFile(file);
    catalog.foldAll(folded -> {});
    return report;
  }

  private List<String> problems() {
    return badRows.stream().map(row -> row.line() + ": " + row.problem()).toList();
  }

  @Test
  void aHistoryBecomesWindowsAndCoverage() throws IOException {
    ImportReport report = importText(HEADER + down(0) + up(3) + down(6) + up(9) + down(12));

    assertThat(report).isEqualTo(new ImportReport(FileKind.OBSERVATIONS, 5, 5, 0));
    AvailabilityWindow window = catalog.windows(ENDPOINT).get(0);
    assertThat(window.up().from()).isEqualTo(START + 3 * HOUR + 400);
    assertThat(window.bridged()).hasSize(1);
    assertThat(window.startReason()).isEqualTo(BoundReason.DOWN);
    assertThat(window.segments())
        .singleElement()
        .satisfies(
            segment -> {
              assertThat(segment.coins()).containsExactly("BTC");
              assertThat(segment.coinBasis()).isEqualTo(CoinBasis.OBSERVED);
              assertThat(segment.fqdns()).containsExactly("eu.pool.test");
              assertThat(segment.protocols()).containsExactly("stratum1");
              assertThat(segment.software()).isEqualTo("soft");
            });
  }

  private static final String MORE = String.join(",", ObservationRow.MORE_COLUMNS);

  private static String row(String line, String more) {
    return line.strip() + "," + more + "\n";
  }

  @Test
  void aFileMayTellMoreOfAVisit() throws IOException {
    String more =
        "0.1.0,%d,%d,SHAPE,rx/0,3131000,1.5E3,%s,auxpow|rsk,Some Pool,x.test:1|y.test:2,"
                .formatted(START + 10, START + 20, "ab".repeat(32))
            + "TLSv1.3,eu.pool.test,%s,*.pool.test|pool.test,1,2,100,200,%s"
                .formatted("cd".repeat(32), "ef".repeat(32));
    importText(HEADER.strip() + "," + MORE + "\n" + row(up(0), more));

    assertThat(problems()).isEmpty();
    Observation visit = catalog.lastObservation(ENDPOINT).orElseThrow();
    assertThat(visit.prober()).isEqualTo("0.1.0");
    assertThat(visit.connectedAt()).hasValue(START + 10);
    assertThat(visit.firstByteAt()).hasValue(START + 20);
    assertThat(visit.coin().confidence()).isEqualTo(CoinConfidence.SHAPE);
    assertThat(visit.work())
        .isEqualTo(
            new WorkFacts(
                "rx/0",
                OptionalLong.of(3_131_000),
                OptionalDouble.of(1500),
                Optional.of("ab".repeat(32)),
                List.of("auxpow", "rsk"),
                "Some Pool"));
    assertThat(visit.tls())
        .hasValue(
            new TlsFacts(
                "TLSv1.3",
                Optional.of("eu.pool.test"),
                "cd".repeat(32),
                List.of("*.pool.test", "pool.test"),
                1,
                2));
    assertThat(visit.discovered()).containsExactly("x.test:1", "y.test:2");
    assertThat(visit.bytesReceived()).isEqualTo(200);
    assertThat(visit.transcriptSha256()).isEqualTo("ef".repeat(32));
  }

  @Test
  void whatAFileTellsMoreMayBeEmptyButNotNonsense() throws IOException {
    String empty = ",".repeat(ObservationRow.MORE_COLUMNS.size() - 1);
    String hashless = ",,,,,,,,,,,TLSv1.3,,,,,,,,";
    String shaky = ",,,SURE,,,,,,,,,,,,,,,,";
    String unlike = ",,,,,,1e999,,,,,,,,,,,,,";
    ImportReport report =
        importText(
            HEADER.strip()
                + ","
                + MORE
                + "\n"
                + row(up(0), empty)
                + row(up(1), hashless)
                + row(up(2), shaky)
                + row(up(3), unlike));

    assertThat(report).isEqualTo(new ImportReport(FileKind.OBSERVATIONS, 4, 1, 3));
    assertThat(problems())
        .containsExactly(
            "3: tls_leaf_sha256: '' (expected: 64 hex digits)",
            "4: coin_confidence: 'SURE' (expected: EXACT, EXPLICIT, SHAPE, HEIGHT)",
            "5: difficulty: '1e999' (expected: a number)");
  }

  @Test
  void importingAgainChangesNothing() throws IOException {
    String history = HEADER + up(0) + up(3) + down(6);
    importText(history);
    List<AvailabilityWindow> before = catalog.windows(ENDPOINT);

    assertThat(importText(history)).isEqualTo(new ImportReport(FileKind.OBSERVATIONS, 3, 0, 0));
    assertThat(catalog.windows(ENDPOINT)).isEqualTo(before);
  }

  @Test
  void theOrderOfFilesDoesNotMatter() throws IOException {
    String pools =
        "pool,fqdn,port,coin,algorithm,protocol\nPool,eu.pool.test,3333,BTC,sha256d,stratum1\n";
    importText(HEADER + up(6) + up(9));
    importText(pools);
    importText(HEADER + up(0) + up(3));
    List<AvailabilityWindow> oneWay = catalog.windows(ENDPOINT);
    catalog.close();
    catalog = TestCatalog.empty();
    importText(pools);
    importText(HEADER + up(0) + up(3) + up(6) + up(9));

    assertThat(oneWay).hasSize(1).isEqualTo(catalog.windows(ENDPOINT));
    assertThat(oneWay.get(0).segments())
        .extracting(WindowSegment::pools)
        .containsExactly(List.of("Pool"));
  }

  @Test
  void badRowsAreNamedAndTheOthersTaken() throws IOException {
    String good = up(0);
    ImportReport report =
        importText(
            HEADER
                + good.replace("192.0.2.20", "192.0.2.999")
                + good.replace(",3333,", ",0,")
                + good.replace("tcp", "tpc")
                + good.replace("E4", "E9")
                + good.replace(Long.toString(START), "yesterday")
                + good.replace(Long.toString(START + 400), Long.toString(START - 1))
                + good.replace(Long.toString(START + 400), Long.toString(START + HOUR))
                + good.replace("BTC|BCH", "BTC||BCH")
                + "too,short\n"
                + good.replace("here", "")
                + good);

    assertThat(report).isEqualTo(new ImportReport(FileKind.OBSERVATIONS, 11, 1, 10));
    assertThat(problems())
        .containsExactly(
            "2: address: '192.0.2.999' (expected: IPv4 or IPv6 literal)",
            "3: port: '0' (expected: 1..65535)",
            "4: transport: 'tpc' (expected: tcp, udp, dccp or sctp)",
            "5: evidence: 'E9' (expected: E0, E1, E2, E3, E4, E5)",
            "6: started_at: 'yesterday' (expected: 0..16725225600000)",
            "7: ended_at: '"
                + (START - 1)
                + "' (expected: "
                + START
                + ".."
                + (START + 600_000)
                + ")",
            "8: ended_at: '"
                + (START + HOUR)
                + "' (expected: "
                + START
                + ".."
                + (START + 600_000)
                + ")",
            "9: coin_declared: 'BTC||BCH' (expected: ticker symbols joined by '|')",
            "10: 2 cells (expected: 19)",
            "11: vantage: '' (expected: 1 to 190 characters)");
    assertThat(badRows.get(0).toString()).contains("file.csv:2: address: ");
    assertThat(catalog.observationCount(ENDPOINT)).isEqualTo(1);
  }

  @Test
  void anOpenQuoteCostsTheRestOfTheFileAndSaysSo() throws IOException {
    ImportReport report = importText(HEADER + up(0) + "\"here,192.0.2.20\n" + up(3));

    assertThat(report.added()).isEqualTo(1);
    assertThat(report.bad()).isEqualTo(1);
    assertThat(badRows.get(0).problem()).startsWith("cannot be read on (");
  }

  @Test
  void aTruncatedGzipFileGivesWhatIsReadableAndSaysSo() throws IOException {
    StringBuilder text = new StringBuilder(HEADER);
    Random random = new Random(1);
    for (int i = 0; i < 3_000; i++) {
      text.append(up(3 * i).replace("soft", "soft" + random.nextLong()));
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(whole)) {
      gzip.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    ImportReport report = importBytes(Arrays.copyOf(whole.toByteArray(), whole.size() / 2));

    assertThat(report.added()).isBetween(1_000L, 2_000L);
    assertThat(report.bad()).isEqualTo(1);
    assertThat(badRows.get(0).problem()).startsWith("cannot be read on (");
    assertThat(catalog.observationCount(ENDPOINT)).isEqualTo(report.added());
  }

  @Test
  void aFileOfAnotherKindIsRefused() {
    assertThatThrownBy(() -> importText("a,b\n1,2\n"))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessageContaining("file.csv: columns a,b are those of no file that can be imported");
    assertThatThrownBy(() -> importText(""))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessageContaining("file.csv: ");
    assertThatThrownBy(() -> importText("a,a\n1,2\n"))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessageContaining("file.csv: has no CSV header");
  }

  @Test
  void declaredServicesKeepTheirSource() throws IOException {
    String pools =
        """
        pool,pool_url,fqdn,port,coin,algorithm,protocol,tls,region,source
        Pool,https://pool.test,eu.pool.test,3333,BTC,sha256d,stratum1,no,eu,somewhere:list
        Pool,https://pool.test,us.pool.test,,,,unknown,,us,somewhere:list
        Pool,https://pool.test,bad host,1,,,unknown,,us,somewhere:list
        """;

    assertThat(importText(pools)).isEqualTo(new ImportReport(FileKind.DECLARED, 3, 2, 1));
    assertThat(problems()).containsExactly("4: fqdn: 'bad host' (expected: a host name)");
    assertThat(importText(pools).added()).isZero();
    assertThat(catalog.search("pool")).hasSize(2);
  }

  @Test
  void everyRowOfTheStartingCatalogNamesItsSourceItsLicenceAndItsDay() throws IOException {
    assertThat(StartingCatalog.services(StartingCatalog.Sources.ALL))
        .allMatch(service -> !service.source().isEmpty() && !service.licenceClasses().isEmpty())
        .filteredOn(service -> service.evidence().isEmpty())
        .hasSize(3)
        .allMatch(service -> service.source().startsWith("public miner configs"));
    assertThat(StartingCatalog.services(StartingCatalog.Sources.PERMISSIVE))
        .allMatch(DeclaredService::isPermissive);
    assertThat(StartingCatalog.names(StartingCatalog.Sources.ALL))
        .allMatch(name -> !name.source().isEmpty() && !name.licenceClasses().isEmpty());
    assertThat(StartingCatalog.names(StartingCatalog.Sources.PERMISSIVE))
        .allMatch(NameIndicator::isPermissive);
  }

  @Test
  void theStartingCatalogIsLoadedOnceWholeOrPermissive() throws IOException {
    StartingCatalog.Report permissive =
        StartingCatalog.load(catalog, StartingCatalog.Sources.PERMISSIVE);
    StartingCatalog.Report all = StartingCatalog.load(catalog, StartingCatalog.Sources.ALL);
    StartingCatalog.Report again = StartingCatalog.load(catalog, StartingCatalog.Sources.ALL);

    assertThat(permissive.added()).isEqualTo(permissive.services()).isBetween(100, 1_000);
    assertThat(all.services()).isEqualTo(11_893);
    assertThat(all.added()).isEqualTo(all.services() - permissive.services());
    assertThat(again)
        .isEqualTo(new StartingCatalog.Report(all.services(), 0, 706, 0, all.coins(), 0));
    assertThat(permissive.coins()).as("whose rows do not name their sources").isZero();
    assertThat(all.coins()).isEqualTo(367);
    assertThat(permissive.names()).isEqualTo(permissive.namesAdded()).isBetween(100, 500);
    assertThat(all.namesAdded()).isEqualTo(706 - permissive.names());
    assertThat(catalog.search("2miners")).isNotEmpty();
  }
}
