// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoubleSupplier;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * Does a transaction again that the server broke off in favour of another: after a pause that grows
 * from one attempt to the next, and that two programs do not share, for they would meet again.
 * Threads may share it.
 */
final class Attempts {

  /** With the pauses at most 1.3 seconds, and however long the server lets wait for a lock. */
  static final int MOST = 6;

  static final long FIRST_PAUSE_MILLIS = 40;

  private final LongConsumer sleeper;
  private final DoubleSupplier chance;

  /**
   * @param sleeper waits so many milliseconds, or less
   * @param chance gives numbers from 0 to 1
   */
  Attempts(LongConsumer sleeper, DoubleSupplier chance) {
    this.sleeper = sleeper;
    this.chance = chance;
  }

  /** That wait, and less than wanted if the thread is interrupted. */
  static Attempts real() {
    return new Attempts(
        millis -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis)),
        () -> ThreadLocalRandom.current().nextDouble());
  }

  /**
   * Runs a transaction until it is not broken off, or was so too often.
   *
   * @throws RuntimeException as it was thrown, or saying that the database went away
   */
  <T> T run(Supplier<T> transaction) {
    long pause = FIRST_PAUSE_MILLIS;
    for (int attempt = 1; ; attempt++) {
      try {
        return transaction.get();
      } catch (RuntimeException e) {
        if (attempt == MOST || !DatabaseErrors.isWorthRepeating(e)) {
          throw DatabaseErrors.explained(e);
        }
        sleeper.accept(Math.round(pause * (0.5 + chance.getAsDouble() / 2)));
        pause *= 2;
      }
    }
  }
}
