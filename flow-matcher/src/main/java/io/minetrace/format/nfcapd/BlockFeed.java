// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.nfcapd;

import io.minetrace.format.bytes.FlowInput;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Reads and decompresses blocks on a thread of its own, a few ahead of their decoding: on LZ4 files
 * that is half of the work. Used by one thread, which gives every block back when it is done with
 * it.
 *
 * <p>Invariant: there are {@link #BLOCKS} blocks and room for all of them in both queues, so that
 * handing over never waits; the feed waits for a free block only, and close gives it one.
 */
final class BlockFeed implements Closeable {

  private static final int BLOCKS = 3;

  /** How long close waits for a read that does not return, as of a pipe nobody writes to. */
  private static final long CLOSE_MILLIS = 1000;

  private final FlowInput input;
  private final BlockSource source;
  private final BlockFraming framing;
  private final BlockOpener opener;
  private final BlockSearch search;
  private final byte[] header;
  private final BlockingQueue<Block> free = new ArrayBlockingQueue<>(BLOCKS + 1);
  private final BlockingQueue<Block> ready = new ArrayBlockingQueue<>(BLOCKS + 1);
  private final Thread worker;

  /** The block before; blocks are used in turn, so its arrays are as they were. */
  private Optional<Block> previous = Optional.empty();

  private volatile boolean closed;

  /**
   * @param input behind the file header
   */
  BlockFeed(FlowInput input, WriterOrder order, BlockFraming framing) {
    this.input = input;
    this.source = new BlockSource(input);
    this.framing = framing;
    this.opener = new BlockOpener(order, framing);
    this.search = new BlockSearch(source, framing, opener);
    this.header = new byte[framing.headerBytes()];
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
      read(block);
    } catch (IOException e) {
      block.failure = Optional.of(e);
      block.isLast = true;
    } catch (RuntimeException e) {
      // An error of ours must reach the caller's thread, or it would wait for ever.
      block.failure = Optional.of(new IOException(e));
      block.isLast = true;
    }
  }

  private void read(Block block) throws IOException {
    source.awaitReturned(block.loan);
    Optional<String> problem = readHeader(block) ? framing.problem(block) : cutWithoutNeed();
    if (problem.isPresent()) {
      bridge(block, problem.get());
    }
    block.isLast =
        block.headerLength < header.length
            || block.kind == BlockKind.DIRECTORY
            || framing.problem(block).isPresent();
    if (block.isLast) {
      return;
    }
    block.reserve((int) block.size);
    block.length = source.readLent(block.stored, 0, (int) block.size);
    block.loan = source.lent();
    opener.open(block);
    previous = Optional.of(block);
  }

  private boolean readHeader(Block block) throws IOException {
    block.begin(source.offset());
    block.headerLength = source.read(header, 0, header.length);
    if (block.headerLength < header.length) {
      return false;
    }
    framing.header(header, 0, block);
    return true;
  }

  /**
   * At the end of the file: whether the block before, which was cut by it, holds other blocks. Then
   * it had said to be longer than it is.
   */
  private Optional<String> cutWithoutNeed() {
    return previous
        .filter(before -> !before.isWhole())
        .map(before -> "block size: " + before.size + " (expected: at most " + before.length + ")");
  }

  /**
   * Goes on at the next block that is one beyond doubt. It may have begun before the place where a
   * header was expected, if the block before said to be longer than it is.
   */
  private void bridge(Block block, String problem) throws IOException {
    long offset = block.offset;
    boolean isAtEnd = block.headerLength < header.length;
    source.unread(header, 0, block.headerLength);
    previous
        .filter(before -> !opener.isProven(before))
        .ifPresent(before -> source.unread(before.stored, 0, before.length));
    boolean isBridged = search.find() && readHeader(block);
    if (isBridged) {
      long bytes = Math.max(0, block.offset - offset);
      block.gap = Optional.of(new Block.Gap(offset, bytes, OptionalLong.of(block.offset), problem));
    } else if (!isAtEnd) {
      long bytes = source.offset() - offset;
      block.gap = Optional.of(new Block.Gap(offset, bytes, OptionalLong.empty(), problem));
    }
  }

  /** The next block; after one that {@link Block#isLast} there is none. */
  Block next() throws IOException {
    try {
      Block block = ready.take();
      if (block.failure.isPresent()) {
        throw block.failure.get();
      }
      return block;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while reading");
    }
  }

  /** Takes a block back. */
  void release(Block block) {
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
