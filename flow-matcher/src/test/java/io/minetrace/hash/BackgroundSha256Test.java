// SPDX-License-Identifier: Apache-2.0
package io.minetrace.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackgroundSha256Test {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 512 * 1024 - 1, 512 * 1024, 512 * 1024 + 1, 9_000_001})
  void isTheHashOfTheBytesInWhateverPiecesTheyCome(int length) throws Exception {
    Random random = new Random(length);
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    BackgroundSha256 hash = new BackgroundSha256();
    for (int from = 0; from < length; ) {
      int count = Math.min(length - from, 1 + random.nextInt(700_000));
      hash.update(bytes, from, count);
      from += count;
    }
    byte[] expected = MessageDigest.getInstance("SHA-256").digest(bytes);
    assertThat(hash.finish()).isEqualTo(HexFormat.of().formatHex(expected));
  }

  @Test
  void lentBytesMayChangeOnceTheyAreReturned() throws Exception {
    Random random = new Random(7);
    MessageDigest expected = MessageDigest.getInstance("SHA-256");
    BackgroundSha256 hash = new BackgroundSha256();
    byte[] bytes = new byte[2_000_000];
    for (int i = 0; i < 20; i++) {
      random.nextBytes(bytes);
      int length = random.nextInt(bytes.length);
      expected.update(bytes, 0, length);
      if (random.nextBoolean()) {
        hash.update(bytes, 0, length);
      } else {
        hash.awaitHashed(hash.updateLent(bytes, 0, length));
      }
    }
    assertThat(hash.finish()).isEqualTo(HexFormat.of().formatHex(expected.digest()));
  }

  /** FIPS 180-2, appendix B.1. */
  @Test
  void hashesTheExampleOfTheStandard() {
    BackgroundSha256 hash = new BackgroundSha256();
    hash.update(new byte[] {'a', 'b', 'c'}, 0, 3);
    assertThat(hash.finish())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }
}
