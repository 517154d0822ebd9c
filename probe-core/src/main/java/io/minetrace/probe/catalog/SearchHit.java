// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.CoinBasis;
import io.minetrace.window.WindowSegment;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One thing the catalog knows: a service under a name, an endpoint, or both where the one was found
 * at the other.
 *
 * @param pool empty if not known
 * @param fqdn empty for an endpoint that no name led to
 * @param port 0 where no source states one
 * @param coins that it is declared to serve
 * @param address where it was found, if it was
 * @param lastVerdict of the newest observation, if there is one
 * @param served the coins of the latest window's end
 * @param coinBasis what those rest on, if there is a window
 * @param poolTag the pool that the newest observation's work or certificate names, or empty
 * @param windows how many availability windows there are
 * @param firstUp of the earliest window
 * @param lastUp of the latest
 * @param state how well it is known to serve mining, as of now
 * @param lastVisit when the newest observation ended
 * @param window the newest, or the one that the answer for an instant rests on
 * @param segment of it, the last or the one of that instant
 * @param standing how it stood at the instant that was asked for
 */
public record SearchHit(
    String pool,
    String fqdn,
    int port,
    List<String> coins,
    List<String> protocols,
    Optional<String> address,
    Optional<String> lastVerdict,
    List<String> served,
    Optional<CoinBasis> coinBasis,
    String poolTag,
    long windows,
    OptionalLong firstUp,
    OptionalLong lastUp,
    FeedState state,
    OptionalLong lastVisit,
    Optional<AvailabilityWindow> window,
    Optional<WindowSegment> segment,
    Optional<SearchStanding> standing) {

  /** Whether what was found there is none of the coins that are declared. */
  public boolean contradicted() {
    return coinBasis.equals(Optional.of(CoinBasis.CONTRADICTED))
        || (coinBasis.equals(Optional.of(CoinBasis.OBSERVED))
            && !coins.isEmpty()
            && coins.stream().noneMatch(served::contains));
  }
}
