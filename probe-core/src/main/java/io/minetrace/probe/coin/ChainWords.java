// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.coin;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words by which servers, and the beginnings of their addresses, name coins. */
final class ChainWords {

  /** Longer words first: Bitcoin Cash before Bitcoin. */
  private static final List<Word> WORDS =
      CoinTables.rows("chain-words.csv").stream()
          .map(row -> new Word(pattern(row.get("word")), CoinTables.words(row, "coins")))
          .sorted(Comparator.comparing((Word word) -> -word.pattern.pattern().length()))
          .toList();

  /** A complaint names its coin early, or is none. */
  private static final int LONGEST_TEXT = 1_000;

  private static final Pattern TEST_CHAIN =
      Pattern.compile("(?i)(?<![A-Za-z])(?:testnet\\d?|regtest|stagenet|fakechain|signet)");

  private record Word(Pattern pattern, List<String> coins) {}

  private ChainWords() {}

  private static Pattern pattern(String word) {
    String end = word.endsWith(":") ? "" : "(?![A-Za-z0-9])";
    // A ticker symbol is one in capitals only: in small letters it is a word of some language.
    int flags = word.equals(word.toUpperCase(Locale.ROOT)) ? 0 : Pattern.CASE_INSENSITIVE;
    return Pattern.compile("(?<![A-Za-z0-9])" + Pattern.quote(word) + end, flags);
  }

  /** The coins that are named in a text. */
  static List<String> coins(String text) {
    TreeSet<String> coins = new TreeSet<>();
    StringBuilder rest =
        new StringBuilder(text.substring(0, Math.min(text.length(), LONGEST_TEXT)));
    for (Word word : WORDS) {
      List<int[]> found = new ArrayList<>();
      Matcher matcher = word.pattern.matcher(rest);
      while (matcher.find()) {
        found.add(new int[] {matcher.start(), matcher.end()});
      }
      for (int[] place : found) {
        coins.addAll(word.coins);
        // What a longer word took is no shorter word's.
        rest.replace(place[0], place[1], "|".repeat(place[1] - place[0]));
      }
    }
    return List.copyOf(coins);
  }

  /** Whether a text names a chain for tests, whose work belongs to no coin. */
  static boolean nameTestChain(String text) {
    return TEST_CHAIN.matcher(text).find();
  }
}
