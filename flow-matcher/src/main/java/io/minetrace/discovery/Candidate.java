// SPDX-License-Identifier: Apache-2.0
package io.minetrace.discovery;

import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import java.util.List;

/**
 * An endpoint that looks like a mining service and that the windows do not know. Counts are of the
 * hosts whose contact looks like mining; the others are only counted.
 *
 * @param score 0 to 100, the sum of the reasons' points, cut to that
 * @param hosts sorted
 * @param otherHosts that were in contact in some other way
 * @param connections estimated from the clients' ports
 * @param upOctets to the endpoint
 * @param downOctets from it
 * @param firstSeen milliseconds since 1970-01-01T00:00Z
 * @param longestMillis its longest session
 * @param reasons by their points, the greatest first
 */
public record Candidate(
    Endpoint endpoint,
    int score,
    List<IpAddress> hosts,
    int otherHosts,
    long flows,
    long connections,
    long upOctets,
    long downOctets,
    long upPackets,
    long downPackets,
    long firstSeen,
    long lastSeen,
    long longestMillis,
    List<Reason> reasons) {

  public Candidate {
    if (score < 0 || score > 100) {
      throw new IllegalArgumentException(endpoint + ": score: " + score + " (expected: 0..100)");
    }
    hosts = List.copyOf(hosts);
    reasons = List.copyOf(reasons);
  }
}
