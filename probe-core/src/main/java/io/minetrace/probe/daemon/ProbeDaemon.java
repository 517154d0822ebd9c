// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.daemon;

import io.minetrace.probe.catalog.Catalog;
import io.minetrace.probe.catalog.CoverageSpans;
import io.minetrace.probe.catalog.server.DatabaseUnavailableException;
import io.minetrace.probe.dns.Resolver;
import io.minetrace.probe.sweep.NameSweep;
import io.minetrace.probe.sweep.SweepEngine;
import io.minetrace.probe.sweep.SweepSettings;
import io.minetrace.probe.transport.Prober;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The loop: one thread decides; visits, questions and storing run elsewhere and come back through a
 * queue. {@link #stop} may be called by any thread.
 */
public final class ProbeDaemon {

  private static final long WAIT_MILLIS = 100;
  private static final long HEARTBEAT_MILLIS = 5 * 60_000L;
  private static final int DRAIN_ROUNDS = 100;
  private static final int FAILURES_THAT_END_A_SINGLE_RUN = 3;

  private final Catalog catalog;
  private final DaemonConfig config;
  private final InstantSource clock;
  private final DaemonLog log;
  private final NameSweep names;
  private final SweepEngine endpoints;

  /** Work of this thread, brought by those where visits, questions and storing end. */
  private final BlockingQueue<Runnable> ended = new LinkedBlockingQueue<>();

  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile boolean stopping;
  private long startedAt;
  private long nextHeartbeat;
  private int failures;

  /**
   * A daemon.
   *
   * @param resolvers each is asked for every name, and what it says is kept under its own name
   * @param random decides order and jitter
   */
  public ProbeDaemon(
      Catalog catalog,
      List<Resolver> resolvers,
      Prober prober,
      DaemonConfig config,
      InstantSource clock,
      Random random,
      DaemonLog log) {
    this.catalog = catalog;
    this.config = config;
    this.clock = clock;
    this.log = log;
    this.names =
        new NameSweep(
            catalog, resolvers, config.resolveMillis(), clock, random, log::event, ended::add);
    this.endpoints =
        new SweepEngine(
            catalog,
            prober,
            new SweepSettings(
                config.vantage(),
                config.sweepMillis(),
                SweepSettings.DEFAULT_AT_ONCE,
                isSingleRun()
                    ? SweepSettings.Confirmations.LEFT_OUT
                    : SweepSettings.Confirmations.MADE),
            clock,
            random,
            log::event,
            ended::add);
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
        attempt(this::dispatch);
        await();
        attempt(this::flush);
        heartbeat();
      }
      drain();
      return endpoints.stored();
    } finally {
      log.event(
          "stopped", Map.of("stored", endpoints.stored(), "not_stored", endpoints.notStored()));
      endpoints.close();
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
    boolean[] done = {false};
    if (isSingleRun()) {
      attempt(() -> done[0] = names.isDone(dueAt()) && endpoints.isDone(dueAt()));
    }
    return done[0];
  }

  private void dispatch() {
    names.dispatch(dueAt());
    endpoints.dispatch(dueAt());
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
    if (names.flush(dueAt())) {
      endpoints.expectMore();
    }
    endpoints.flush();
    if (isSingleRun() && endpoints.failures() >= FAILURES_THAT_END_A_SINGLE_RUN) {
      throw new DatabaseUnavailableException("the database stays away", "");
    }
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
    for (int round = 0; round < DRAIN_ROUNDS && !isDrained(); round++) {
      await();
      if (endpoints.visitsOpen() == 0 || round == DRAIN_ROUNDS / 2) {
        attempt(this::flush);
      }
    }
    nextHeartbeat = clock.millis();
    heartbeat();
  }

  private boolean isDrained() {
    return endpoints.visitsOpen() == 0 && endpoints.notStored() == 0 && names.isIdle();
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
