// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A growing set of words: shared with others of the same words while it is small, of its own when
 * it is large. Used by one thread.
 */
final class WordSet {

  private List<String> few = List.of();

  /** All words, when they are more than a few; none before. */
  private Set<String> many = Set.of();

  void add(List<String> words, TextSets sets) {
    if (many.isEmpty()) {
      few = sets.union(few, words);
      if (few.size() > TextSets.MOST) {
        many = new TreeSet<>(few);
        few = List.of();
      }
    } else {
      many.addAll(words);
    }
  }

  /** Sorted. */
  List<String> words() {
    return many.isEmpty() ? few : List.copyOf(many);
  }
}
