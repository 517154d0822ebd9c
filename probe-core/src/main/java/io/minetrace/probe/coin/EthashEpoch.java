// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.coin;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Which chains a seed or an epoch of Ethash and its kin fits. */
final class EthashEpoch {

  private static final long BLOCKS = 30_000;

  /**
   * ECIP-1099: Ethereum Classic doubled its epochs in November 2020, and hashes its seed as often
   * as there are epochs of the old length, so always an even number of times.
   */
  private static final long BLOCKS_OF_CLASSIC = 60_000;

  private static final long CLASSIC_DOUBLED = 1_606_521_600_000L; // 2020-11-28

  private static final List<String> USUAL = List.of("ETHW");
  private static final List<String> CLASSIC = List.of("ETC");

  private EthashEpoch() {}

  /** The coins whose height fits a seed at a time. */
  static List<String> ofSeed(int rounds, long now) {
    long height = rounds * BLOCKS;
    boolean doubled = now >= CLASSIC_DOUBLED;
    List<String> coins = new ArrayList<>(CoinHeights.within(height, BLOCKS - 1, now, USUAL));
    if (!doubled) {
      coins.addAll(CoinHeights.within(height, BLOCKS - 1, now, CLASSIC));
    } else if (rounds % 2 == 0) {
      coins.addAll(CoinHeights.within(height, BLOCKS_OF_CLASSIC - 1, now, CLASSIC));
    }
    return coins;
  }

  /** The coins whose height fits an epoch's number at a time. */
  static List<String> ofEpoch(long epoch, long now) {
    long latest = 1_000_000;
    if (epoch < 0 || epoch > latest) {
      return List.of();
    }
    long classic = now >= CLASSIC_DOUBLED ? BLOCKS_OF_CLASSIC : BLOCKS;
    List<String> coins =
        new ArrayList<>(CoinHeights.within(epoch * BLOCKS, BLOCKS - 1, now, USUAL));
    coins.addAll(CoinHeights.within(epoch * classic, classic - 1, now, CLASSIC));
    return coins;
  }

  /**
   * The algorithms of ProgPow's kin whose epochs are so long that this height has this seed; none
   * if the seed is not of that kind.
   */
  static List<String> progPowAlgorithms(String seed, long height) {
    OptionalInt rounds = EthashSeed.rounds(seed);
    List<String> algorithms = new ArrayList<>();
    if (rounds.isPresent() && height >= 0) {
      for (ProgPowEpoch epoch : ProgPowEpoch.values()) {
        if (height / epoch.blocks == rounds.getAsInt()) {
          algorithms.addAll(epoch.algorithms);
        }
      }
    }
    return algorithms;
  }

  private enum ProgPowEpoch {
    FIRO(1_300, "firopow"),
    RAVENCOIN(7_500, "kawpow", "meowpow", "nexapow"),
    EVRMORE(12_000, "evrprogpow"),
    USUAL(30_000, "progpow", "progpow-veil", "progpow-zano", "progpow-sero", "progpow-quai");

    private final long blocks;
    private final List<String> algorithms;

    ProgPowEpoch(long blocks, String... algorithms) {
      this.blocks = blocks;
      this.algorithms = List.of(algorithms);
    }
  }
}
