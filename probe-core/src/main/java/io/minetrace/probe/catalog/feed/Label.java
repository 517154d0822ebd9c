// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.feed;

import io.minetrace.probe.catalog.FeedEntry;
import io.minetrace.probe.catalog.FeedState;
import io.minetrace.window.TimeSpan;
import java.util.Collection;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What is known of an indicator: of all entries that hold it, together.
 *
 * @param state the best of them
 * @param seen from the first to the last proof; empty where nothing was proven
 */
record Label(
    FeedState state,
    NavigableSet<String> pools,
    NavigableSet<String> coins,
    Optional<TimeSpan> seen) {

  static Label of(FeedEntry entry) {
    return new Label(
        entry.state(), new TreeSet<>(entry.pools()), new TreeSet<>(entry.coins()), entry.window());
  }

  Label and(Label other) {
    return new Label(
        state.isAtLeast(other.state) ? state : other.state,
        union(pools, other.pools),
        union(coins, other.coins),
        seen.isPresent() && other.seen.isPresent()
            ? Optional.of(
                new TimeSpan(
                    Math.min(seen.get().from(), other.seen.get().from()),
                    Math.max(seen.get().to(), other.seen.get().to())))
            : seen.or(other::seen));
  }

  private static NavigableSet<String> union(Collection<String> one, Collection<String> other) {
    TreeSet<String> union = new TreeSet<>(one);
    union.addAll(other);
    return union;
  }

  /** Pools, coins and state in plain words: {@code 2Miners BTC/LTC up}. */
  String plain(int length) {
    String words =
        PlainText.of(pools, 80)
            + " "
            + PlainText.of(coins.stream().collect(Collectors.joining("/")), 40);
    return PlainText.of((words.strip() + " " + state.word()).strip(), length);
  }
}
