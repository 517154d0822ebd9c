// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.net.Endpoint;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An endpoint whose visit is due, and what is known of it.
 *
 * @param fqdn a name that leads there, preferably one that still does
 * @param protocol the protocol proven last, else the one last suspected; empty if there is none
 * @param declaredProtocols of the services that its names declare on the port
 * @param declaredCoins the same
 * @param up whether its last usable observation was UP
 * @param leftAt when the last of its names left the address; empty while one points there, or if it
 *     never had any
 */
public record DueEndpoint(
    Endpoint endpoint,
    Optional<String> fqdn,
    String protocol,
    List<String> declaredProtocols,
    List<String> declaredCoins,
    boolean up,
    OptionalLong leftAt) {}
