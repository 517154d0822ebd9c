// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * How far a run over many targets is: a bar where a person looks on, else a plain line every half
 * minute. Answers counted by any thread.
 */
final class ProbeProgress implements AutoCloseable {

  private static final long BAR_MILLIS = 500;
  private static final long LINE_MILLIS = 30_000;

  /** Back to the first column, and clear the line: what is printed next takes the bar's place. */
  private static final String CLEAR = "\r\u001b[2K";

  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong targets = new AtomicLong();
  private final PrintWriter err;
  private final boolean watched;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
          });
  private final AutoCloseable display;

  /** How it is shown. */
  enum Form {
    BAR,
    LINES;

    /**
     * A bar where standard error is a terminal, which Java 17 cannot tell, the start script can.
     */
    static Form usual() {
      return Boolean.getBoolean("minetrace.terminal") ? BAR : LINES;
    }
  }

  ProbeProgress(PrintWriter err, Form form) {
    this.err = err;
    this.watched = form == Form.BAR;
    this.display = watched ? bar() : lines();
  }

  private AutoCloseable bar() {
    ProgressBar bar =
        new ProgressBarBuilder()
            .setTaskName("probing")
            .setInitialMax(1)
            .setStyle(ProgressBarStyle.ASCII)
            .setConsumer(new ConsoleProgressBarConsumer(new PrintStream(System.err)))
            .build();
    every(
        BAR_MILLIS,
        () -> {
          bar.maxHint(Math.max(1, targets.get()));
          bar.stepTo(answered.get());
        });
    return () -> {
      bar.maxHint(Math.max(1, targets.get()));
      bar.stepTo(answered.get());
      bar.close();
    };
  }

  private AutoCloseable lines() {
    every(
        LINE_MILLIS,
        () -> {
          err.println("probing: " + answered.get() + " of " + targets.get() + " targets so far");
          err.flush();
        });
    return () -> {};
  }

  private void every(long millis, Runnable task) {
    // The future is of no interest: it ends with the timer.
    var unused = timer.scheduleAtFixedRate(task, millis, millis, TimeUnit.MILLISECONDS);
  }

  void added() {
    targets.incrementAndGet();
  }

  void answered() {
    answered.incrementAndGet();
  }

  /** To be called before something is printed where the bar may be. */
  void makeRoom() {
    if (watched) {
      err.print(CLEAR);
      err.flush();
    }
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
