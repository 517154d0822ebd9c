// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import io.minetrace.probe.EntryLines;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Wallets of the owner of this prober, for pools that give work to a wallet only. One entry a line:
 *
 * <pre>
 *  # a remark
 *  ERG 9exampleOfAnAddress
 * </pre>
 *
 * Immutable.
 */
public final class OwnAddresses {

  public static final OwnAddresses NONE = new OwnAddresses(Map.of());

  private final Map<String, String> byCoin;

  private OwnAddresses(Map<String, String> byCoin) {
    this.byCoin = Map.copyOf(byCoin);
  }

  /**
   * Reads lines.
   *
   * @throws IllegalArgumentException naming the line that is none of the above
   */
  public static OwnAddresses parse(Collection<String> lines) {
    Map<String, String> byCoin = new HashMap<>();
    EntryLines.read(lines, entry -> add(entry, byCoin));
    return new OwnAddresses(byCoin);
  }

  private static void add(String entry, Map<String, String> byCoin) {
    String[] words = entry.split("\\s+", -1);
    // A point or a plus would begin what pools put behind an address: a worker, a difficulty.
    if (words.length != 2
        || !words[0].matches("[0-9A-Za-z-]{1,20}")
        || !words[1].matches("[0-9A-Za-z:_-]{8,200}")) {
      throw new IllegalArgumentException(
          // Not shown: another file of the owner's, given by mistake, may hold passwords.
          (words.length == 2 ? "no coin and address" : words.length + " words")
              + " (expected: COIN ADDRESS, without a worker)");
    }
    String coin = words[0].toUpperCase(Locale.ROOT);
    if (byCoin.put(coin, words[1]) != null) {
      throw new IllegalArgumentException(coin + " has an address already");
    }
  }

  /** The address for a coin; empty if it is not clear which coin it is. */
  Optional<String> of(Collection<String> coins) {
    return coins.size() == 1
        ? Optional.ofNullable(byCoin.get(coins.iterator().next()))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return byCoin.size() + " addresses";
  }
}
