// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.coin;

import java.util.Optional;

/**
 * Chains that are mined along with others write a number of their own into the upper half of their
 * blocks' version, so that no work counts for two of them.
 */
enum AuxPowVersion {
  NAMECOIN("NMC", 0x0001),
  DOGECOIN("DOGE", 0x0062);

  private final String coin;
  private final int chain;

  AuxPowVersion(String coin, int chain) {
    this.coin = coin;
    this.chain = chain;
  }

  /** The coin whose number a version has; the version bits of BIP 9 are no chain's number. */
  static Optional<String> coin(long version) {
    for (AuxPowVersion known : values()) {
      if (version >>> 16 == known.chain) {
        return Optional.of(known.coin);
      }
    }
    return Optional.empty();
  }
}
