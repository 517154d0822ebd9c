// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import io.minetrace.probe.Observation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * By which names the endpoints of a history were visited, and when: where nothing is known of what
 * the name servers said, as with imports, the visit under a name tells that the name pointed there.
 */
public final class VisitedNames {

  record Link(Endpoint endpoint, String fqdn) {}

  record Sight(String fqdn, IpAddress address, String vantage) {}

  record Seen(long first, long last, long count) {

    Seen and(Seen other) {
      return new Seen(
          Math.min(first, other.first), Math.max(last, other.last), count + other.count);
    }
  }

  private final Set<Link> links = new HashSet<>();
  private final Map<Sight, Seen> sights = new HashMap<>();

  /** Takes a visit into account, if it was made under a name. */
  public void add(Observation visit) {
    if (visit.fqdn().isPresent()) {
      String fqdn = visit.fqdn().get();
      links.add(new Link(visit.endpoint(), fqdn));
      sights.merge(
          new Sight(fqdn, visit.endpoint().address(), visit.vantage()),
          new Seen(visit.startedAt(), visit.endedAt(), 1),
          Seen::and);
    }
  }

  /** Takes into account that an endpoint was visited under a name, more than once. */
  public void add(
      Endpoint endpoint, String fqdn, String vantage, long first, long last, long count) {
    links.add(new Link(endpoint, fqdn));
    sights.merge(
        new Sight(fqdn, endpoint.address(), vantage), new Seen(first, last, count), Seen::and);
  }

  /** Takes into account that a name was seen to point to an address. */
  public void add(String fqdn, IpAddress address, String vantage, long time) {
    sights.merge(new Sight(fqdn, address, vantage), new Seen(time, time, 1), Seen::and);
  }

  Set<Link> links() {
    return links;
  }

  Map<Sight, Seen> sights() {
    return sights;
  }
}
