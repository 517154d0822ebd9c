// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.coin;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.csv.CSVRecord;

/**
 * Which coins are mined by which algorithm, as the starting catalog says, and by which words
 * servers name the algorithms.
 */
final class CoinAlgorithms {

  private static final Map<String, List<String>> COINS = coins();
  private static final Map<String, List<String>> COINS_OF_WORDS = coinsOfWords();

  private CoinAlgorithms() {}

  /** The coins of the algorithm that a server names; none if the word is not known. */
  static List<String> named(String word) {
    return COINS_OF_WORDS.getOrDefault(word.strip().toLowerCase(Locale.ROOT), List.of());
  }

  /** The coins of any of the algorithms, by the catalog's names of them. */
  static List<String> of(Collection<String> algorithms) {
    return algorithms.stream()
        .flatMap(algorithm -> COINS.getOrDefault(algorithm, List.of()).stream())
        .distinct()
        .sorted()
        .toList();
  }

  private static Map<String, List<String>> coins() {
    Map<String, List<String>> coins = new TreeMap<>();
    for (CSVRecord row : CoinTables.rows("/catalog/coins.csv")) {
      for (String algorithm : CoinTables.words(row, "algorithm")) {
        coins.computeIfAbsent(algorithm, key -> new ArrayList<>()).add(row.get("symbol"));
      }
    }
    return coins;
  }

  private static Map<String, List<String>> coinsOfWords() {
    Map<String, List<String>> coins = new TreeMap<>();
    for (CSVRecord row : CoinTables.rows("algorithm-words.csv")) {
      List<String> ofAlgorithms = of(CoinTables.words(row, "algorithms"));
      coins.put(
          row.get("word"), ofAlgorithms.isEmpty() ? CoinTables.words(row, "coins") : ofAlgorithms);
    }
    return coins;
  }
}
