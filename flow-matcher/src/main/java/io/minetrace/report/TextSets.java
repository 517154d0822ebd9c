// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Small sets of words, each kept once: of a hundred thousand hosts most have mined at the same
 * pools. Larger ones are hardly ever the same, and keeping each that grows to them would take the
 * square of their size. Used by one thread.
 */
final class TextSets {

  /** Words of the largest set that is kept once. */
  static final int MOST = 16;

  /** The separator of units, which no name has any use for. */
  private static final String BETWEEN = "\u001f";

  private final Map<List<String>, List<String>> kept = new HashMap<>();
  private final Map<List<String>, List<String>> joined = new HashMap<>();

  /** Words of which only one is meant, and nobody knows which, as one word: {@link #words}. */
  List<String> oneOf(List<String> words) {
    // A stranger's name may have the separator in it, and must not read as two.
    boolean plain = words.size() <= 1 && words.stream().noneMatch(word -> word.contains(BETWEEN));
    return plain
        ? words
        : joined.computeIfAbsent(
            words,
            several ->
                List.of(
                    several.stream()
                        .map(word -> word.replace(BETWEEN, "\\u001f"))
                        .collect(Collectors.joining(BETWEEN))));
  }

  /** The words that are one. */
  static List<String> words(String one) {
    return List.of(one.split(BETWEEN, -1));
  }

  /** The words of both, sorted; the first list itself where the second adds nothing. */
  List<String> union(List<String> some, List<String> more) {
    if (some.equals(more) || more.isEmpty()) {
      return some;
    }
    if (some.isEmpty()) {
      return one(more);
    }
    Set<String> held = new HashSet<>(some);
    if (held.containsAll(more)) {
      return some;
    }
    TreeSet<String> both = new TreeSet<>(held);
    both.addAll(more);
    return one(List.copyOf(both));
  }

  private List<String> one(List<String> words) {
    if (words.size() > MOST) {
      return words;
    }
    List<String> same = kept.putIfAbsent(words, words);
    return same == null ? words : same;
  }

  /** How many different sets are kept. */
  int kept() {
    return kept.size();
  }
}
