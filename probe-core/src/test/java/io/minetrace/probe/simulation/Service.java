// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.simulation;

import io.minetrace.net.Endpoint;
import io.minetrace.window.TimeSpan;
import java.util.List;
import java.util.Optional;

/**
 * A pool's service at an endpoint, as it truly was.
 *
 * @param alive from when to when the pool had the address
 * @param mining when it really served miners, within that; in order
 * @param coins what was mined when; in order, without gaps
 * @param coinSeen whether its work shows the coin
 */
record Service(
    Endpoint endpoint,
    String pool,
    String fqdn,
    TimeSpan alive,
    List<TimeSpan> mining,
    List<CoinTime> coins,
    boolean coinSeen) {

  /** What was mined for a while. */
  record CoinTime(TimeSpan span, String coin) {}

  /** The stretch of mining that holds the instant. */
  Optional<TimeSpan> miningAt(long time) {
    for (TimeSpan span : mining) {
      if (span.to() >= time) {
        return span.from() <= time ? Optional.of(span) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** The coin at an instant of its life. */
  String coinAt(long time) {
    for (CoinTime coin : coins) {
      if (coin.span().to() >= time) {
        return coin.coin();
      }
    }
    return coins.get(coins.size() - 1).coin();
  }

  /** All that were ever mined here. */
  List<String> allCoins() {
    return coins.stream().map(CoinTime::coin).distinct().sorted().toList();
  }
}
