// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dns;

import io.minetrace.net.IpAddress;

/**
 * One address of a name.
 *
 * @param ttlSeconds of its record, as the answering server gave it
 */
public record ResolvedAddress(IpAddress address, long ttlSeconds)
    implements Comparable<ResolvedAddress> {

  public ResolvedAddress {
    if (ttlSeconds < 0) {
      throw new IllegalArgumentException(address + ": time to live: " + ttlSeconds);
    }
  }

  @Override
  public int compareTo(ResolvedAddress other) {
    int byAddress = address.compareTo(other.address);
    return byAddress != 0 ? byAddress : Long.compare(ttlSeconds, other.ttlSeconds);
  }
}
