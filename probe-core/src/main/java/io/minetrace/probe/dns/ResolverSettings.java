// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dns;

import io.minetrace.net.Endpoint;
import java.util.List;

/**
 * Whom to ask, and for how long.
 *
 * @param nameServers recursive ones, asked in turn until one knows; empty for the system's
 * @param timeoutMillis for one question to one server
 * @param rounds how often to go through the servers
 */
public record ResolverSettings(List<Endpoint> nameServers, int timeoutMillis, int rounds) {

  /** The system's name servers. */
  public static final ResolverSettings SYSTEM = new ResolverSettings(List.of(), 3000, 2);

  public ResolverSettings {
    nameServers = List.copyOf(nameServers);
    if (timeoutMillis < 1 || rounds < 1) {
      throw new IllegalArgumentException(
          "time-out: " + timeoutMillis + " ms, rounds: " + rounds + " (expected: 1 or more)");
    }
  }

  /** As this, but asking these. */
  public ResolverSettings withNameServers(List<Endpoint> servers) {
    return new ResolverSettings(servers, timeoutMillis, rounds);
  }
}
