// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import io.minetrace.probe.Bytes;
import io.minetrace.probe.CoinConfidence;
import io.minetrace.probe.CoinFinding;
import io.minetrace.probe.DialogueOutcome;
import io.minetrace.probe.Observation;
import io.minetrace.probe.Reach;
import io.minetrace.probe.WorkFacts;
import io.minetrace.probe.calibration.Calibration;
import io.minetrace.probe.calibration.CalibrationReport;
import io.minetrace.probe.ledger.LedgerEntry;
import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.Channel;
import io.minetrace.window.Evidence;
import io.minetrace.window.TimeSpan;
import io.minetrace.window.Verdict;
import io.minetrace.window.WindowSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows leave, and nothing that is computed of them changes. */
class RetentionTest {

  /** More than are looked at together. */
  private static final int ENDPOINTS = 70;

  private static final long BEGIN = 1_767_225_600_000L; // 2026-01-01
  private static final long MINUTE = 60_000L;
  private static final long CUTOFF = BEGIN + 15 * 86_400_000L;

  @TempDir private Path directory;
  private final List<Observation> all = new ArrayList<>();
  private Catalog catalog;

  @BeforeEach
  void aCatalogWithRandomHistories() {
    catalog = TestCatalog.empty();
    for (int i = 0; i < ENDPOINTS; i++) {
      all.addAll(history(i));
    }
    catalog.append(all, "test");
    catalog.openDoubt(
        new DoubtScope.OfEndpoint(endpoint(3)),
        BEGIN,
        BEGIN + 4 * 86_400_000L,
        "test",
        "test",
        BEGIN);
    catalog.foldAll(folded -> {});
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  private static Endpoint endpoint(int number) {
    return Endpoint.tcp(IpAddress.ofIpv4(0xc000_0200 + number), 3333);
  }

  /** Long stretches of the same, and everything unpleasant between them. */
  private static List<Observation> history(int number) {
    Random random = new Random(number);
    List<Observation> visits = new ArrayList<>();
    long now = BEGIN + random.nextInt(1_000);
    boolean isThere = random.nextInt(5) > 0;
    String coin = "BTC";
    Evidence evidence = Evidence.E3;
    String software = "";
    int sweeps = 5 + random.nextInt(200);
    for (int i = 0; i < sweeps; i++) {
      isThere = isThere ? random.nextInt(25) > 0 : random.nextInt(4) == 0;
      if (random.nextInt(40) == 0) {
        coin = List.of("BCH", "BTC", "LTC", "").get(random.nextInt(4));
        evidence = Evidence.values()[2 + random.nextInt(4)];
        software = random.nextBoolean() ? "" : "software " + random.nextInt(3);
      }
      boolean answers = isThere != (random.nextInt(30) == 0);
      String vantage = random.nextInt(6) == 0 ? "there" : "here";
      boolean confirms = random.nextInt(25) == 0;
      visits.add(visit(number, now, random, vantage, answers, confirms, coin, evidence, software));
      if (random.nextInt(12) == 0) {
        long nearby = now + 1 + random.nextInt(11 * (int) MINUTE);
        visits.add(
            visit(number, nearby, random, "third", answers, false, coin, evidence, software));
      }
      now +=
          switch (random.nextInt(30)) {
            case 0 -> 1 + random.nextInt(12 * (int) MINUTE);
            case 1 -> Visits.INTERVAL * 5 / 2 + random.nextInt(3) - 1;
            case 2 -> random.nextInt(9 * 24) * Visits.HOUR + 1;
            default -> Visits.INTERVAL + random.nextInt(20) * MINUTE;
          };
    }
    return visits;
  }

  private static Observation visit(
      int number,
      long at,
      Random random,
      String vantage,
      boolean answers,
      boolean confirms,
      String coin,
      Evidence evidence,
      String software) {
    boolean unknown = random.nextInt(60) == 0;
    Reach reach =
        unknown
            ? Reach.LOCAL_ERROR
            : answers || random.nextInt(5) == 0 ? Reach.CONNECTED : Reach.REFUSED;
    boolean up = answers && !unknown;
    return new Observation(
        endpoint(number),
        Optional.empty(),
        vantage,
        "0.1.0",
        at,
        OptionalLong.of(at + 20),
        OptionalLong.empty(),
        at + random.nextInt(4_000),
        random.nextInt(50) == 0 ? 10 * MINUTE : Visits.INTERVAL,
        confirms,
        reach,
        random.nextInt(40) == 0 ? Channel.TLS : Channel.PLAIN,
        up ? DialogueOutcome.MINING : DialogueOutcome.NONE,
        up ? evidence : Evidence.E0,
        up ? List.of("stratum1") : List.of(),
        up ? software : "",
        List.of("BTC"),
        coin.isEmpty()
            ? CoinFinding.NONE
            : new CoinFinding(List.of(coin), "exact-hash", CoinConfidence.EXACT),
        WorkFacts.NONE,
        Optional.empty(),
        List.of(),
        10,
        20,
        Bytes.EMPTY,
        "");
  }

  private static PruneOrder order(PruneClass what, long before) {
    return new PruneOrder(what, before, "room", "me", BEGIN);
  }

  private PruneReport prune(RebuildMode mode) {
    return catalog.prune(order(PruneClass.OBSERVATIONS, CUTOFF), mode, looked -> {});
  }

  private Map<Endpoint, List<AvailabilityWindow>> windows() {
    Map<Endpoint, List<AvailabilityWindow>> windows = new HashMap<>();
    for (int i = 0; i < ENDPOINTS; i++) {
      windows.put(endpoint(i), catalog.windows(endpoint(i)));
    }
    return windows;
  }

  private Map<Endpoint, List<LedgerEntry>> histories() {
    Map<Endpoint, List<LedgerEntry>> histories = new HashMap<>();
    catalog.histories(
        (endpoint, history, context) ->
            histories.put(endpoint, history.stream().sorted().toList()));
    return histories;
  }

  private CalibrationReport calibration() {
    Calibration calibration = new Calibration();
    catalog.histories(calibration::add);
    return calibration.report();
  }

  private long rows() {
    return catalog
        .jdbi()
        .<Long, RuntimeException>withHandle(
            handle -> handle.select("SELECT COUNT(*) FROM observation").mapTo(Long.class).one());
  }

  private byte[] snapshot() throws IOException {
    Path file = directory.resolve("snapshot.zip");
    catalog.writeSnapshot(file);
    return Files.readAllBytes(file);
  }

  @Test
  void whatIsComputedOfThemIsTheSameAfterRowsHaveGone() throws IOException {
    Map<Endpoint, List<AvailabilityWindow>> windows = windows();
    Map<Endpoint, List<LedgerEntry>> histories = histories();
    CalibrationReport calibration = calibration();
    byte[] snapshot = snapshot();

    PruneReport told = prune(RebuildMode.COMPARE);
    assertThat(rows()).as("compared only").isEqualTo(all.size());
    assertThat(catalog.prunes()).isEmpty();
    PruneReport done = prune(RebuildMode.APPLY);

    assertThat(done).isEqualTo(told);
    assertThat(done.rows()).isGreaterThan(all.size() / 5);
    assertThat(done.gone().keySet()).containsExactly(YearMonth.of(2026, 1));
    assertThat(rows()).isEqualTo(all.size() - done.rows());
    assertThat(windows()).isEqualTo(windows);
    assertThat(histories()).isEqualTo(histories);
    assertThat(calibration()).isEqualTo(calibration);
    assertThat(snapshot()).as("the same id").isEqualTo(snapshot);

    RebuildReport rebuilt =
        catalog.rebuild(RebuildScope.EVERYTHING, RebuildMode.COMPARE, change -> {}, looked -> {});
    assertThat(rebuilt.differing() + rebuilt.behind()).isZero();
    assertThat(rebuilt.observations()).isEqualTo(all.size());
    // From nothing, too.
    catalog.jdbi().useHandle(handle -> handle.execute("UPDATE endpoint SET unfolded_from = -1"));
    catalog.foldAll(folded -> {});
    assertThat(windows()).isEqualTo(windows);
  }

  @Test
  void theProofOfEachWindowKeepsItsRows() {
    prune(RebuildMode.APPLY);

    Map<Endpoint, Set<Long>> left = new HashMap<>();
    catalog
        .jdbi()
        .useHandle(
            handle ->
                OneTimeQuery.each(
                    handle,
                    "SELECT CAST(e.address AS CHAR), o.ended_at FROM observation o"
                        + " JOIN endpoint e ON e.id = o.endpoint_id",
                    row ->
                        left.computeIfAbsent(
                                Endpoint.tcp(SqlForms.address(row.getString(1)), 3333),
                                e -> new HashSet<>())
                            .add(row.getLong(2))));
    int checked = 0;
    for (int i = 0; i < ENDPOINTS; i++) {
      Set<Long> rows = left.get(endpoint(i));
      for (AvailabilityWindow window : catalog.windows(endpoint(i))) {
        assertThat(rows).contains(window.up().from(), window.up().to());
        for (TimeSpan hole : window.bridged()) {
          assertThat(rows).contains(hole.from(), hole.to());
        }
      }
      List<Observation> inOrder = history(i);
      inOrder.sort(
          Comparator.comparingLong(Observation::endedAt).thenComparingLong(Observation::startedAt));
      for (int j = 0; j < inOrder.size(); j++) {
        if (inOrder.get(j).verdict() != Verdict.UP) {
          assertThat(rows).contains(inOrder.get(j).endedAt());
          assertThat(rows).contains(inOrder.get(Math.max(0, j - 1)).endedAt());
          assertThat(rows).contains(inOrder.get(Math.min(inOrder.size() - 1, j + 1)).endedAt());
          checked++;
        }
      }
    }
    assertThat(checked).isGreaterThan(400);
  }

  @Test
  void itIsOnRecordAndDoneAgainItFindsNothing() {
    PruneReport done = prune(RebuildMode.APPLY);

    PruneReport again = prune(RebuildMode.APPLY);

    assertThat(again.rows()).isZero();
    assertThat(again.stayed()).isEqualTo(done.stayed());
    assertThat(catalog.prunes())
        .extracting(PruneEntry::order, PruneEntry::gone)
        .containsExactly(tuple(order(PruneClass.OBSERVATIONS, CUTOFF), done.gone()));
    // Later more goes, and what went stays packed.
    Map<Endpoint, List<LedgerEntry>> histories = histories();
    PruneReport later =
        catalog.prune(
            order(PruneClass.OBSERVATIONS, Long.MAX_VALUE), RebuildMode.APPLY, looked -> {});
    assertThat(later.rows()).isPositive();
    assertThat(histories()).isEqualTo(histories);
    assertThat(catalog.prunes()).hasSize(2);
  }

  @Test
  void interruptedWhatHasGoneIsOnRecordAndTheRestGoesNextTime() {
    Map<Endpoint, List<LedgerEntry>> histories = histories();
    long told = prune(RebuildMode.COMPARE).rows();

    assertThatThrownBy(
            () ->
                catalog.prune(
                    order(PruneClass.OBSERVATIONS, CUTOFF),
                    RebuildMode.APPLY,
                    looked -> {
                      throw new IllegalStateException("interrupted");
                    }))
        .hasMessage("interrupted");

    long gone = all.size() - rows();
    assertThat(gone).isPositive().isLessThan(told);
    assertThat(catalog.prunes()).extracting(PruneEntry::rows).containsExactly(gone);
    assertThat(histories()).isEqualTo(histories);
    assertThat(prune(RebuildMode.APPLY).rows()).isEqualTo(told - gone);
    assertThat(catalog.prunes()).extracting(PruneEntry::rows).containsExactly(gone, told - gone);
    assertThat(histories()).isEqualTo(histories);
  }

  @Test
  void whatWasPackedIsNotTakenInAgainAndWhatIsNewIs() throws IOException {
    prune(RebuildMode.APPLY);
    byte[] snapshot = snapshot();
    long rows = rows();

    assertThat(catalog.append(all, "test")).as("imported again").isZero();
    catalog.foldAll(folded -> {});
    assertThat(rows()).isEqualTo(rows);
    assertThat(snapshot()).isEqualTo(snapshot);

    // A second opinion on the past, late; and the next sweep.
    List<Observation> more = new ArrayList<>();
    for (int i = 0; i < ENDPOINTS; i++) {
      more.add(Visits.down(endpoint(i), BEGIN + (40 + i) * 7_000_000L));
      more.add(Visits.up(endpoint(i), BEGIN + 400L * 86_400_000L));
    }
    assertThat(catalog.store(more)).isEqualTo(more.size());
    RebuildReport rebuilt =
        catalog.rebuild(RebuildScope.EVERYTHING, RebuildMode.COMPARE, change -> {}, looked -> {});
    assertThat(rebuilt.differing()).isZero();
    assertThat(rebuilt.observations()).isEqualTo(all.size() + more.size());
  }

  @Test
  void whatWasReleasedCanBeMadeAgain() throws IOException {
    Path file = directory.resolve("released.zip");
    catalog.writeSnapshot(file);
    List<SnapshotRelease> releases = new ArrayList<>();
    try (WindowSnapshot snapshot = WindowSnapshot.open(file)) {
      SnapshotRelease release =
          new SnapshotRelease(
              snapshot.id(), snapshot.asOf(), snapshot.windows().size(), BEGIN, BEGIN);
      catalog.released(release);
      catalog.released(
          new SnapshotRelease(
              snapshot.id(), snapshot.asOf(), snapshot.windows().size(), BEGIN + 5, BEGIN + 5));
      releases.add(
          new SnapshotRelease(
              snapshot.id(), snapshot.asOf(), snapshot.windows().size(), BEGIN, BEGIN + 5));
    }
    catalog.prune(order(PruneClass.OBSERVATIONS, Long.MAX_VALUE), RebuildMode.APPLY, looked -> {});
    Path again = directory.resolve("again.zip");
    catalog.writeSnapshot(again);

    assertThat(again).hasSameBinaryContentAs(file);
    assertThat(catalog.releases()).isEqualTo(releases);
  }

  @Test
  void transcriptsGoButThoseOfFirstAndLastUps() {
    Endpoint talkative = Endpoint.parse("198.51.100.1:3333");
    List<Observation> visits = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      visits.add(Visits.up(talkative, BEGIN + i * Visits.INTERVAL));
    }
    catalog.appendWithTranscripts(visits, "test");
    catalog.foldAll(folded -> {});
    long packed = prune(RebuildMode.COMPARE).rows();

    PruneOrder transcripts = order(PruneClass.TRANSCRIPTS, CUTOFF);
    PruneReport told = catalog.prune(transcripts, RebuildMode.COMPARE, looked -> {});
    assertThat(told.rows()).isEqualTo(18);
    assertThat(told.stayed()).isEqualTo(2);
    assertThat(told.places()).isEqualTo(1);
    assertThat(catalog.prune(transcripts, RebuildMode.APPLY, looked -> {})).isEqualTo(told);

    assertThat(catalog.prunes().get(0).gone()).isEqualTo(Map.of(YearMonth.of(2026, 1), 18L));
    assertThat(catalog.prune(transcripts, RebuildMode.COMPARE, looked -> {}).rows()).isZero();
    // A row goes when its transcript has gone.
    assertThat(prune(RebuildMode.COMPARE).rows()).isEqualTo(packed + 18);
  }

  @Test
  void resolutionsGoButThoseThatBeginOrEndATimeOnAnAddress() {
    catalog
        .jdbi()
        .useHandle(
            handle -> {
              handle.execute("INSERT INTO name (id, fqdn) VALUES (7, 'eu.pool.test')");
              handle.execute(
                  "INSERT INTO name_window (name_id, address, resolver, first_seen, last_seen,"
                      + " answers) VALUES (7, '::ffff:192.0.2.1', 'r', ?, ?, 10)",
                  BEGIN,
                  BEGIN + 9_000);
              for (int i = 0; i < 10; i++) {
                handle.execute(
                    "INSERT INTO resolution (name_id, asked_at, resolver, family, outcome) VALUES"
                        + " (7, ?, 'r', 'A', 'ADDRESSES')",
                    BEGIN + i * 1_000L);
                handle.execute(
                    "INSERT INTO resolution_answer VALUES (7, ?, 'r', '::ffff:192.0.2.1', 60)",
                    BEGIN + i * 1_000L);
              }
            });
    PruneOrder resolutions = order(PruneClass.RESOLUTIONS, BEGIN + 8_000);

    PruneReport told = catalog.prune(resolutions, RebuildMode.COMPARE, looked -> {});
    assertThat(told)
        .isEqualTo(new PruneReport(new TreeMap<>(Map.of(YearMonth.of(2026, 1), 14L)), 2, 1));
    assertThat(catalog.prune(resolutions, RebuildMode.APPLY, looked -> {})).isEqualTo(told);
    assertThat(catalog.prune(resolutions, RebuildMode.APPLY, looked -> {}).rows()).isZero();
  }
}
