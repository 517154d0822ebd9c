// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import static io.minetrace.probe.catalog.Visits.HOUR;
import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.net.Endpoint;
import io.minetrace.probe.Observation;
import io.minetrace.probe.ledger.LedgerContext;
import io.minetrace.probe.ledger.LedgerEntry;
import io.minetrace.probe.ledger.WindowLedger;
import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.BoundReason;
import io.minetrace.window.JdbcWindows;
import io.minetrace.window.SnapshotFile;
import io.minetrace.window.WindowSegment;
import io.minetrace.window.WindowSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogTest {

  private static final long START = 1_767_225_600_000L;
  private static final Endpoint FIRST = Endpoint.parse("192.0.2.1:3333");
  private static final Endpoint SECOND = Endpoint.parse("[2001:db8::1]:3333");

  private Catalog catalog;

  @BeforeEach
  void open() {
    catalog = TestCatalog.empty();
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  private static long at(int hours) {
    return START + hours * HOUR;
  }

  @Test
  void whatIsStoredComesBackAsWindows() {
    assertThat(
            catalog.store(
                List.of(
                    Visits.down(FIRST, at(0)),
                    Visits.up(FIRST, at(3)),
                    Visits.up(FIRST, at(6)),
                    Visits.up(SECOND, at(6)))))
        .isEqualTo(4);

    AvailabilityWindow window = catalog.windows(FIRST).get(0);
    assertThat(window.up().from()).isEqualTo(at(3) + 1_000);
    assertThat(window.up().to()).isEqualTo(at(6) + 1_000);
    assertThat(window.notBefore()).hasValue(at(0) + 1_000);
    assertThat(window.startReason()).isEqualTo(BoundReason.DOWN);
    assertThat(window.segments().get(0).coins()).containsExactly("BTC");
    assertThat(catalog.windows(SECOND)).hasSize(1);
    assertThat(catalog.windows(Endpoint.parse("192.0.2.99:1"))).isEmpty();
  }

  @Test
  void storingTheSameAgainChangesNothing() {
    List<Observation> batch = List.of(Visits.up(FIRST, at(0)), Visits.up(FIRST, at(3)));
    catalog.store(batch);
    List<AvailabilityWindow> before = catalog.windows(FIRST);

    assertThat(catalog.store(batch)).isZero();
    assertThat(catalog.windows(FIRST)).isEqualTo(before);
    assertThat(catalog.observationCount(FIRST)).isEqualTo(2);
  }

  @Test
  void aLateObservationMayJoinTwoWindows() {
    catalog.store(List.of(Visits.up(FIRST, at(0))));
    catalog.store(List.of(Visits.up(FIRST, at(12))));
    assertThat(catalog.windows(FIRST)).hasSize(2);

    catalog.store(List.of(Visits.up(FIRST, at(6))));

    assertThat(catalog.windows(FIRST)).hasSize(1);
    assertThat(catalog.windows(FIRST).get(0).upCount()).isEqualTo(3);
  }

  @Test
  void anyOrderAndBatchingOfStoringGivesTheFoldOfTheWholeHistory() {
    for (int seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      Endpoint endpoint = Endpoint.parse("198.51.100." + (seed + 1) + ":3333");
      List<Observation> history = new ArrayList<>();
      long time = START;
      for (int i = 0; i < 40; i++) {
        time += random.nextInt(6) == 0 ? (1 + random.nextInt(40)) * HOUR : Visits.INTERVAL;
        history.add(
            random.nextInt(3) == 0 ? Visits.down(endpoint, time) : Visits.up(endpoint, time));
      }
      List<LedgerEntry> entries = history.stream().map(LedgerEntry::of).toList();
      if (random.nextBoolean()) {
        Collections.shuffle(history, random);
      }
      while (!history.isEmpty()) {
        int size = Math.min(history.size(), 1 + random.nextInt(9));
        List<Observation> batch = List.copyOf(history.subList(0, size));
        history.subList(0, size).clear();
        if (random.nextBoolean()) {
          catalog.store(batch);
        } else {
          catalog.append(batch, "import");
        }
      }
      catalog.foldAll(folded -> {});

      assertThat(catalog.windows(endpoint))
          .as("seed %d", seed)
          .isEqualTo(WindowLedger.fold(endpoint, entries, LedgerContext.EMPTY));
    }
  }

  @Test
  void threadsThatStoreObservationsOfTheSameEndpointsLoseNothing()
      throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> work = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        int offset = thread;
        work.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < 20; i++) {
                    int hour = 3 * (4 * i + offset);
                    List<Observation> batch =
                        new ArrayList<>(
                            List.of(Visits.up(FIRST, at(hour)), Visits.up(SECOND, at(hour))));
                    Collections.shuffle(batch, new Random(hour));
                    catalog.store(batch);
                  }
                }));
      }
      for (Future<?> done : work) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }

    for (Endpoint endpoint : List.of(FIRST, SECOND)) {
      assertThat(catalog.windows(endpoint)).hasSize(1);
      assertThat(catalog.windows(endpoint).get(0).upCount()).isEqualTo(80);
    }
  }

  @Test
  void aNamesPoolIsTheWindowsPool() {
    importVisit(Visits.up(FIRST, at(0), "eu.pool.test"));
    catalog.foldAll(folded -> {});
    assertThat(onlySegment(FIRST).fqdns()).containsExactly("eu.pool.test");
    assertThat(onlySegment(FIRST).pools()).isEmpty();

    catalog.declare(
        List.of(
            new DeclaredService(
                "Pool", "", "eu.pool.test", 3333, "BTC", "sha256d", "stratum1", "", "", "x", "")));
    catalog.foldAll(folded -> {});

    assertThat(onlySegment(FIRST).pools()).containsExactly("Pool");
  }

  private void importVisit(Observation visit) {
    VisitedNames names = new VisitedNames();
    names.add(visit);
    catalog.append(List.of(visit), "import");
    catalog.addVisits(names);
  }

  private WindowSegment onlySegment(Endpoint endpoint) {
    List<WindowSegment> segments = catalog.windows(endpoint).get(0).segments();
    assertThat(segments).hasSize(1);
    return segments.get(0);
  }

  @Test
  void transcriptsAreKeptOfChangesAndOfAWindowsFirstAndLastUp() {
    for (int hour = 0; hour <= 30; hour += 3) {
      catalog.store(List.of(Visits.up(FIRST, at(hour))));
    }

    List<Long> kept =
        catalog
            .jdbi()
            .withHandle(
                handle ->
                    handle
                        .createQuery("SELECT started_at FROM transcript ORDER BY started_at")
                        .mapTo(Long.class)
                        .list());
    assertThat(kept).containsExactly(at(0), at(30));
  }

  private List<Long> transcripts() {
    return catalog
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery("SELECT started_at FROM transcript ORDER BY started_at")
                    .mapTo(Long.class)
                    .list());
  }

  @Test
  void aTranscriptIsComparedWithTheVisitBeforeItWhateverOrderTheyComeIn() {
    catalog.append(List.of(Visits.up(FIRST, at(0))), "import");
    catalog.foldAll(folded -> {});
    catalog.store(List.of(Visits.up(FIRST, at(3)), Visits.up(FIRST, at(6))));
    assertThat(transcripts()).as("the imported visit said the same").containsExactly(at(6));

    catalog.store(List.of(Visits.down(FIRST, at(9))));
    catalog.store(List.of(Visits.up(FIRST, at(12))));
    assertThat(transcripts()).as("bridged: the sixth hour is no edge").containsExactly(at(12));

    catalog.store(List.of(Visits.up(FIRST, at(10))));
    assertThat(transcripts())
        .as("the late one follows upon the silence")
        .containsExactly(at(10), at(12));

    catalog.store(List.of(Visits.up(FIRST, at(15))));
    assertThat(transcripts()).containsExactly(at(10), at(12), at(15));
  }

  @Test
  void aHistoryThatProlongsAWindowLeavesTheTranscriptOfWhatWasItsLastUp() {
    catalog.store(List.of(Visits.up(FIRST, at(0))));
    catalog.store(List.of(Visits.up(FIRST, at(3))));
    catalog.storeHistories(List.of(Visits.up(FIRST, at(6))), "import");

    assertThat(catalog.windows(FIRST).get(0).up().to()).isGreaterThan(at(6));
    assertThat(transcripts()).contains(at(0), at(3));
  }

  @Test
  void anImportThatProlongsAWindowLeavesTheTranscriptOfWhatWasItsLastUp() {
    catalog.store(List.of(Visits.up(FIRST, at(0))));
    catalog.store(List.of(Visits.up(FIRST, at(3))));
    catalog.append(List.of(Visits.up(FIRST, at(6))), "import");
    catalog.foldAll(folded -> {});

    assertThat(catalog.windows(FIRST).get(0).up().to()).isGreaterThan(at(6));
    assertThat(transcripts()).as("the import brought none").containsExactly(at(0), at(3));
  }

  @Test
  void windowsReadFromTheDatabaseHaveTheIdOfTheSnapshot(@TempDir Path directory)
      throws IOException {
    catalog.close();
    DatabaseLocation.Remote database = TestCatalog.emptyCatalog();
    catalog = Catalog.open(database);
    catalog.store(List.of(Visits.up(FIRST, at(0)), Visits.up(FIRST, at(3))));
    Path file = directory.resolve("windows.zip");
    catalog.writeSnapshot(file);

    String separator = database.url().indexOf('?') < 0 ? "?" : "&";
    String url =
        database.url() + separator + "user=" + database.user() + "&password=" + database.password();
    try (WindowSnapshot written = WindowSnapshot.open(file);
        WindowSnapshot read = JdbcWindows.open(url)) {
      assertThat(read.id()).isEqualTo(written.id());
    }
  }

  @Test
  void theViewsAreWhatFlowMatcherReads(@TempDir Path directory) throws IOException {
    catalog.store(
        List.of(
            Visits.up(FIRST, at(0)),
            Visits.down(FIRST, at(3)),
            Visits.up(FIRST, at(6)),
            Visits.up(SECOND, at(0))));
    CoverageSpans spans = new CoverageSpans();
    spans.add(at(0), at(6), Visits.INTERVAL);
    catalog.addCoverage(Map.of("here", spans));
    Path file = directory.resolve("windows.zip");
    Path again = directory.resolve("again.zip");

    catalog.writeSnapshot(file);
    catalog.writeSnapshot(again);

    assertThat(Files.mismatch(file, again)).as("the same state gives the same bytes").isEqualTo(-1);
    try (SnapshotFile told = SnapshotFile.open(file)) {
      Map<String, String> expected = new HashMap<>(WindowLedger.parameters());
      expected.put("algorithm_version", Integer.toString(WindowLedger.ALGORITHM_VERSION));
      assertThat(told.manifest().builder())
          .as("what the windows were made with")
          .isEqualTo(expected);
    }
    try (WindowSnapshot snapshot = WindowSnapshot.open(file)) {
      List<AvailabilityWindow> stored = new ArrayList<>(catalog.windows(FIRST));
      stored.addAll(catalog.windows(SECOND));
      assertThat(snapshot.windows()).containsExactlyInAnyOrderElementsOf(stored);
      assertThat(snapshot.observations(FIRST)).hasSize(3);
      assertThat(snapshot.observations(FIRST).get(0).time()).isEqualTo(at(0) + 1_000);
      assertThat(snapshot.coverage())
          .singleElement()
          .satisfies(
              span -> {
                assertThat(span.vantage()).isEqualTo("here");
                assertThat(span.span().from()).isEqualTo(at(0));
                assertThat(span.span().to()).isEqualTo(at(6));
              });
    }
  }

  @Test
  void aSearchFindsPoolsNamesCoinsAddressesAndPorts() {
    catalog.declare(
        List.of(
            new DeclaredService(
                "Pool_1", "", "eu.pool.test", 3333, "BTC", "sha", "stratum1", "", "", "x", ""),
            new DeclaredService(
                "Other", "", "eu.other.test", 4444, "LTC", "scrypt", "stratum1", "", "", "x", "")));
    importVisit(Visits.up(FIRST, at(0), "eu.pool.test"));
    catalog.store(List.of(Visits.down(SECOND, at(0))));
    catalog.foldAll(folded -> {});

    for (String text :
        List.of("pool_1", "POOL_", "eu.pool", "btc", "192.0.2.1", "192.0.2.1:3333")) {
      assertThat(catalog.search(text))
          .as(text)
          .singleElement()
          .satisfies(
              hit -> {
                assertThat(hit.pool()).isEqualTo("Pool_1");
                assertThat(hit.address()).hasValue("192.0.2.1");
                assertThat(hit.lastVerdict()).hasValue("UP");
                assertThat(hit.windows()).isEqualTo(1);
                assertThat(hit.lastUp()).hasValue(at(0) + 1_000);
              });
    }
    assertThat(catalog.search("[2001:db8::1]:3333"))
        .singleElement()
        .satisfies(hit -> assertThat(hit.lastVerdict()).hasValue("DOWN"));
    assertThat(catalog.search("3333")).hasSize(2);
    assertThat(catalog.search("LTC"))
        .singleElement()
        .satisfies(hit -> assertThat(hit.address()).isEmpty());
    assertThat(catalog.search("nothing")).isEmpty();
    assertThat(catalog.search("Zwei & Söhne")).as("no ASCII").isEmpty();
  }

  @Test
  void aDoubtOpenedAndReleasedChangesTheWindowsAndBack() {
    catalog.store(
        List.of(
            Visits.up(FIRST, at(0)),
            Visits.down(FIRST, at(3)),
            Visits.down(FIRST, at(4)),
            Visits.up(FIRST, at(6))));
    List<AvailabilityWindow> before = catalog.windows(FIRST);
    assertThat(before).hasSize(2);

    long doubt =
        catalog.openDoubt(
            new DoubtScope.OfAddress(FIRST.address()), at(2), at(5), "ours", "test", at(7));
    catalog.foldAll(folded -> {});
    assertThat(catalog.windows(FIRST)).hasSize(1);

    catalog.releaseDoubt(doubt, "test", at(8));
    catalog.foldAll(folded -> {});
    assertThat(catalog.windows(FIRST)).isEqualTo(before);
  }
}
