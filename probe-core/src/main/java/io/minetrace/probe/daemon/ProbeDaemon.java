// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.daemon;

import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import io.minetrace.probe.Observation;
import io.minetrace.probe.catalog.Catalog;
import io.minetrace.probe.catalog.CoverageSpans;
import io.minetrace.probe.catalog.DueEndpoint;
import io.minetrace.probe.catalog.PlannedResolution;
import io.minetrace.probe.catalog.PlannedVisit;
import io.minetrace.probe.catalog.server.DatabaseUnavailableException;
import io.minetrace.probe.dns.Resolution;
import io.minetrace.probe.dns.Resolver;
import io.minetrace.probe.transport.Prober;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The loop: one thread decides and stores; visits and questions run elsewhere and come back through
 * a queue. {@link #stop} may be called by any thread.
 */
public final class ProbeDaemon {

  private static final int VISITS_AT_ONCE = 128;
  private static final int QUESTIONS_AT_ONCE = 32;
  private static final int FETCHED_AT_ONCE = 1_000;
  private static final int BATCH = 200;
  private static final int BACKLOG = 5_000;
  private static final long WAIT_MILLIS = 100;
  private static final long FETCH_PAUSE_MILLIS = 1_000;
  private static final long BATCH_AGE_MILLIS = 1_000;
  private static final long HEARTBEAT_MILLIS = 5 * 60_000L;
  private static final int DRAIN_ROUNDS = 100;
  private static final int FAILURES_THAT_END_A_SINGLE_RUN = 3;

  private final Catalog catalog;
  private final Resolver resolver;
  private final Prober prober;
  private final DaemonConfig config;
  private final InstantSource clock;
  private final Random random;
  private final DaemonLog log;
  private final VisitPlan plan;

  /** Work of this thread, brought by those where visits and questions end. */
  private final BlockingQueue<Runnable> ended = new LinkedBlockingQueue<>();

  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile boolean stopping;

  private final Deque<String> readyNames = new ArrayDeque<>();
  private final Deque<DueEndpoint> readyEndpoints = new ArrayDeque<>();
  private final PriorityQueue<Confirmation> confirmations =
      new PriorityQueue<>(Comparator.comparingLong(Confirmation::at));

  /** Dispatched, and not yet stored: what the database still calls due. */
  private final Set<String> busyNames = new HashSet<>();

  private final Set<Endpoint> busyEndpoints = new HashSet<>();
  private final Set<IpAddress> busyAddresses = new HashSet<>();
  private int visitsOpen;
  private int questionsOpen;

  private final List<PlannedVisit> visited = new ArrayList<>();
  private final List<PlannedResolution> resolved = new ArrayList<>();
  private long startedAt;
  private long nextNameFetch;
  private long nextEndpointFetch;
  private long nextFlush;
  private long nextHeartbeat;
  private long stored;
  private int failures;

  private record Confirmation(long at, DueEndpoint due) {}

  /**
   * A daemon.
   *
   * @param random decides order and jitter
   */
  public ProbeDaemon(
      Catalog catalog,
      Resolver resolver,
      Prober prober,
      DaemonConfig config,
      InstantSource clock,
      Random random,
      DaemonLog log) {
    this.catalog = catalog;
    this.resolver = resolver;
    this.prober = prober;
    this.config = config;
    this.clock = clock;
    this.random = random;
    this.log = log;
    this.plan = new VisitPlan(config, random);
  }

  /** Asks it to finish: no new visits; those under way are waited for a while, and stored. */
  public void stop() {
    stopping = true;
  }

  /** Asks it to finish and waits until it has. */
  public void stopAndWait(long time, TimeUnit unit) {
    stop();
    try {
      if (!finished.await(time, unit)) {
        log.event("stop_timed_out", Map.of());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Works until there is nothing left to do, or until it is stopped.
   *
   * @return how many observations were stored
   * @throws DatabaseUnavailableException in a single run, if the database stays away
   */
  public long run() {
    startedAt = clock.millis();
    nextHeartbeat = startedAt;
    log.event("started", Map.of("vantage", config.vantage(), "sweep_ms", config.sweepMillis()));
    try {
      attempt(() -> catalog.foldAll(folded -> {}));
      attempt(() -> catalog.hasten(startedAt, config.sweepMillis(), config.resolveMillis()));
      while (!stopping && !isDone()) {
        dispatch();
        await();
        flush();
        heartbeat();
      }
      drain();
      return stored;
    } finally {
      log.event("stopped", Map.of("stored", stored, "not_stored", visited.size()));
      finished.countDown();
    }
  }

  private boolean isSingleRun() {
    return config.run() == DaemonConfig.Run.ONCE;
  }

  /** A single run takes what was due when it started; so it ends although time goes on. */
  private long dueAt() {
    return isSingleRun() ? startedAt : clock.millis();
  }

  private boolean isDone() {
    if (!isSingleRun() || !busyNames.isEmpty() || !busyEndpoints.isEmpty()) {
      return false;
    }
    fetchNames();
    fetchEndpoints();
    return readyNames.isEmpty() && readyEndpoints.isEmpty();
  }

  private void dispatch() {
    if (visited.size() + resolved.size() > BACKLOG) {
      return; // the database is away: what we have must be stored before there is more
    }
    if (readyNames.isEmpty() && clock.millis() >= nextNameFetch) {
      fetchNames();
    }
    while (questionsOpen < QUESTIONS_AT_ONCE && !readyNames.isEmpty()) {
      ask(readyNames.remove());
    }
    if (readyEndpoints.isEmpty() && clock.millis() >= nextEndpointFetch) {
      fetchEndpoints();
    }
    confirm();
    visitReady();
  }

  private void fetchNames() {
    nextNameFetch = clock.millis() + FETCH_PAUSE_MILLIS;
    attempt(
        () ->
            catalog.dueNames(dueAt(), FETCHED_AT_ONCE).stream()
                .filter(name -> !busyNames.contains(name) && !readyNames.contains(name))
                .forEach(readyNames::add));
  }

  private void fetchEndpoints() {
    nextEndpointFetch = clock.millis() + FETCH_PAUSE_MILLIS;
    attempt(
        () -> {
          List<DueEndpoint> due = new ArrayList<>(catalog.dueEndpoints(dueAt(), FETCHED_AT_ONCE));
          due.removeIf(endpoint -> busyEndpoints.contains(endpoint.endpoint()));
          // Never in the order of addresses: that is how a scan looks, and how a network feels it.
          Collections.shuffle(due, random);
          readyEndpoints.clear();
          readyEndpoints.addAll(due);
        });
  }

  private void ask(String fqdn) {
    busyNames.add(fqdn);
    questionsOpen++;
    CompletableFuture<Resolution> unused =
        resolver
            .resolve(fqdn)
            .whenComplete(
                (resolution, failure) -> ended.add(() -> answered(fqdn, resolution, failure)));
  }

  private void answered(String fqdn, Resolution resolution, Throwable failure) {
    questionsOpen--;
    if (failure != null) {
      busyNames.remove(fqdn);
      log.event("question_failed", Map.of("error", String.valueOf(failure)));
      return;
    }
    resolved.add(
        new PlannedResolution(resolution, plan.nextResolveAt(resolution.answeredAt()), dueAt()));
  }

  private void confirm() {
    while (!confirmations.isEmpty() && confirmations.peek().at() <= clock.millis()) {
      DueEndpoint due = confirmations.remove().due();
      if (!busyEndpoints.contains(due.endpoint())) {
        visit(due, true);
      }
    }
  }

  /** One visit at a time to an address; the others of it wait for their turn. */
  private void visitReady() {
    for (int i = readyEndpoints.size(); i > 0 && visitsOpen < VISITS_AT_ONCE; i--) {
      DueEndpoint due = readyEndpoints.remove();
      if (busyEndpoints.contains(due.endpoint())) {
        continue;
      }
      if (busyAddresses.contains(due.endpoint().address())) {
        readyEndpoints.add(due);
      } else {
        visit(due, false);
      }
    }
  }

  private void visit(DueEndpoint due, boolean confirms) {
    busyEndpoints.add(due.endpoint());
    busyAddresses.add(due.endpoint().address());
    visitsOpen++;
    CompletableFuture<Observation> unused =
        prober
            .visit(plan.target(due, confirms))
            .whenComplete((seen, failure) -> ended.add(() -> visited(due, seen, failure)));
  }

  private void visited(DueEndpoint due, Observation seen, Throwable failure) {
    visitsOpen--;
    busyAddresses.remove(due.endpoint().address());
    if (failure != null) {
      busyEndpoints.remove(due.endpoint());
      log.event("visit_failed", Map.of("error", String.valueOf(failure)));
      return;
    }
    visited.add(new PlannedVisit(seen, plan.nextDueAt(due, seen)));
    if (!isSingleRun()) {
      plan.confirmAt(due, seen).ifPresent(at -> confirmations.add(new Confirmation(at, due)));
    }
  }

  /** Waits a little for something to end, and takes in all that has. */
  private void await() {
    try {
      Runnable work = ended.poll(WAIT_MILLIS, TimeUnit.MILLISECONDS);
      while (work != null) {
        work.run();
        work = ended.poll();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stop();
    }
  }

  private void flush() {
    boolean full = visited.size() >= BATCH || resolved.size() >= BATCH;
    boolean idle = visitsOpen == 0 && questionsOpen == 0;
    if (full || idle || clock.millis() >= nextFlush) {
      nextFlush = clock.millis() + BATCH_AGE_MILLIS;
      storeResolutions();
      storeVisits();
    }
  }

  private void storeResolutions() {
    if (resolved.isEmpty()) {
      return;
    }
    attempt(
        () -> {
          catalog.storeResolutions(resolved);
          catalog.foldAll(folded -> {});
          log.event("resolved", Map.of("names", resolved.size()));
          resolved.forEach(planned -> busyNames.remove(planned.resolution().fqdn()));
          resolved.clear();
          nextEndpointFetch = clock.millis();
        });
  }

  private void storeVisits() {
    if (visited.isEmpty()) {
      return;
    }
    attempt(
        () -> {
          catalog.storeVisits(visited);
          stored += visited.size();
          log.event("stored", Map.of("observations", visited.size(), "in_all", stored));
          visited.forEach(planned -> busyEndpoints.remove(planned.observation().endpoint()));
          visited.clear();
        });
  }

  private void heartbeat() {
    if (clock.millis() >= nextHeartbeat) {
      attempt(
          () -> {
            long now = clock.millis();
            CoverageSpans beat = new CoverageSpans();
            if (isSingleRun()) {
              beat.add(startedAt, now, config.sweepMillis());
            } else {
              beat.add(now, now, CoverageSpans.HEARTBEAT_INTERVAL_MILLIS);
            }
            catalog.addCoverage(Map.of(config.vantage(), beat));
            nextHeartbeat = now + HEARTBEAT_MILLIS;
          });
    }
  }

  /** Takes in what is under way, for some seconds, and stores all that there is. */
  private void drain() {
    for (int round = 0; round < DRAIN_ROUNDS && visitsOpen + questionsOpen > 0; round++) {
      await();
    }
    storeResolutions();
    storeVisits();
    nextHeartbeat = clock.millis();
    heartbeat();
  }

  /** Does something with the database; while that is away, what we know is kept and tried again. */
  private void attempt(Runnable work) {
    try {
      work.run();
      failures = 0;
    } catch (DatabaseUnavailableException e) {
      failures++;
      log.event("database_unavailable", Map.of("error", String.valueOf(e.getMessage())));
      if (isSingleRun() && failures >= FAILURES_THAT_END_A_SINGLE_RUN) {
        throw e;
      }
    }
  }
}
