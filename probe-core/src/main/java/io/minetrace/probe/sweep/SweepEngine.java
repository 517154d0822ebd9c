// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.sweep;

import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import io.minetrace.probe.Observation;
import io.minetrace.probe.catalog.AddressPause;
import io.minetrace.probe.catalog.Catalog;
import io.minetrace.probe.catalog.DoubtScope;
import io.minetrace.probe.catalog.DueEndpoint;
import io.minetrace.probe.catalog.OpenDoubt;
import io.minetrace.probe.catalog.PlannedVisit;
import io.minetrace.probe.catalog.SweepSpan;
import io.minetrace.probe.catalog.server.DatabaseUnavailableException;
import io.minetrace.probe.transport.Prober;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Visits what is due and stores what came of it. One thread decides, that of the caller; visits and
 * storing run elsewhere and come back to it through an executor of the caller's. What is fetched
 * and not yet stored is bounded, so that a slow database slows the visits down, and nothing else
 * happens.
 *
 * <pre>
 *  catalog ─ due, shuffled ─► ready ─ one an address ─► prober ─► visited ─ batches ─► storing
 *     ▲                                                                                  │
 *     └──────────── windows, when it is due next, pauses, doubts ────────────────────────┘
 * </pre>
 */
public final class SweepEngine implements AutoCloseable {

  private static final String DECIDED_BY = "sweep";
  private static final int FETCHED_AT_ONCE = 2_000;
  private static final int BATCH = 500;
  private static final int STORING_AT_ONCE = 2;
  private static final long FETCH_PAUSE_MILLIS = 1_000;
  private static final long BATCH_AGE_MILLIS = 1_000;

  private final Catalog catalog;
  private final Prober prober;
  private final SweepSettings settings;
  private final InstantSource clock;
  private final Random random;
  private final SweepLog log;
  private final Executor loop;
  private final Storing storing;
  private final VisitPlan plan;
  private final BanWatch bans = new BanWatch();
  private final FlipWatch flips;

  private final Deque<DueEndpoint> ready = new ArrayDeque<>();
  private final PriorityQueue<Confirmation> confirmations =
      new PriorityQueue<>(Comparator.comparingLong(Confirmation::at));

  /** Fetched, and not yet stored: what the database still calls due. */
  private final Set<Endpoint> busy = new HashSet<>();

  /** Addresses with a visit under way, and the endpoints of each that wait for its end. */
  private final Map<IpAddress, Deque<DueEndpoint>> atAddress = new HashMap<>();

  private final List<PlannedVisit> visited = new ArrayList<>();
  private DueEndpoint.Place cursor = DueEndpoint.Place.FIRST;
  private int visitsOpen;
  private int batchesOpen;
  private int notStored;
  private long nextFetch;
  private long nextFlush;
  private long sweepFrom = Long.MIN_VALUE;
  private long stored;
  private boolean foldingDue;
  private boolean resumed;

  private record Confirmation(long at, DueEndpoint due) {}

  /**
   * An engine.
   *
   * @param random decides order and jitter
   * @param loop runs what it is given on the caller's thread, in order, some time after
   */
  public SweepEngine(
      Catalog catalog,
      Prober prober,
      SweepSettings settings,
      InstantSource clock,
      Random random,
      SweepLog log,
      Executor loop) {
    this.catalog = catalog;
    this.prober = prober;
    this.settings = settings;
    this.clock = clock;
    this.random = random;
    this.log = log;
    this.loop = loop;
    this.storing = new Storing(catalog, STORING_AT_ONCE);
    this.plan = new VisitPlan(settings.intervalMillis(), random);
    this.flips = new FlipWatch(settings.intervalMillis(), catalog::upSince);
  }

  /**
   * Begins visits, as many as there is room for.
   *
   * @param dueAt what was due by then is taken
   * @throws DatabaseUnavailableException if what is due cannot be asked for
   */
  public void dispatch(long dueAt) {
    resume();
    if (ready.isEmpty() && room() > 0 && clock.millis() >= nextFetch) {
      fetch(dueAt);
    }
    confirm();
    while (!ready.isEmpty()) {
      begin(ready.remove(), false);
    }
  }

  /** What an earlier run found out about addresses and pools, once. */
  private void resume() {
    if (!resumed) {
      bans.resume(catalog.pauses(settings.vantage()));
      flips.resume(catalog.unendedDoubts(settings.vantage(), DECIDED_BY));
      resumed = true;
    }
  }

  private int room() {
    return settings.atOnce() - busy.size();
  }

  private void fetch(long dueAt) {
    int limit = Math.min(FETCHED_AT_ONCE, room());
    List<DueEndpoint> due =
        new ArrayList<>(catalog.dueEndpoints(settings.vantage(), dueAt, cursor, limit));
    if (due.size() < limit) {
      // All of it is known; what becomes due, or was busy, is found from the beginning.
      cursor = DueEndpoint.Place.FIRST;
      nextFetch = clock.millis() + FETCH_PAUSE_MILLIS;
    } else {
      cursor = due.get(due.size() - 1).place();
    }
    due.removeIf(endpoint -> busy.contains(endpoint.endpoint()));
    // Never in the order of addresses: that is how a scan looks, and how a network feels it.
    Collections.shuffle(due, random);
    ready.addAll(due);
  }

  /** What is not stored yet is confirmed when it is: its confirmation is not given up. */
  private void confirm() {
    List<Confirmation> later = new ArrayList<>();
    while (!confirmations.isEmpty() && confirmations.peek().at() <= clock.millis()) {
      Confirmation confirmation = confirmations.remove();
      DueEndpoint due = confirmation.due();
      if (busy.contains(due.endpoint())) {
        later.add(confirmation);
      } else if (!isPaused(due)) {
        begin(due, true);
      }
    }
    confirmations.addAll(later);
  }

  private boolean isPaused(DueEndpoint due) {
    return bans.isPaused(due.endpoint().address(), clock.millis());
  }

  /** One visit at a time to an address; the others of it wait for their turn. */
  private void begin(DueEndpoint due, boolean confirms) {
    busy.add(due.endpoint());
    Deque<DueEndpoint> waiting = atAddress.get(due.endpoint().address());
    if (waiting != null) {
      waiting.add(due);
      return;
    }
    atAddress.put(due.endpoint().address(), new ArrayDeque<>(0));
    visit(due, confirms);
  }

  private void visit(DueEndpoint due, boolean confirms) {
    visitsOpen++;
    CompletableFuture<Observation> unused =
        prober
            .visit(plan.target(due, confirms))
            .whenComplete((seen, failure) -> loop.execute(() -> visited(due, seen, failure)));
  }

  private void visited(DueEndpoint due, Observation seen, Throwable failure) {
    visitsOpen--;
    if (failure == null) {
      take(due, seen);
    } else {
      busy.remove(due.endpoint());
      log.event("visit_failed", Map.of("error", String.valueOf(failure)));
    }
    goOnAt(due.endpoint().address());
  }

  private void goOnAt(IpAddress address) {
    Deque<DueEndpoint> waiting = atAddress.get(address);
    if (waiting.isEmpty() || bans.isPaused(address, clock.millis())) {
      // They stay due, and are found again when the pause is over.
      waiting.forEach(due -> busy.remove(due.endpoint()));
      atAddress.remove(address);
    } else {
      visit(waiting.remove(), false);
    }
  }

  private void take(DueEndpoint due, Observation seen) {
    if (visited.isEmpty()) {
      nextFlush = clock.millis() + BATCH_AGE_MILLIS;
    }
    visited.add(plan.after(due, seen));
    BanWatch.Reading ban = bans.visited(due, seen);
    switch (ban.sign()) {
      case BANNED -> ban.pause().ifPresent(this::pause);
      case LIFTED -> attempt(() -> lift(due.endpoint().address()));
      case NONE -> {
        if (settings.confirmations() == SweepSettings.Confirmations.MADE) {
          OptionalLong at = plan.confirmAt(due, seen);
          at.ifPresent(instant -> confirmations.add(new Confirmation(instant, due)));
        }
      }
    }
    attempt(() -> watchPools(due, seen));
    if (visited.size() >= BATCH) {
      store();
    }
  }

  private void pause(AddressPause pause) {
    log.event(
        "address_paused",
        Map.of(
            "address", pause.address().toString(),
            "level", pause.level(),
            "until_ms", pause.until(),
            "reason", pause.reason()));
    attempt(() -> catalog.pause(settings.vantage(), pause, DECIDED_BY, clock.millis()));
    foldingDue = true;
  }

  private void lift(IpAddress address) {
    catalog.endPause(settings.vantage(), address);
    log.event("address_answers_again", Map.of("address", address.toString()));
  }

  private void watchPools(DueEndpoint due, Observation seen) {
    FlipWatch.Reading reading = flips.visited(due, seen);
    for (OpenDoubt doubt : reading.ended()) {
      catalog.endDoubt(settings.vantage(), doubt, seen.endedAt(), DECIDED_BY);
      log.event("doubt_ended", Map.of("scope", doubt.pool().orElse("everything")));
      foldingDue = true;
    }
    for (FlipWatch.Flip flip : reading.flips()) {
      doubt(flip);
    }
  }

  private void doubt(FlipWatch.Flip flip) {
    DoubtScope scope =
        flip.pool().<DoubtScope>map(DoubtScope.OfPool::new).orElseGet(DoubtScope.OfEverything::new);
    long number =
        catalog.openDoubt(
            settings.vantage(),
            scope,
            flip.from(),
            flip.failed() + " endpoints failed at once, and none answered",
            DECIDED_BY,
            clock.millis());
    flips.opened(new OpenDoubt(number, flip.pool(), flip.from()));
    log.event(
        "doubt_opened", Map.of("scope", flip.pool().orElse("everything"), "failed", flip.failed()));
    foldingDue = true;
  }

  /** What cannot be noted now is lost: it is found out again by the next visits. */
  private void attempt(Runnable work) {
    try {
      work.run();
    } catch (DatabaseUnavailableException e) {
      log.event("database_unavailable", Map.of("error", String.valueOf(e.getMessage())));
    }
  }

  /** Hands over for storing what has waited long enough, or all if nothing more is to come. */
  public void flush() {
    boolean idle = visitsOpen == 0 || clock.millis() >= nextFlush;
    if (!visited.isEmpty() && idle) {
      store();
    }
    if (foldingDue && batchesOpen == 0) {
      foldingDue = false;
      attempt(() -> catalog.foldAll(folded -> {}));
    }
  }

  private void store() {
    if (batchesOpen >= STORING_AT_ONCE) {
      return; // the next one that is done takes them along
    }
    List<PlannedVisit> batch = List.copyOf(visited.subList(0, Math.min(BATCH, visited.size())));
    visited.subList(0, batch.size()).clear();
    batchesOpen++;
    notStored += batch.size();
    storing.store(batch, settings.vantage(), sweepSpan(batch), loop, e -> stored(batch, e));
  }

  /** A pass lasts as long as the interval, in which each endpoint comes once. */
  private SweepSpan sweepSpan(List<PlannedVisit> batch) {
    long first =
        batch.stream().mapToLong(visit -> visit.observation().startedAt()).min().orElseThrow();
    long last =
        batch.stream().mapToLong(visit -> visit.observation().endedAt()).max().orElseThrow();
    if (sweepFrom == Long.MIN_VALUE || first - sweepFrom >= settings.intervalMillis()) {
      sweepFrom = first;
    }
    return new SweepSpan(Math.min(sweepFrom, last), last, settings.intervalMillis());
  }

  private void stored(List<PlannedVisit> batch, Optional<RuntimeException> failure) {
    batchesOpen--;
    notStored -= batch.size();
    if (failure.isPresent()) {
      visited.addAll(0, batch);
      nextFlush = clock.millis() + BATCH_AGE_MILLIS;
      log.event("database_unavailable", Map.of("error", String.valueOf(failure.get())));
      storing.failed(failure.get());
      return;
    }
    stored += batch.size();
    log.event("stored", Map.of("observations", batch.size(), "in_all", stored));
    batch.forEach(visit -> busy.remove(visit.observation().endpoint()));
    if (visited.size() >= BATCH) {
      store();
    }
  }

  /** Has new endpoints looked for at the next dispatch. */
  public void expectMore() {
    cursor = DueEndpoint.Place.FIRST;
    nextFetch = clock.millis();
  }

  /** Whether nothing is under way, waiting, or to be stored. */
  public boolean isIdle() {
    return busy.isEmpty() && ready.isEmpty();
  }

  /** Whether, being idle, there is nothing due either. */
  public boolean isDone(long dueAt) {
    if (!isIdle()) {
      return false;
    }
    resume();
    cursor = DueEndpoint.Place.FIRST;
    fetch(dueAt);
    return ready.isEmpty();
  }

  /** Visits that have not ended. */
  public int visitsOpen() {
    return visitsOpen;
  }

  /** Observations that are made and not in the database. */
  public int notStored() {
    return notStored + visited.size();
  }

  /** Observations that are in the database by now. */
  public long stored() {
    return stored;
  }

  /** How often in a row storing has failed. */
  public int failures() {
    return storing.failures();
  }

  @Override
  public void close() {
    storing.close();
  }
}
