// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.feed;

import io.minetrace.net.Endpoint;
import io.minetrace.net.TransportProtocol;
import io.minetrace.probe.catalog.Feed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A filter for {@code nfdump -f}: flows towards the servers. Grouped by port, so that only the
 * pairs match that were found and the filter stays short: a list of addresses and a list of ports
 * would be every address with every port.
 */
final class NfdumpFeed implements FeedWriter {

  private record Door(TransportProtocol transport, int port) {}

  @Override
  public void write(Feed feed, Appendable out) throws IOException {
    Map<Door, List<Endpoint>> doors =
        new TreeMap<>(Comparator.comparing(Door::transport).thenComparingInt(Door::port));
    for (Endpoint endpoint : Indicators.endpoints(feed).keySet()) {
      doors
          .computeIfAbsent(
              new Door(endpoint.transport(), endpoint.port()), door -> new ArrayList<>())
          .add(endpoint);
    }
    out.append("# ").append(Indicators.heading(feed)).append('\n');
    if (doors.isEmpty()) {
      out.append("not any\n"); // an empty filter would let everything pass
    }
    String join = "   ";
    for (Map.Entry<Door, List<Endpoint>> door : doors.entrySet()) {
      out.append(join)
          .append("(proto ")
          .append(Integer.toString(door.getKey().transport().protocolIdentifier()))
          .append(" and dst port ")
          .append(Integer.toString(door.getKey().port()))
          .append(" and dst ip in [");
      String blank = "";
      for (Endpoint endpoint : door.getValue()) {
        out.append(blank).append(endpoint.address().toString());
        blank = " ";
      }
      out.append("])\n");
      join = "or ";
    }
  }
}
