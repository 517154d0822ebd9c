// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.coin;

import java.util.Optional;

/**
 * First blocks that belong to one coin. The work of a young private chain hangs on one, and so does
 * the algorithm's key of Monero's kin for the first 2,048 blocks. Bitcoin's is not among them:
 * several coins have it.
 */
enum GenesisBlock {
  DOGECOIN("DOGE", "1a91e3dace36e2be3bf030a65679fe821aa1d6ef92e7c9902eb318182c355691"),
  LITECOIN("LTC", "12a765e31ffd4059bada1e25190f6e98c99d9714d334efa41a195a7e7e04bfe2"),
  LITECOIN_REGTEST("LTC", "530827f38f93b43ed12af0b3ad25a288dc02ed74d6d7857862df51fc56c416f9"),
  MONERO("XMR", "418015bb9ae982a1975da7d79277c2705727a56894ba0fb246adaabb1f4632e3"),
  ZCASH("ZEC", "00040fe8ec8471911baa1db1266ea15dd06b4a8a5c453883c000b031973dce08");

  private final String coin;
  private final String hash;

  GenesisBlock(String coin, String hash) {
    this.coin = coin;
    this.hash = hash;
  }

  /** The coin of a first block. */
  static Optional<String> coin(String hash) {
    for (GenesisBlock block : values()) {
      if (block.hash.equals(hash)) {
        return Optional.of(block.coin);
      }
    }
    return Optional.empty();
  }
}
