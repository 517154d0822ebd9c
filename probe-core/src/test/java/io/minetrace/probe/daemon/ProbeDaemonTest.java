// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import io.minetrace.probe.Bytes;
import io.minetrace.probe.CoinFinding;
import io.minetrace.probe.DialogueOutcome;
import io.minetrace.probe.Observation;
import io.minetrace.probe.Reach;
import io.minetrace.probe.WorkFacts;
import io.minetrace.probe.catalog.Catalog;
import io.minetrace.probe.catalog.DeclaredService;
import io.minetrace.probe.catalog.TestCatalog;
import io.minetrace.probe.dns.DnsOutcome;
import io.minetrace.probe.dns.FamilyAnswer;
import io.minetrace.probe.dns.Resolution;
import io.minetrace.probe.dns.ResolvedAddress;
import io.minetrace.probe.transport.ProbeTarget;
import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.Channel;
import io.minetrace.window.Evidence;
import io.minetrace.window.WindowSegment;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The daemon on a real catalog, with a network and a clock that the test decides about. */
class ProbeDaemonTest {

  private static final long HOUR = 3_600_000L;
  private static final Endpoint FIRST = Endpoint.parse("192.0.2.1:3333");
  private static final Endpoint SECOND = Endpoint.parse("192.0.2.2:3333");

  private final Map<String, List<String>> names = Collections.synchronizedMap(new HashMap<>());
  private final List<ProbeTarget> visits = Collections.synchronizedList(new ArrayList<>());
  private final List<Endpoint> closed = Collections.synchronizedList(new ArrayList<>());
  private final StringWriter log = new StringWriter();
  private final AtomicLong now = new AtomicLong(1_767_225_600_000L);
  private volatile boolean silent;
  private Catalog catalog;

  @BeforeEach
  void open() {
    catalog = TestCatalog.empty();
    catalog.declare(List.of(service("eu.pool.test", 3333), service("eu.pool.test", 4444)));
    names.put("eu.pool.test", List.of("192.0.2.1"));
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  private static DeclaredService service(String fqdn, int port) {
    return new DeclaredService(
        "Pool", "", fqdn, port, "BTC", "sha256d", "stratum1", "", "", "test", "");
  }

  private ProbeDaemon daemon(DaemonConfig.Run run) {
    return daemon(new DaemonConfig("here", 3 * HOUR, HOUR / 2, run));
  }

  private ProbeDaemon daemon(DaemonConfig config) {
    return new ProbeDaemon(
        catalog,
        List.of(this::resolve),
        this::visit,
        config,
        () -> Instant.ofEpochMilli(now.get()),
        new Random(1),
        new DaemonLog(new PrintWriter(log), () -> Instant.ofEpochMilli(now.get())));
  }

  private long runOnce() {
    return daemon(DaemonConfig.Run.ONCE).run();
  }

  private CompletableFuture<Resolution> resolve(String fqdn) {
    List<ResolvedAddress> addresses =
        names.getOrDefault(fqdn, List.of()).stream()
            .map(address -> new ResolvedAddress(IpAddress.parse(address), 300))
            .toList();
    FamilyAnswer ipv4 =
        addresses.isEmpty()
            ? FamilyAnswer.none(DnsOutcome.NXDOMAIN)
            : new FamilyAnswer(DnsOutcome.ADDRESSES, addresses);
    return CompletableFuture.completedFuture(
        new Resolution(
            fqdn,
            now.get(),
            now.get(),
            "192.0.2.53:53",
            ipv4,
            FamilyAnswer.none(DnsOutcome.NODATA),
            List.of()));
  }

  private CompletableFuture<Observation> visit(ProbeTarget target) {
    visits.add(target);
    if (silent) {
      return new CompletableFuture<>();
    }
    boolean up = !closed.contains(target.endpoint());
    return CompletableFuture.completedFuture(
        new Observation(
            target.endpoint(),
            target.fqdn(),
            "here",
            "",
            now.get(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            now.get() + 500,
            target.intervalMillis(),
            target.confirms(),
            up ? Reach.CONNECTED : Reach.REFUSED,
            Channel.PLAIN,
            up ? DialogueOutcome.MINING : DialogueOutcome.NONE,
            up ? Evidence.E4 : Evidence.E0,
            up ? List.of("stratum1") : List.of(),
            "",
            target.declaredCoins(),
            CoinFinding.NONE,
            WorkFacts.NONE,
            Optional.empty(),
            List.of(),
            0,
            0,
            Bytes.EMPTY,
            ""));
  }

  @Test
  void aSingleRunResolvesVisitsStoresAndEnds() {
    assertThat(runOnce()).isEqualTo(2);

    assertThat(visits)
        .extracting(ProbeTarget::endpoint)
        .containsExactlyInAnyOrder(FIRST, Endpoint.parse("192.0.2.1:4444"));
    ProbeTarget target = visits.get(0);
    assertThat(target.fqdn()).hasValue("eu.pool.test");
    assertThat(target.declaredCoins()).containsExactly("BTC");
    assertThat(target.intervalMillis()).isEqualTo(3 * HOUR);
    AvailabilityWindow window = catalog.windows(FIRST).get(0);
    assertThat(window.segments())
        .singleElement()
        .satisfies(segment -> assertThat(segment.pools()).containsExactly("Pool"));
    assertThat(log.toString().lines().toList())
        .first()
        .isEqualTo(
            "{\"time\":\"2026-01-01T00:00:00Z\",\"event\":\"started\",\"sweep_ms\":10800000,"
                + "\"vantage\":\"here\"}");
    assertThat(log.toString()).contains("\"event\":\"stored\",\"in_all\":2");
  }

  @Test
  void nothingIsVisitedBeforeItIsDue() {
    runOnce();
    now.addAndGet(HOUR);
    assertThat(runOnce()).as("names only").isZero();
    now.addAndGet(3 * HOUR);
    assertThat(runOnce()).isEqualTo(2);

    assertThat(catalog.windows(FIRST).get(0).upCount()).isEqualTo(2);
  }

  @Test
  void aNameThatMovedLeadsToItsNewAddressAndIsStaleAtTheOld() {
    runOnce();
    names.put("eu.pool.test", List.of("192.0.2.2"));
    for (int i = 0; i < 3; i++) {
      now.addAndGet(4 * HOUR);
      runOnce();
    }

    assertThat(catalog.windows(SECOND)).hasSize(1);
    assertThat(catalog.windows(FIRST)).hasSize(1);
    List<WindowSegment> segments = catalog.windows(FIRST).get(0).segments();
    assertThat(segments)
        .extracting(WindowSegment::fqdns)
        .containsExactly(List.of("eu.pool.test"), List.of());
    assertThat(segments.get(1).staleFqdns()).containsExactly("eu.pool.test");
    assertThat(segments.get(1).pools()).as("kept, and marked").containsExactly("Pool");
    int before = visits.size();
    now.addAndGet(4 * HOUR);
    runOnce();
    assertThat(visits.subList(before, visits.size()))
        .as("an address that its names have left is visited once a day")
        .extracting(ProbeTarget::endpoint)
        .doesNotContain(FIRST);
  }

  @Test
  void aNameThatDoesNotExistForAWhileHasNotLeft() {
    runOnce();
    names.clear();
    for (int i = 0; i < 4; i++) {
      now.addAndGet(4 * HOUR);
      runOnce();
    }

    assertThat(catalog.windows(FIRST).get(0).segments())
        .singleElement()
        .satisfies(segment -> assertThat(segment.fqdns()).containsExactly("eu.pool.test"));
  }

  @Test
  void addressesThatTakeTurnsStayTheNames() {
    for (int i = 0; i < 8; i++) {
      names.put("eu.pool.test", List.of(i % 3 == 0 ? "192.0.2.1" : "192.0.2.2"));
      runOnce();
      now.addAndGet(4 * HOUR);
    }

    WindowSegment last =
        catalog
            .windows(FIRST)
            .get(0)
            .segments()
            .get(catalog.windows(FIRST).get(0).segments().size() - 1);
    assertThat(last.staleFqdns()).isEmpty();
  }

  @Test
  void aSingleMissIsConfirmedAMinuteOrTwoLater() throws InterruptedException, ExecutionException {
    runOnce();
    now.addAndGet(4 * HOUR);
    closed.add(FIRST);
    int before = visits.size();
    ProbeDaemon daemon = daemon(DaemonConfig.Run.UNTIL_STOPPED);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<Long> running = thread.submit(daemon::run);
      while (catalog.observationCount(FIRST) < 2) {
        Thread.onSpinWait();
      }
      closed.clear();
      // Bit by bit: the daemon may be about to ask what time it is, to know when to confirm.
      while (catalog.observationCount(FIRST) < 3) {
        now.addAndGet(1000);
      }
      daemon.stopAndWait(20, TimeUnit.SECONDS);
      running.get();
    } finally {
      thread.shutdownNow();
    }

    List<ProbeTarget> confirmations =
        visits.subList(before, visits.size()).stream().filter(ProbeTarget::confirms).toList();
    assertThat(confirmations).singleElement().extracting(ProbeTarget::endpoint).isEqualTo(FIRST);
    assertThat(catalog.windows(FIRST)).hasSize(1);
    assertThat(catalog.windows(FIRST).get(0).missedCount()).isEqualTo(1);
  }

  @Test
  void aStopWaitsNotForEverForVisitsThatDoNotEnd() throws InterruptedException, ExecutionException {
    silent = true;
    ProbeDaemon daemon = daemon(DaemonConfig.Run.UNTIL_STOPPED);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<Long> running = thread.submit(daemon::run);
      while (visits.isEmpty()) {
        Thread.onSpinWait();
      }
      daemon.stopAndWait(20, TimeUnit.SECONDS);
      assertThat(running.get()).isZero();
    } finally {
      thread.shutdownNow();
    }

    assertThat(log.toString()).contains("\"event\":\"stopped\"");
    silent = false;
    assertThat(runOnce()).as("they are still due").isEqualTo(1 + 1);
  }

  @Test
  void theDaemonsPresenceIsCoverage() {
    runOnce();
    now.addAndGet(4 * HOUR);
    runOnce();

    assertThat(catalog.coverage())
        .singleElement()
        .satisfies(
            span -> {
              assertThat(span.vantage()).isEqualTo("here");
              assertThat(span.span().to() - span.span().from()).isEqualTo(4 * HOUR);
            });
  }

  @Test
  void aShorterIntervalIsNotKeptWaitingByTheLongerOneOfBefore() {
    runOnce();
    DaemonConfig quick = new DaemonConfig("here", 60_000, 60_000, DaemonConfig.Run.ONCE);
    daemon(quick).run();
    now.addAndGet(60_000);

    assertThat(daemon(quick).run()).isEqualTo(2);
  }

  @Test
  void aTargetKnowsTheProtocolProvenBefore() {
    runOnce();
    now.addAndGet(4 * HOUR);
    runOnce();

    assertThat(visits.get(visits.size() - 1).hint().map(Object::toString))
        .isEqualTo(Optional.of("STRATUM1"));
  }
}
