// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import io.minetrace.net.Endpoint;
import io.minetrace.net.TransportProtocol;
import io.minetrace.probe.dialogue.ProbeProtocol;
import java.util.List;
import java.util.Optional;

/**
 * What to visit, and why.
 *
 * @param endpoint dialled as it is; nothing is resolved again
 * @param fqdn the name that led there; spoken where a protocol has a place for it
 * @param hint the protocol proven last, or declared; empty for the generic order
 * @param tls whether it is declared, or was seen, to speak TLS; empty to find out from how it
 *     answers plain words
 * @param declaredCoins ticker symbols, as the catalog has them: recorded, compared with what is
 *     found, and what the first question and the wallet of the owner's own are chosen by
 * @param intervalMillis the time planned until the next visit, without jitter; 0 for a single one
 * @param confirms whether this repeats a question one or two minutes after a single miss
 * @param pools whose names lead there, as the catalog calls them; a pool may have opted out
 */
public record ProbeTarget(
    Endpoint endpoint,
    Optional<String> fqdn,
    Optional<ProbeProtocol> hint,
    Optional<Boolean> tls,
    List<String> declaredCoins,
    long intervalMillis,
    boolean confirms,
    List<String> pools) {

  public ProbeTarget {
    if (endpoint.transport() != TransportProtocol.TCP) {
      throw new IllegalArgumentException(endpoint + ": transport (expected: tcp)");
    }
    if (intervalMillis < 0) {
      throw new IllegalArgumentException(endpoint + ": interval: " + intervalMillis);
    }
    declaredCoins = List.copyOf(declaredCoins);
    pools = List.copyOf(pools);
  }

  /** A target of which it is not known whose it is. */
  public ProbeTarget(
      Endpoint endpoint,
      Optional<String> fqdn,
      Optional<ProbeProtocol> hint,
      Optional<Boolean> tls,
      List<String> declaredCoins,
      long intervalMillis,
      boolean confirms) {
    this(endpoint, fqdn, hint, tls, declaredCoins, intervalMillis, confirms, List.of());
  }

  /** One visit to an endpoint of which nothing is known. */
  public static ProbeTarget once(Endpoint endpoint) {
    return new ProbeTarget(
        endpoint, Optional.empty(), Optional.empty(), Optional.empty(), List.of(), 0, false);
  }
}
