// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe;

import java.util.List;

/**
 * Which coins an answer points to, by which rule, and how firmly.
 *
 * @param coins ticker symbols, sorted; empty when the answer says nothing
 * @param rule the rule's short name, as {@code algorithm} or {@code shape+height}; empty when there
 *     are no coins
 * @param confidence how firm the rule is; of no meaning when there are no coins
 */
public record CoinFinding(List<String> coins, String rule, CoinConfidence confidence) {

  public static final CoinFinding NONE = new CoinFinding(List.of(), "", CoinConfidence.HEIGHT);

  public CoinFinding {
    coins = coins.stream().distinct().sorted().toList();
    if (coins.isEmpty() != rule.isEmpty()) {
      throw new IllegalArgumentException("coins " + coins + " by rule '" + rule + "'");
    }
  }

  /** Whether the answer says nothing of coins. */
  public boolean isEmpty() {
    return coins.isEmpty();
  }

  /**
   * Whether the work is tied to a chain: by a known block, or by a word that belongs to one coin. A
   * word that several coins share only narrows.
   */
  public boolean exact() {
    return switch (confidence) {
      case EXACT -> !coins.isEmpty();
      case EXPLICIT -> coins.size() == 1;
      case SHAPE, HEIGHT -> false;
    };
  }

  /** Whether none of the declared coins is among those found; never where either says nothing. */
  public boolean contradicts(List<String> declared) {
    return !declared.isEmpty() && !coins.isEmpty() && declared.stream().noneMatch(coins::contains);
  }
}
