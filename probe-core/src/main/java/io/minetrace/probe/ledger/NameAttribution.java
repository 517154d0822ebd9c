// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.ledger;

import io.minetrace.window.TimeSpan;

/**
 * That a host name pointed to the endpoint's address for a while.
 *
 * @param pool the pool whose name it is; empty when no pool is known for it
 * @param kind whose name it is at all
 * @param seen from the first answer with the address to the last; if the name has left, to the
 *     instant before the first answer without it
 * @param left whether the name has left the address since; if not, it is taken to point there still
 */
public record NameAttribution(String fqdn, String pool, Kind kind, TimeSpan seen, boolean left) {

  /** Whose a host name is. */
  public enum Kind {
    /** A pool's. */
    POOL,
    /** Somebody else's, so that the address is shared. */
    FOREIGN
  }

  boolean covers(long instant) {
    return instant >= seen.from() && (instant <= seen.to() || !left);
  }

  /** Whether the name comes or goes in the span, which cuts a segment there. */
  boolean changesIn(TimeSpan span) {
    return span.contains(seen.from()) || (left && span.contains(seen.to() + 1));
  }

  boolean hasLeftBy(long instant) {
    return left && instant > seen.to();
  }
}
