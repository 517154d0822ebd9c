// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.coin;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVRecord;

/** Which coins are mined through which family of protocols. */
final class FamilyCoins {

  private static final Map<String, List<String>> COINS = coins();

  private FamilyCoins() {}

  /** The coins of a family, by its protocol's id; none where it could be of any. */
  static List<String> of(String family) {
    return COINS.getOrDefault(family, List.of());
  }

  private static Map<String, List<String>> coins() {
    Map<String, List<String>> coins = new TreeMap<>();
    for (CSVRecord row : CoinTables.rows("family-coins.csv")) {
      List<String> ofAlgorithms = CoinAlgorithms.of(CoinTables.words(row, "algorithms"));
      coins.put(
          row.get("family"),
          Stream.concat(ofAlgorithms.stream(), CoinTables.words(row, "coins").stream())
              .distinct()
              .sorted()
              .toList());
    }
    return coins;
  }
}
