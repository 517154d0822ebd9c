// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import com.fasterxml.jackson.databind.JsonNode;
import io.minetrace.probe.CoinFinding;
import io.minetrace.probe.coin.CoinHeights;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;

/** What the parameters of {@code mining.notify} tell of the chain that is mined. */
final class StratumJob {

  /** The easiest target there is: used by test chains only, whose work belongs to no coin. */
  private static final String REGTEST_BITS = "207fffff";

  private static final List<String> COINS_OF_BITCOINS_SHAPE = List.of("BTC", "BCH", "LTC", "DOGE");
  private static final List<String> COINS_OF_KAWPOWS_SHAPE = List.of("RVN");

  private StratumJob() {}

  /** The coins whose work this could be; none where the shape or the height says nothing. */
  static CoinFinding coin(JsonNode parameters, long now) {
    if (isBitcoinShaped(parameters)) {
      if (parameters.get(6).asText().equals(REGTEST_BITS)) {
        return CoinFinding.NONE;
      }
      OptionalLong height = coinbaseHeight(parameters.get(2).asText());
      return height.isPresent()
          ? CoinHeights.near(height.getAsLong(), now, COINS_OF_BITCOINS_SHAPE)
          : CoinFinding.NONE;
    }
    // KawPow and its kin: job, header, seed, target, clean, height, bits.
    if (parameters.size() == 7 && parameters.get(5).isIntegralNumber()) {
      return CoinHeights.near(parameters.get(5).asLong(), now, COINS_OF_KAWPOWS_SHAPE);
    }
    return CoinFinding.NONE;
  }

  /** Job, previous hash, coinbase in two parts, Merkle branch, version, bits, time, clean. */
  private static boolean isBitcoinShaped(JsonNode parameters) {
    return parameters.size() == 9
        && WireJson.isHex(parameters.get(1), 64, 64)
        && WireJson.isHex(parameters.get(2), 2, 16384)
        && parameters.get(4).isArray();
  }

  /**
   * The height that BIP 34 puts first into the coinbase's input script.
   *
   * <pre>
   *  version  [time, in coins with staking]  01  32 zero bytes  ffffffff  script length  push  height
   *     4                 4                   1        32           4           1          1    1..5
   * </pre>
   */
  private static OptionalLong coinbaseHeight(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    for (int inputs : new int[] {4, 8}) {
      int push = inputs + 1 + 32 + 4 + 1;
      if (bytes.length > push
          && bytes[inputs] == 1
          && bytes[inputs + 1] == 0
          && bytes[push - 2] == (byte) 0xff) {
        int length = bytes[push];
        if (length < 1 || length > 5 || bytes.length <= push + length) {
          return OptionalLong.empty();
        }
        long height = 0;
        for (int i = length; i >= 1; i--) {
          height = height << 8 | (bytes[push + i] & 0xff);
        }
        return OptionalLong.of(height);
      }
    }
    return OptionalLong.empty();
  }
}
