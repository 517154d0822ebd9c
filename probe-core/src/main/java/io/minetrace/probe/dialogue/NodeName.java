// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import io.minetrace.probe.CoinConfidence;
import io.minetrace.probe.CoinFinding;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names by which nodes of Bitcoin's family call themselves in their errors, as in {@code
 * Litecoin Core is not connected!}, and the coins they mine.
 */
enum NodeName {
  BITCOIN_CORE("Bitcoin Core", "BTC"),
  /** What several chains still say that split from Bitcoin. */
  BITCOIN("Bitcoin", "BTC BCH BSV XEC"),
  BITCOIN_CASH_NODE("Bitcoin Cash Node", "BCH"),
  BITCOIN_GOLD("Bitcoin Gold", "BTG"),
  LITECOIN("Litecoin", "LTC"),
  DOGECOIN("Dogecoin", "DOGE"),
  DASH("Dash", "DASH"),
  DIGIBYTE("DigiByte", "DGB"),
  FEATHERCOIN("Feathercoin", "FTC"),
  FIRO("Firo", "FIRO"),
  GROESTLCOIN("Groestlcoin", "GRS"),
  KOMODO("Komodo", "KMD"),
  MONACOIN("Monacoin", "MONA"),
  NAMECOIN("Namecoin", "NMC"),
  PEERCOIN("Peercoin", "PPC"),
  RAVENCOIN("Raven", "RVN"),
  SYSCOIN("Syscoin", "SYS"),
  VERTCOIN("Vertcoin", "VTC"),
  VIACOIN("Viacoin", "VIA"),
  ZCASH("Zcash", "ZEC"),
  ZEN("Zen", "ZEN");

  private static final Pattern STATE =
      Pattern.compile("(.{1,40}?) is (?:not connected!|in initial sync|downloading blocks).*");

  private final String name;
  private final String coins;

  NodeName(String name, String coins) {
    this.name = name;
    this.coins = coins;
  }

  /** Whether this is how a node says that it has no work to give. */
  static boolean isIn(String message) {
    return STATE.matcher(message).matches();
  }

  /** The coins of the node that speaks; exact where the name belongs to one coin. */
  static CoinFinding coin(String message) {
    Matcher state = STATE.matcher(message);
    if (!state.matches()) {
      return CoinFinding.NONE;
    }
    return of(state.group(1)).map(NodeName::finding).orElse(CoinFinding.NONE);
  }

  private CoinFinding finding() {
    List<String> symbols = List.of(coins.split(" "));
    return new CoinFinding(symbols, "node-name", CoinConfidence.EXPLICIT);
  }

  private static Optional<NodeName> of(String spoken) {
    for (NodeName node : values()) {
      if (spoken.equalsIgnoreCase(node.name) || spoken.equalsIgnoreCase(node.name + " Core")) {
        return Optional.of(node);
      }
    }
    return Optional.empty();
  }
}
