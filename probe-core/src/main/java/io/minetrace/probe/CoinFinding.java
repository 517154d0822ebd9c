// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe;

import java.util.List;

/**
 * Which coins an answer points to, and by which rule.
 *
 * @param coins ticker symbols, sorted; empty when the answer says nothing
 * @param rule the rule's short name, as {@code explicit-algorithm}; empty when there are no coins
 * @param exact whether the rule ties the work to a chain (a known block, an explicit coin or
 *     algorithm that one coin has), rather than narrowing by shape or height
 */
public record CoinFinding(List<String> coins, String rule, boolean exact) {

  public static final CoinFinding NONE = new CoinFinding(List.of(), "", false);

  public CoinFinding {
    coins = coins.stream().distinct().sorted().toList();
    if (coins.isEmpty() != rule.isEmpty()) {
      throw new IllegalArgumentException("coins " + coins + " by rule '" + rule + "'");
    }
  }
}
