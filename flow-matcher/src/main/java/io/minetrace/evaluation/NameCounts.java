// SPDX-License-Identifier: Apache-2.0
package io.minetrace.evaluation;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * Flows counted by a name that the match gives them and the truth too: a pool, a coin, a port. A
 * flow with several counts for each; a flow of mining of which the truth names none is not judged.
 * Used by one thread.
 */
final class NameCounts {

  private static final int RIGHT = 0;
  private static final int WRONG = 1;
  private static final int MISSED = 2;

  private final Map<String, long[]> counts = new TreeMap<>();
  private boolean named;
  private boolean unnamed;

  /**
   * Adds a flow.
   *
   * @param claimed names that the match gives; none without a match
   * @param so names that the truth gives; none where it does not say
   */
  void add(Label label, Collection<String> claimed, Collection<String> so) {
    switch (label) {
      case MINING -> {
        if (so.isEmpty()) {
          unnamed = true;
          return;
        }
        named = true;
        for (String name : claimed) {
          add(name, so.contains(name) ? RIGHT : WRONG);
        }
        for (String name : so) {
          if (!claimed.contains(name)) {
            add(name, MISSED);
          }
        }
      }
      case NOT -> claimed.forEach(name -> add(name, WRONG));
      case APART -> {
        // Neither right nor wrong.
      }
    }
  }

  private void add(String name, int what) {
    counts.computeIfAbsent(name, n -> new long[MISSED + 1])[what]++;
  }

  /** By name; empty where the truth never names any of its mining, for all left is wrong then. */
  Map<String, Confusion> confusions() {
    Map<String, Confusion> confusions = new TreeMap<>();
    if (unnamed && !named) {
      return confusions;
    }
    counts.forEach(
        (name, sums) ->
            confusions.put(name, new Confusion(sums[RIGHT], sums[WRONG], sums[MISSED])));
    return confusions;
  }
}
