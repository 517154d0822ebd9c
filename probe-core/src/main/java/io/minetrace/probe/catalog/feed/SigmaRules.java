// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.feed;

import io.minetrace.hash.NameUuid;
import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import io.minetrace.probe.catalog.Feed;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Sigma rules: one for names asked of name servers, one for connections, of which every selection
 * is one port with its addresses. Names are matched whole.
 */
final class SigmaRules implements FeedWriter {

  @Override
  public void write(Feed feed, Appendable out) throws IOException {
    Collection<String> names = Indicators.names(feed).keySet();
    NavigableMap<Integer, TreeSet<IpAddress>> doors = new TreeMap<>();
    for (Endpoint endpoint : Indicators.endpoints(feed).keySet()) {
      doors.computeIfAbsent(endpoint.port(), port -> new TreeSet<>()).add(endpoint.address());
    }
    Collection<IpAddress> bare = Indicators.bareAddresses(feed).keySet();
    out.append("# ").append(Indicators.heading(feed)).append('\n');
    boolean first = true;
    if (!names.isEmpty()) {
      head(feed, out, "DNS Query For Mining Pool Name", "dns");
      out.append("    selection:\n");
      list(out, "query", names);
      out.append("    condition: selection\n");
      tail(out);
      first = false;
    }
    if (!doors.isEmpty() || !bare.isEmpty()) {
      out.append(first ? "" : "---\n");
      head(feed, out, "Network Connection To Mining Pool", "network_connection");
      for (Map.Entry<Integer, TreeSet<IpAddress>> door : doors.entrySet()) {
        out.append("    selection_" + door.getKey() + ":\n");
        list(out, "DestinationIp", door.getValue());
        out.append("        DestinationPort: " + door.getKey() + "\n");
      }
      if (!bare.isEmpty()) {
        out.append("    selection_address:\n");
        list(out, "DestinationIp", bare);
      }
      out.append("    condition: 1 of selection_*\n");
      tail(out);
    }
  }

  private static void head(Feed feed, Appendable out, String title, String category)
      throws IOException {
    String date =
        Instant.ofEpochMilli(feed.asOf().orElse(0)).atZone(ZoneOffset.UTC).toLocalDate().toString();
    out.append("title: '" + title + "'\n")
        .append("id: '" + NameUuid.likeRandom("sigma", category) + "'\n")
        .append("status: 'experimental'\n")
        .append("description: 'Servers of mining pools, proven by probing or declared'\n")
        .append("author: 'minetrace'\n")
        .append("date: '" + date + "'\n")
        .append("logsource:\n    category: '" + category + "'\n")
        .append("detection:\n");
  }

  private static void tail(Appendable out) throws IOException {
    out.append("falsepositives:\n    - 'Legitimate mining'\nlevel: 'medium'\n");
  }

  private static void list(Appendable out, String field, Collection<?> values) throws IOException {
    out.append("        " + field + ":\n");
    for (Object value : values) {
      out.append("            - '" + value + "'\n");
    }
  }
}
