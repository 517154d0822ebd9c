// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.nfcapd;

import io.minetrace.format.bytes.FlowInput;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Reads and decompresses blocks on a thread of its own, a few ahead of their decoding: on LZ4 files
 * that is half of the work.
 *
 * <p>Invariant: there are {@link #BLOCKS} blocks and room for all of them in both queues, so that
 * handing over never waits; the feed waits for a free block only, and close gives it one.
 */
final class BlockFeed implements Blocks {

  private static final int BLOCKS = 3;

  /** How long close waits for a read that does not return, as of a pipe nobody writes to. */
  private static final long CLOSE_MILLIS = 1000;

  private final FlowInput input;
  private final BlockReader reader;
  private final BlockingQueue<Block> free = new ArrayBlockingQueue<>(BLOCKS + 1);
  private final BlockingQueue<Block> ready = new ArrayBlockingQueue<>(BLOCKS + 1);
  private final Thread worker;

  private volatile boolean closed;

  /**
   * @param input behind the file header
   */
  BlockFeed(FlowInput input, WriterOrder order, BlockFraming framing) {
    this.input = input;
    this.reader = new BlockReader(input, order, framing);
    for (int i = 0; i < BLOCKS; i++) {
      free.add(new Block());
    }
    worker = new Thread(this::work, "nfcapd blocks");
    worker.setDaemon(true);
    worker.start();
  }

  private void work() {
    try {
      boolean more = true;
      while (more) {
        Block block = free.take();
        if (closed) {
          return;
        }
        fetch(block);
        more = !block.isLast;
        ready.add(block);
      }
    } catch (InterruptedException e) {
      // Nobody interrupts this thread but the end of the program.
      Thread.currentThread().interrupt();
    }
  }

  private void fetch(Block block) {
    try {
      reader.read(block);
    } catch (IOException | RuntimeException | Error e) {
      // Whatever it is must reach the caller's thread, or that would wait for ever.
      block.failure = Optional.of(e);
      block.isLast = true;
    }
  }

  @Override
  public Block next() throws IOException {
    try {
      Block block = ready.take();
      if (block.failure.isPresent()) {
        throw failure(block.failure.get());
      }
      return block;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while reading");
    }
  }

  private static IOException failure(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return thrown instanceof IOException failure ? failure : new IOException(thrown);
  }

  @Override
  public void release(Block block) {
    free.add(block);
  }

  @Override
  public void close() throws IOException {
    closed = true;
    free.add(new Block());
    try {
      worker.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    input.close();
  }
}
