// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.simulation;

import java.util.List;
import java.util.OptionalLong;

/**
 * A host name of a pool with the addresses it had, one after the other.
 *
 * @param servers the services at each address, in order of time; the same ports at each
 * @param known since when it is in the catalog; empty if it never is
 */
record PoolName(List<List<Service>> servers, OptionalLong known) {

  int ports() {
    return servers.get(0).size();
  }

  /** The service that the name and port lead to at a time: the last one that was begun by then. */
  Service at(long time, int port) {
    Service found = servers.get(0).get(port);
    for (List<Service> server : servers) {
      if (server.get(port).alive().from() <= time) {
        found = server.get(port);
      }
    }
    return found;
  }

  boolean everMines() {
    return servers.stream().flatMap(List::stream).anyMatch(s -> !s.mining().isEmpty());
  }
}
