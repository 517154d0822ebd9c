// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.nfcapd;

import io.airlift.compress.Decompressor;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.minetrace.format.nfcapd.BlockDecompressor.Care;
import java.util.Optional;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/**
 * Decompresses LZ4 blocks by the C library where its binding loads, which takes half the time of
 * the one written in Java (15 ns a flow against 33), and by that elsewhere: on a machine the
 * binding was not made for, or where the temporary folder, which it is unpacked to, may hold no
 * programs.
 *
 * <p>The C library takes copies from a distance of 0, which no compressor writes, for zeros. Only
 * the one in Java refuses such damage, so its verdict is to be had where the outcome looks damaged,
 * and one file reads the same everywhere. Used by one thread.
 */
final class Lz4 {

  private static final Optional<LZ4SafeDecompressor> NATIVE = load();

  private final Decompressor inJava = new Lz4Decompressor();

  private static Optional<LZ4SafeDecompressor> load() {
    try {
      return Optional.of(LZ4Factory.nativeInstance().safeDecompressor());
    } catch (LinkageError | AssertionError | RuntimeException e) {
      // Nothing is lost but speed.
      return Optional.empty();
    }
  }

  /** Whether quick decompression may take damaged data for whole. */
  boolean isLenient() {
    return NATIVE.isPresent();
  }

  /**
   * Decompresses {@code stored[0, length)} into {@code plain}.
   *
   * @return bytes decompressed
   * @throws RuntimeException of many kinds if the data is damaged, or more than {@code plain} holds
   */
  int decompress(Care care, byte[] stored, int length, byte[] plain) {
    if (care == Care.QUICK && NATIVE.isPresent()) {
      try {
        return NATIVE.get().decompress(stored, 0, length, plain, 0, plain.length);
      } catch (LZ4Exception e) {
        // Damaged: the other says how.
      }
    }
    return inJava.decompress(stored, 0, length, plain, 0, plain.length);
  }
}
