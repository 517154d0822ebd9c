// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WordSetTest {

  private static String word(int i) {
    return String.format(Locale.ROOT, "word-%05d", i);
  }

  @Test
  void smallSetsOfTheSameWordsAreOne() {
    TextSets sets = new TextSets();
    WordSet one = new WordSet();
    WordSet other = new WordSet();
    one.add(List.of("b", "c"), sets);
    one.add(List.of("a"), sets);
    other.add(List.of("a", "b"), sets);
    other.add(List.of("c"), sets);
    assertThat(one.words()).containsExactly("a", "b", "c").isSameAs(other.words());
  }

  @Test
  void whatGrowsLargeKeepsNoneOfItsSteps() {
    TextSets sets = new TextSets();
    WordSet words = new WordSet();
    for (int i = 29_999; i >= 0; i--) {
      words.add(List.of(word(i)), sets);
    }
    assertThat(words.words())
        .containsExactlyElementsOf(IntStream.range(0, 30_000).mapToObj(WordSetTest::word).toList());
    assertThat(sets.kept()).as("sets kept").isLessThanOrEqualTo(TextSets.MOST);
  }
}
