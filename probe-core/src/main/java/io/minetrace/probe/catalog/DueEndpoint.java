// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.net.Endpoint;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An endpoint whose visit is due, and what is known of it.
 *
 * @param place where it stands among what is due
 * @param fqdn a name that leads there, preferably one that still does
 * @param pools whose names lead there
 * @param protocol the protocol proven last, else the one last suspected; empty if there is none
 * @param tls whether TLS was proven or suspected last; empty if nothing is known of it
 * @param declaredProtocols of the services that its names declare on the port
 * @param declaredTls what they say of TLS, each {@code yes}, {@code no} or {@code both}
 * @param declaredCoins the same
 * @param up whether its last usable observation was UP
 * @param proven whether any was
 * @param provenPorts how many endpoints of the address are up as far as is known
 * @param misses visits in a row that found it dead
 * @param leftAt when the last of its names left the address; empty while one points there, or if it
 *     never had any
 */
public record DueEndpoint(
    Place place,
    Endpoint endpoint,
    Optional<String> fqdn,
    List<String> pools,
    String protocol,
    Optional<Boolean> tls,
    List<String> declaredProtocols,
    List<String> declaredTls,
    List<String> declaredCoins,
    boolean up,
    boolean proven,
    int provenPorts,
    int misses,
    OptionalLong leftAt) {

  /** A place in the order of what is due, so that those after it can be asked for. */
  public record Place(long dueAt, long number) {

    /** Before all others. */
    public static final Place FIRST = new Place(Long.MIN_VALUE, 0);
  }
}
