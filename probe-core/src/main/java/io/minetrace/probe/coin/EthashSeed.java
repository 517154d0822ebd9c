// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.coin;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.bouncycastle.crypto.digests.KeccakDigest;

/**
 * The seeds of Ethash and its kin: 32 zero bytes, hashed once more for every stretch of blocks. How
 * often tells the stretch, and so about the height.
 */
final class EthashSeed {

  /** Enough for 120 million blocks of Ethash, and 30 million of KawPow. */
  private static final int LATEST = 4096;

  private static final Map<String, Integer> ROUNDS = rounds();

  private EthashSeed() {}

  /** How often zero was hashed for this seed; empty if it is no such seed. */
  static OptionalInt rounds(String seed) {
    String digits = seed.startsWith("0x") ? seed.substring(2) : seed;
    Integer rounds = ROUNDS.get(digits.toLowerCase(Locale.ROOT));
    return rounds == null ? OptionalInt.empty() : OptionalInt.of(rounds);
  }

  private static Map<String, Integer> rounds() {
    Map<String, Integer> rounds = new HashMap<>();
    byte[] seed = new byte[32];
    for (int round = 0; round <= LATEST; round++) {
      rounds.put(HexFormat.of().formatHex(seed), round);
      KeccakDigest keccak = new KeccakDigest(256);
      keccak.update(seed, 0, seed.length);
      keccak.doFinal(seed, 0);
    }
    return rounds;
  }
}
