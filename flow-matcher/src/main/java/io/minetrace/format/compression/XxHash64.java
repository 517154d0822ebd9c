// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.compression;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * XXH64 with seed 0, of which the checksum of a zstd frame is the low half. The decompressor has
 * one for itself, and checks before it gives what it holds back, which is then lost.
 *
 * <p>Source: xxHash specification 0.1.1, XXH64.
 */
final class XxHash64 {

  private static final long PRIME_1 = 0x9E3779B185EBCA87L;
  private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
  private static final long PRIME_3 = 0x165667B19E3779F9L;
  private static final long PRIME_4 = 0x85EBCA77C2B2AE63L;
  private static final long PRIME_5 = 0x27D4EB2F165667C5L;

  /** The sum of the first two, which does not fit. */
  private static final long PRIMES_1_2 = 0x60EA27EEADC0B5D6L;

  private static final int STRIPE_BYTES = 32;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] stripe = new byte[STRIPE_BYTES];
  private int held;
  private long length;
  private long lane1 = PRIMES_1_2;
  private long lane2 = PRIME_2;
  private long lane3;
  private long lane4 = -PRIME_1;

  void update(byte[] bytes, int from, int count) {
    length += count;
    int at = from;
    int end = from + count;
    if (held > 0) {
      int taken = Math.min(STRIPE_BYTES - held, count);
      System.arraycopy(bytes, at, stripe, held, taken);
      held += taken;
      at += taken;
      if (held < STRIPE_BYTES) {
        return;
      }
      mix(stripe, 0);
      held = 0;
    }
    for (; end - at >= STRIPE_BYTES; at += STRIPE_BYTES) {
      mix(bytes, at);
    }
    held = end - at;
    System.arraycopy(bytes, at, stripe, 0, held);
  }

  private void mix(byte[] bytes, int at) {
    lane1 = round(lane1, (long) LONG.get(bytes, at));
    lane2 = round(lane2, (long) LONG.get(bytes, at + 8));
    lane3 = round(lane3, (long) LONG.get(bytes, at + 16));
    lane4 = round(lane4, (long) LONG.get(bytes, at + 24));
  }

  private static long round(long lane, long value) {
    return Long.rotateLeft(lane + value * PRIME_2, 31) * PRIME_1;
  }

  private static long merge(long hash, long lane) {
    return (hash ^ round(0, lane)) * PRIME_1 + PRIME_4;
  }

  /** The hash of all bytes so far. */
  long hash() {
    long hash = PRIME_5;
    if (length >= STRIPE_BYTES) {
      hash =
          Long.rotateLeft(lane1, 1)
              + Long.rotateLeft(lane2, 7)
              + Long.rotateLeft(lane3, 12)
              + Long.rotateLeft(lane4, 18);
      hash = merge(merge(merge(merge(hash, lane1), lane2), lane3), lane4);
    }
    hash += length;
    int at = 0;
    for (; held - at >= 8; at += 8) {
      hash ^= round(0, (long) LONG.get(stripe, at));
      hash = Long.rotateLeft(hash, 27) * PRIME_1 + PRIME_4;
    }
    if (held - at >= 4) {
      hash ^= ((int) INT.get(stripe, at) & 0xffff_ffffL) * PRIME_1;
      hash = Long.rotateLeft(hash, 23) * PRIME_2 + PRIME_3;
      at += 4;
    }
    for (; at < held; at++) {
      hash ^= (stripe[at] & 0xff) * PRIME_5;
      hash = Long.rotateLeft(hash, 11) * PRIME_1;
    }
    hash = (hash ^ hash >>> 33) * PRIME_2;
    hash = (hash ^ hash >>> 29) * PRIME_3;
    return hash ^ hash >>> 32;
  }
}
