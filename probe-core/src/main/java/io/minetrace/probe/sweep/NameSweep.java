// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.sweep;

import io.minetrace.probe.catalog.Catalog;
import io.minetrace.probe.catalog.DueName;
import io.minetrace.probe.catalog.PlannedResolution;
import io.minetrace.probe.dns.DnsOutcome;
import io.minetrace.probe.dns.Resolution;
import io.minetrace.probe.dns.Resolver;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Asks for the names that are due, each resolver for each of them, and stores what they say. One
 * thread decides, that of the caller.
 */
public final class NameSweep {

  private static final int QUESTIONS_AT_ONCE = 64;
  private static final int FETCHED_AT_ONCE = 1_000;
  private static final int BATCH = 200;
  private static final long PAUSE_MILLIS = 1_000;

  private final Catalog catalog;
  private final List<Resolver> resolvers;
  private final long intervalMillis;
  private final InstantSource clock;
  private final Random random;
  private final SweepLog log;
  private final Executor loop;

  private final Deque<DueName> ready = new ArrayDeque<>();

  /** Asked for, and not yet stored: what the database still calls due. */
  private final Set<String> busy = new HashSet<>();

  private final List<PlannedResolution> resolved = new ArrayList<>();
  private int questionsOpen;
  private long nextFetch;
  private long nextFlush;

  /**
   * A sweep over names.
   *
   * @param intervalMillis between two questions for a name
   * @param loop runs what it is given on the caller's thread, in order, some time after
   */
  public NameSweep(
      Catalog catalog,
      List<Resolver> resolvers,
      long intervalMillis,
      InstantSource clock,
      Random random,
      SweepLog log,
      Executor loop) {
    this.catalog = catalog;
    this.resolvers = List.copyOf(resolvers);
    this.intervalMillis = intervalMillis;
    this.clock = clock;
    this.random = random;
    this.log = log;
    this.loop = loop;
  }

  /** Asks for what was due by an instant, as far as there is room. */
  public void dispatch(long dueAt) {
    if (ready.isEmpty() && busy.size() < FETCHED_AT_ONCE && clock.millis() >= nextFetch) {
      fetch(dueAt);
    }
    while (questionsOpen < QUESTIONS_AT_ONCE && !ready.isEmpty()) {
      ask(ready.remove(), dueAt);
    }
  }

  private void fetch(long dueAt) {
    nextFetch = clock.millis() + PAUSE_MILLIS;
    // Those that are busy are still due, and come first.
    catalog.dueNames(dueAt, FETCHED_AT_ONCE + busy.size()).stream()
        .filter(name -> !busy.contains(name.fqdn()))
        .forEach(ready::add);
  }

  private void ask(DueName name, long dueAt) {
    busy.add(name.fqdn());
    questionsOpen++;
    List<CompletableFuture<Resolution>> answers =
        resolvers.stream().map(resolver -> resolver.resolve(name.fqdn())).toList();
    CompletableFuture<Void> unused =
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
            .whenComplete(
                (all, failure) -> loop.execute(() -> answered(name, dueAt, answers, failure)));
  }

  private void answered(
      DueName name, long dueAt, List<CompletableFuture<Resolution>> answers, Throwable failure) {
    questionsOpen--;
    if (failure != null) {
      busy.remove(name.fqdn());
      log.event("question_failed", Map.of("error", String.valueOf(failure)));
      return;
    }
    List<Resolution> given = answers.stream().map(CompletableFuture::join).toList();
    int failures = failures(name, given);
    long next =
        given.get(0).answeredAt()
            + Spread.jittered(Spread.backedOff(intervalMillis, failures), random);
    if (resolved.isEmpty()) {
      nextFlush = clock.millis() + PAUSE_MILLIS;
    }
    given.forEach(
        resolution -> resolved.add(new PlannedResolution(resolution, next, dueAt, failures)));
  }

  /** Silence may be our own network's fault: it is neither a failure of the name nor none. */
  private static int failures(DueName name, List<Resolution> given) {
    if (given.stream().anyMatch(answer -> answer.outcome() == DnsOutcome.ADDRESSES)) {
      return 0;
    }
    boolean silence = given.stream().allMatch(answer -> answer.outcome() == DnsOutcome.TIMEOUT);
    return silence ? name.failures() : name.failures() + 1;
  }

  /**
   * Stores what has waited long enough, or all if nothing more is to come.
   *
   * @return whether something was stored, so that endpoints may have become due
   */
  public boolean flush(long dueAt) {
    boolean due = resolved.size() >= BATCH || questionsOpen == 0 || clock.millis() >= nextFlush;
    if (resolved.isEmpty() || !due) {
      return false;
    }
    catalog.storeResolutions(resolved);
    catalog.foldAll(folded -> {});
    log.event("resolved", Map.of("names", resolved.size()));
    resolved.forEach(planned -> busy.remove(planned.resolution().fqdn()));
    resolved.clear();
    return true;
  }

  /** Whether nothing is asked or to be stored. */
  public boolean isIdle() {
    return busy.isEmpty();
  }

  /** Whether, being idle, there is nothing due either. */
  public boolean isDone(long dueAt) {
    if (!isIdle()) {
      return false;
    }
    if (ready.isEmpty()) {
      fetch(dueAt);
    }
    return ready.isEmpty();
  }
}
