// SPDX-License-Identifier: Apache-2.0
package io.minetrace.hash;

import java.security.MessageDigest;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Hashes bytes on a thread of its own while their reader goes on: SHA-256 takes about as long as
 * decoding what is hashed. At most a few chunks are held. Used by one thread.
 */
public final class BackgroundSha256 {

  private static final int CHUNK_BYTES = 512 * 1024;
  private static final int CHUNKS = 8;

  /** Bytes on their way; an empty one is the end. */
  private static final class Chunk {
    final byte[] bytes = new byte[CHUNK_BYTES];
    int length;
  }

  private final BlockingQueue<Chunk> free = new ArrayBlockingQueue<>(CHUNKS);
  private final BlockingQueue<Chunk> full = new ArrayBlockingQueue<>(CHUNKS);
  private final MessageDigest digest = Sha256.digest();
  private final Thread worker = new Thread(this::work, "sha256");
  private Chunk current = new Chunk();

  public BackgroundSha256() {
    for (int i = 1; i < CHUNKS; i++) {
      free.add(new Chunk());
    }
    worker.setDaemon(true);
    worker.start();
  }

  private void work() {
    try {
      for (Chunk chunk = full.take(); chunk.length > 0; chunk = full.take()) {
        digest.update(chunk.bytes, 0, chunk.length);
        free.put(chunk);
      }
    } catch (InterruptedException e) {
      // Nobody interrupts this thread but the end of the program.
      Thread.currentThread().interrupt();
    }
  }

  /** Takes a copy of the bytes. */
  public void update(byte[] bytes, int offset, int length) {
    int from = offset;
    int left = length;
    while (left > 0) {
      int count = Math.min(left, CHUNK_BYTES - current.length);
      System.arraycopy(bytes, from, current.bytes, current.length, count);
      current.length += count;
      from += count;
      left -= count;
      if (current.length == CHUNK_BYTES) {
        handOver();
      }
    }
  }

  private void handOver() {
    try {
      full.put(current);
      current = free.take();
      current.length = 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while hashing", e);
    }
  }

  /** The hash of everything taken, in hex. Called once, and nothing is taken afterwards. */
  public String finish() {
    try {
      if (current.length > 0) {
        handOver();
      }
      full.put(current);
      worker.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while hashing", e);
    }
    return Sha256.hex(digest);
  }
}
