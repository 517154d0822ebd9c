// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark.job;

import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.util.ShutdownHookManager;

/**
 * What is to be put in order when the program is told to end while a run lasts. It is done after
 * Spark has stopped its tasks, and before Hadoop closes its file systems.
 */
final class Interruption {

  /** Spark's own is 30 above Hadoop's; the greater runs earlier. */
  private static final int PRIORITY = FileSystem.SHUTDOWN_HOOK_PRIORITY + 10;

  private final Runnable cleaning;

  private Interruption(Runnable cleaning) {
    this.cleaning = cleaning;
  }

  /** From now on until it is {@link #over()}. */
  static Interruption doing(Runnable cleaning) {
    ShutdownHookManager.get().addShutdownHook(cleaning, PRIORITY);
    return new Interruption(cleaning);
  }

  /** Whether the program is ending, and what fails now fails for that. */
  static boolean isNow() {
    return ShutdownHookManager.get().isShutdownInProgress();
  }

  /** Nothing is left to be put in order. */
  void over() {
    if (!isNow()) {
      ShutdownHookManager.get().removeShutdownHook(cleaning);
    }
  }
}
