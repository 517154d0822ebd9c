// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.net.IpAddress;
import io.minetrace.window.TimeSpan;
import java.util.OptionalLong;

/**
 * That a host name pointed to an address for a while.
 *
 * @param pool whose name it is, or empty
 * @param foreign whether it is known to be somebody else's, no pool's
 * @param resolver who said so
 * @param seen from the first answer with the address to the last
 * @param leftAt when it was taken to have left
 */
public record NameSighting(
    String fqdn,
    String pool,
    boolean foreign,
    IpAddress address,
    String resolver,
    TimeSpan seen,
    long answers,
    OptionalLong leftAt) {}
