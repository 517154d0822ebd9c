// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.sweep;

import io.minetrace.probe.catalog.Catalog;
import io.minetrace.probe.catalog.PlannedVisit;
import io.minetrace.probe.catalog.SweepSpan;
import io.minetrace.probe.catalog.server.DatabaseUnavailableException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** Stores batches of visits on threads of its own. */
final class Storing implements AutoCloseable {

  private final Catalog catalog;
  private final ExecutorService threads;
  private int failures;

  Storing(Catalog catalog, int threads) {
    this.catalog = catalog;
    this.threads =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "storing");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Stores a batch, and says how that went.
   *
   * @param loop where {@code done} is called
   */
  void store(
      List<PlannedVisit> batch,
      String vantage,
      SweepSpan span,
      Executor loop,
      Consumer<Optional<RuntimeException>> done) {
    threads.execute(
        () -> {
          Optional<RuntimeException> failure = store(batch, vantage, span);
          loop.execute(
              () -> {
                failures = failure.isPresent() ? failures + 1 : 0;
                done.accept(failure);
              });
        });
  }

  private Optional<RuntimeException> store(
      List<PlannedVisit> batch, String vantage, SweepSpan span) {
    try {
      catalog.storeVisits(batch);
      catalog.addSweep(vantage, span, batch.size());
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of(e);
    }
  }

  /** A database that is away comes back; any other fault is ours, and ends the program. */
  void failed(RuntimeException failure) {
    if (!(failure instanceof DatabaseUnavailableException)) {
      throw failure;
    }
  }

  /** How often in a row it has failed. To be called where {@code done} is. */
  int failures() {
    return failures;
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
