// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Has another writer write on a thread of its own: making the text of a row takes as long as all
 * else that is done with it. Used by one thread.
 */
public final class BackgroundResultWriter implements ResultWriter {

  private static final int ROWS_AT_ONCE = 256;
  private static final int LISTS = 8;

  private final ResultWriter writer;

  /** Rows on their way; an empty list is the end. */
  private final BlockingQueue<List<ResultRow>> waiting = new ArrayBlockingQueue<>(LISTS);

  private final Thread worker = new Thread(this::work, "result rows");
  private List<ResultRow> collected = new ArrayList<>(ROWS_AT_ONCE);
  private volatile Optional<Throwable> failure = Optional.empty();
  private boolean told;
  private boolean closed;

  /**
   * @param writer closed with this
   */
  public BackgroundResultWriter(ResultWriter writer) {
    this.writer = writer;
    worker.setDaemon(true);
    worker.start();
  }

  private void work() {
    try {
      for (List<ResultRow> rows = waiting.take(); !rows.isEmpty(); rows = waiting.take()) {
        write(rows);
      }
    } catch (InterruptedException e) {
      // Nobody interrupts this thread but the end of the program.
      Thread.currentThread().interrupt();
    }
  }

  /** After a failure the rest is taken and left, so that nobody waits for room. */
  private void write(List<ResultRow> rows) {
    if (failure.isPresent()) {
      return;
    }
    try {
      for (ResultRow row : rows) {
        writer.write(row);
      }
    } catch (IOException | RuntimeException | Error e) {
      // Whatever it is must reach the caller's thread: nobody else would take the rows to come.
      failure = Optional.of(e);
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws IOException also for an earlier row; so with an error of the program itself
   */
  @Override
  public void write(ResultRow row) throws IOException {
    checkFailure();
    collected.add(row);
    if (collected.size() == ROWS_AT_ONCE) {
      handOver();
    }
  }

  private void handOver() throws IOException {
    try {
      waiting.put(collected);
    } catch (InterruptedException e) {
      throw interrupted();
    }
    collected = new ArrayList<>(ROWS_AT_ONCE);
  }

  /** Once: closing comes after it, and no exception may suppress itself. */
  private void checkFailure() throws IOException {
    if (failure.isEmpty() || told) {
      return;
    }
    told = true;
    Throwable thrown = failure.get();
    if (thrown instanceof IOException refused) {
      throw refused;
    }
    if (thrown instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) thrown;
  }

  /** Writes what is left. */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      if (!collected.isEmpty()) {
        handOver();
      }
      waiting.put(List.of());
      worker.join();
    } catch (InterruptedException e) {
      throw interrupted();
    }
    // Now that nobody writes.
    try (writer) {
      checkFailure();
    }
  }

  private static InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted while writing");
  }
}
