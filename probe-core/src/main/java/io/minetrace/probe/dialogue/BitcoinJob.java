// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import com.fasterxml.jackson.databind.JsonNode;
import io.minetrace.probe.Bytes;
import io.minetrace.probe.coin.JobFacts;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A job of Stratum V1: id, previous hash, coinbase in two parts, Merkle branch, version, bits,
 * time, clean.
 *
 * @param branch how many hashes the Merkle branch has
 */
record BitcoinJob(
    String previousHash,
    String coinbase1,
    String coinbase2,
    int branch,
    String version,
    String bits) {

  private static final int MAX_COINBASE_DIGITS = 32 * 1024;

  /** The input that every coinbase has: one, of no transaction. */
  private static final String NULL_INPUT = "01" + "00".repeat(32) + "ffffffff";

  static Optional<BitcoinJob> of(JsonNode params) {
    boolean shaped =
        params.size() == 9
            && WireJson.isHex(params.path(1), 64, 64)
            && WireJson.isHex(params.path(2), 2, MAX_COINBASE_DIGITS)
            && WireJson.isHex(params.path(3), 0, MAX_COINBASE_DIGITS)
            && params.path(4).isArray()
            && WireJson.isHex(params.path(5), 8, 8)
            && WireJson.isHex(params.path(6), 0, 8)
            && WireJson.isHex(params.path(7), 8, 16);
    return shaped
        ? Optional.of(
            new BitcoinJob(
                WireHex.digits(params.path(1)),
                WireHex.digits(params.path(2)),
                WireHex.digits(params.path(3)),
                params.path(4).size(),
                WireHex.digits(params.path(5)),
                WireHex.digits(params.path(6))))
        : Optional.empty();
  }

  /** Whether the first part begins as a coinbase transaction does. */
  boolean hasCoinbase() {
    return inputAt() > 0;
  }

  /**
   * Where the input begins: after the version, in coins with staking after the time as well; 0 if
   * there is none.
   *
   * <pre>
   *  version  [time]  01  32 zero bytes  ffffffff  script length  push  height
   *     4        4     1        32           4           1          1    1..5
   * </pre>
   */
  private int inputAt() {
    for (int at : new int[] {8, 16}) {
      if (coinbase1.startsWith(NULL_INPUT, at)) {
        return at;
      }
    }
    return 0;
  }

  /**
   * @param extranonceBytes how much the two nonces take between the parts of the coinbase
   */
  JobFacts facts(int extranonceBytes) {
    JobFacts facts =
        JobFacts.NONE
            .withPreviousHash(blockHash())
            .withVersion(Long.parseLong(version, 16))
            .withCoinbase(
                Bytes.of(
                    HexFormat.of().parseHex(coinbase1 + "00".repeat(extranonceBytes) + coinbase2)));
    if (bits.length() == 8) {
      facts = facts.withBits(bits);
    }
    OptionalLong height = height();
    return height.isPresent() ? facts.withHeight(height.getAsLong()) : facts;
  }

  /** As explorers print it. The words of a job are in the header's order, each one turned. */
  private String blockHash() {
    return WireHex.wordsReversed(previousHash);
  }

  /** BIP 34: the first push of the coinbase's script. */
  private OptionalLong height() {
    int at = inputAt() + NULL_INPUT.length() + 2;
    if (inputAt() == 0 || coinbase1.length() < at + 2) {
      return OptionalLong.empty();
    }
    int length = Integer.parseInt(coinbase1.substring(at, at + 2), 16);
    int end = at + 2 + 2 * length;
    // Heights below 17 are one opcode.
    return length >= 1 && length <= 5 && coinbase1.length() >= end
        ? OptionalLong.of(Long.parseLong(WireHex.reversed(coinbase1.substring(at + 2, end)), 16))
        : OptionalLong.empty();
  }
}
