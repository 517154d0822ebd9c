// SPDX-License-Identifier: Apache-2.0
package io.minetrace.match;

import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.CoinBasis;
import java.util.List;
import java.util.Set;

/**
 * A flow that was a connection to a mining service, as far as the observations tell.
 *
 * @param flow as exported
 * @param role which side is the service
 * @param client the other side, before translation where that is known
 * @param pool the service
 * @param window the window the claim rests on
 * @param situation where the flow stands in or near that window
 * @param score 0 to 100
 * @param pools whose names pointed to the service then; empty for a node
 * @param fqdns those names
 * @param coins mined there then
 * @param coinBasis what the coins rest on
 * @param reasons to be read along with the situation
 */
public record Match(
    FlowRecord flow,
    MiningRole role,
    IpAddress client,
    Endpoint pool,
    AvailabilityWindow window,
    Situation situation,
    int score,
    Confidence confidence,
    Activity activity,
    List<String> pools,
    List<String> fqdns,
    List<String> coins,
    CoinBasis coinBasis,
    Set<Reason> reasons) {

  public Match {
    pools = List.copyOf(pools);
    fqdns = List.copyOf(fqdns);
    coins = List.copyOf(coins);
    reasons = Set.copyOf(reasons);
  }
}
