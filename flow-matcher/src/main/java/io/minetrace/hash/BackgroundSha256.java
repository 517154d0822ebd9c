// SPDX-License-Identifier: Apache-2.0
package io.minetrace.hash;

import java.security.MessageDigest;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Hashes bytes on a thread of its own while their reader goes on: SHA-256 takes about as long as
 * decoding what is hashed. At most a few chunks are held. Used by one thread at a time.
 */
public final class BackgroundSha256 {

  private static final int CHUNK_BYTES = 512 * 1024;
  private static final int CHUNKS = 8;

  /** Bytes on their way; none are the end. */
  private static final class Chunk {
    final byte[] bytes;
    final int offset;
    final int length;

    /** Whether the array is one of the {@link #CHUNKS} that copies go to. */
    final boolean ours;

    Chunk(byte[] bytes, int offset, int length, boolean ours) {
      this.bytes = bytes;
      this.offset = offset;
      this.length = length;
      this.ours = ours;
    }
  }

  private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(CHUNKS);
  private final BlockingQueue<Chunk> full = new ArrayBlockingQueue<>(CHUNKS);
  private final MessageDigest digest = Sha256.digest();
  private final Thread worker = new Thread(this::work, "sha256");
  private byte[] current = new byte[CHUNK_BYTES];
  private int currentLength;

  /** Chunks handed over. */
  private long handedOver;

  private final Object doneLock = new Object();

  /** Chunks hashed; guarded by {@link #doneLock}. */
  private long done;

  public BackgroundSha256() {
    for (int i = 1; i < CHUNKS; i++) {
      free.add(new byte[CHUNK_BYTES]);
    }
    worker.setDaemon(true);
    worker.start();
  }

  private void work() {
    try {
      for (Chunk chunk = full.take(); chunk.length > 0; chunk = full.take()) {
        digest.update(chunk.bytes, chunk.offset, chunk.length);
        if (chunk.ours) {
          free.put(chunk.bytes);
        }
        synchronized (doneLock) {
          done++;
          doneLock.notifyAll();
        }
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
      int count = Math.min(left, CHUNK_BYTES - currentLength);
      System.arraycopy(bytes, from, current, currentLength, count);
      currentLength += count;
      from += count;
      left -= count;
      if (currentLength == CHUNK_BYTES) {
        handOverCopies();
      }
    }
  }

  /**
   * Takes the bytes where they are, which saves a copy: 0.1 s a gigabyte.
   *
   * @return what {@link #awaitHashed} has to be given before the bytes may change
   */
  public long updateLent(byte[] bytes, int offset, int length) {
    handOverCopies();
    if (length > 0) {
      handOver(new Chunk(bytes, offset, length, false));
    }
    return handedOver;
  }

  /** Waits until the bytes that were lent with this answer, and all before, are hashed. */
  public void awaitHashed(long lent) {
    try {
      synchronized (doneLock) {
        while (done < lent) {
          doneLock.wait();
        }
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private void handOverCopies() {
    if (currentLength > 0) {
      handOver(new Chunk(current, 0, currentLength, true));
      currentLength = 0;
      try {
        current = free.take();
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
    }
  }

  private void handOver(Chunk chunk) {
    try {
      full.put(chunk);
      handedOver++;
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted while hashing", e);
  }

  /** The hash of everything taken, in hex. Called once, and nothing is taken afterwards. */
  public String finish() {
    handOverCopies();
    handOver(new Chunk(current, 0, 0, true));
    try {
      worker.join();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    return Sha256.hex(digest);
  }
}
