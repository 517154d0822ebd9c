// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows how far a run over many bytes is: a bar where a person looks on, else a plain line every
 * half minute, so that a log stays readable.
 */
final class Progress implements AutoCloseable {

  private static final long MIB = 1024 * 1024;
  private static final Duration BAR_EVERY = Duration.ofMillis(500);
  private static final Duration LINE_EVERY = Duration.ofSeconds(30);

  private final LongAdder bytes;
  private final LongAdder flows;
  private final long totalBytes;
  private final PrintStream err;
  private final long startNanos = System.nanoTime();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
          });
  private final AutoCloseable display;

  /**
   * @param totalBytes of all inputs; 0 if not known
   * @param bytes read so far
   * @param flows decoded so far
   */
  Progress(long totalBytes, LongAdder bytes, LongAdder flows, PrintStream err) {
    this.totalBytes = totalBytes;
    this.bytes = bytes;
    this.flows = flows;
    this.err = err;
    this.display = isWatched() ? bar() : lines();
  }

  /** Whether standard error is a terminal, which Java 17 cannot tell and the start script can. */
  private static boolean isWatched() {
    return Boolean.getBoolean("minetrace.terminal");
  }

  private AutoCloseable bar() {
    ProgressBar bar =
        new ProgressBarBuilder()
            .setTaskName("reading")
            .setInitialMax(totalBytes)
            .setUnit(" MiB", MIB)
            .setStyle(ProgressBarStyle.ASCII)
            .setConsumer(new ConsoleProgressBarConsumer(err))
            .build();
    schedule(
        () -> {
          bar.stepTo(bytes.sum());
          bar.setExtraMessage(rates());
        },
        BAR_EVERY);
    return () -> {
      bar.stepTo(bytes.sum());
      bar.setExtraMessage(rates());
      bar.close();
    };
  }

  private AutoCloseable lines() {
    schedule(
        () -> {
          String share =
              totalBytes == 0
                  ? bytes.sum() / MIB + " MiB"
                  : bytes.sum() / MIB + " of " + totalBytes / MIB + " MiB";
          err.println("reading: " + share + ", " + flows.sum() + " flows, " + rates());
        },
        LINE_EVERY);
    return () -> {};
  }

  private void schedule(Runnable task, Duration every) {
    // The future is of no interest: it ends with the timer.
    var unused =
        timer.scheduleAtFixedRate(task, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
  }

  private String rates() {
    double seconds = Math.max(0.001, (System.nanoTime() - startNanos) / 1e9);
    return String.format(
        Locale.ROOT,
        "%.0f MiB/s, %.0f flows/s",
        bytes.sum() / (double) MIB / seconds,
        flows.sum() / seconds);
  }

  @Override
  public void close() {
    timer.shutdownNow();
    try {
      display.close();
    } catch (Exception e) {
      throw new IllegalStateException("closing a progress display", e);
    }
  }
}
