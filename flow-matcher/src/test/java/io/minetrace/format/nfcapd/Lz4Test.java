// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.nfcapd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.minetrace.format.nfcapd.BlockDecompressor.Care;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import net.jpountz.lz4.LZ4Factory;
import org.junit.jupiter.api.Test;

/** The C library and the one in Java against each other, on whole and on damaged data. */
class Lz4Test {

  private static final int PLAIN_BYTES = 20_000;
  private static final int DAMAGES = 20_000;

  private final Lz4 lz4 = new Lz4();

  /** Bytes that repeat in part, as records do. */
  private static byte[] plain() {
    Random random = new Random(3);
    byte[] bytes = new byte[PLAIN_BYTES];
    for (int at = 0; at < bytes.length; at++) {
      bytes[at] = random.nextInt(3) > 0 && at > 104 ? bytes[at - 104] : (byte) random.nextInt(16);
    }
    return bytes;
  }

  private Optional<byte[]> decompressed(Care care, byte[] stored) {
    byte[] target = new byte[2 * PLAIN_BYTES];
    try {
      int length = lz4.decompress(care, stored, stored.length, target);
      return Optional.of(Arrays.copyOf(target, length));
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  @Test
  void bothDecompressWhatACompressorWrote() {
    byte[] stored = LZ4Factory.safeInstance().fastCompressor().compress(plain());
    assertThat(stored.length).isLessThan(PLAIN_BYTES);
    assertThat(decompressed(Care.STRICT, stored)).hasValue(plain());
    assertThat(decompressed(Care.QUICK, stored)).hasValue(plain());
  }

  @Test
  void ofDamagedDataTheQuickOneGivesAtLeastWhatTheStrictOneDoesAndTheSame() {
    assumeThat(lz4.isLenient()).as("the native binding is made for this machine").isTrue();
    byte[] stored = LZ4Factory.safeInstance().fastCompressor().compress(plain());
    Random random = new Random(4);
    int whole = 0;
    for (int i = 0; i < DAMAGES; i++) {
      byte[] damaged = stored.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      Optional<byte[]> strict = decompressed(Care.STRICT, damaged);
      if (strict.isPresent()) {
        assertThat(decompressed(Care.QUICK, damaged)).as("damage %d", i).hasValue(strict.get());
        whole++;
      }
    }
    assertThat(whole).as("damage that no decompressor can see").isBetween(100, DAMAGES - 100);
  }
}
