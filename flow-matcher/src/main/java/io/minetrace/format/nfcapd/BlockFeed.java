// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.nfcapd;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.minetrace.format.bytes.FlowInput;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
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

  /**
   * The greatest block nfdump writes, compressed or not; a greater size on disk is a damaged one.
   */
  static final int MAX_BLOCK_BYTES = 5 * 1024 * 1024;

  private static final int NOT_COMPRESSED = 1;
  private static final int BLOCKS = 3;

  /** How long close waits for a read that does not return, as of a pipe nobody writes to. */
  private static final long CLOSE_MILLIS = 1000;

  private final FlowInput input;
  private final BlockCompression compression;
  private final Lz4Decompressor lz4 = new Lz4Decompressor();
  private final byte[] header = new byte[Block.HEADER_BYTES];
  private final BlockingQueue<Block> free = new ArrayBlockingQueue<>(BLOCKS + 1);
  private final BlockingQueue<Block> ready = new ArrayBlockingQueue<>(BLOCKS + 1);
  private final Thread worker;
  private volatile boolean closed;

  /**
   * @param input behind the file header
   */
  BlockFeed(FlowInput input, BlockCompression compression) {
    this.input = input;
    this.compression = compression;
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
    input.awaitReturned(block.loan);
    block.failure = Optional.empty();
    block.notDecompressed = Optional.empty();
    block.plainLength = 0;
    block.offset = input.offset();
    block.headerLength = input.read(header, 0, Block.HEADER_BYTES);
    block.isLast = block.headerLength < Block.HEADER_BYTES;
    if (block.isLast) {
      return;
    }
    ByteBuffer fields = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
    block.announcedRecords = fields.getInt(0) & 0xffff_ffffL;
    block.size = fields.getInt(4) & 0xffff_ffffL;
    block.type = fields.getShort(8) & 0xffff;
    block.flags = fields.getShort(10) & 0xffff;
    if (block.size > MAX_BLOCK_BYTES) {
      // Where the next block would begin is not known either.
      block.length = 0;
      block.isLast = true;
      return;
    }
    block.reserve((int) block.size);
    block.length = input.readLent(block.stored, 0, (int) block.size);
    block.loan = input.lent();
    if (isCompressed(block) && block.isWhole()) {
      decompress(block);
    }
  }

  /**
   * Whether the block's data is compressed: the file header says so, unless the block's flag denies
   * it.
   */
  boolean isCompressed(Block block) {
    return compression != BlockCompression.NONE && (block.flags & NOT_COMPRESSED) == 0;
  }

  private void decompress(Block block) {
    if (block.plain.length == 0) {
      block.plain = new byte[MAX_BLOCK_BYTES];
    }
    try {
      block.plainLength =
          lz4.decompress(block.stored, 0, block.length, block.plain, 0, block.plain.length);
    } catch (MalformedInputException e) {
      block.notDecompressed = Optional.of(String.valueOf(e.getMessage()));
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
