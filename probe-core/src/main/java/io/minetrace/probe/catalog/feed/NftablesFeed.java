// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.feed;

import io.minetrace.net.Endpoint;
import io.minetrace.probe.catalog.Feed;
import java.io.IOException;
import java.util.Map;

/** A table with two sets for {@code nft -f}; its first lines say how a rule uses them. */
final class NftablesFeed implements FeedWriter {

  private static final int LONGEST_COMMENT = 120; // nft takes 128

  @Override
  public void write(Feed feed, Appendable out) throws IOException {
    Map<Endpoint, Label> endpoints = Indicators.endpoints(feed);
    out.append("# ").append(Indicators.heading(feed)).append('\n');
    out.append("# ip daddr . meta l4proto . th dport @pools4 counter\n");
    out.append("# ip6 daddr . meta l4proto . th dport @pools6 counter\n");
    out.append("table inet minetrace {\n");
    set(out, "pools4", "ipv4_addr", endpoints, true);
    set(out, "pools6", "ipv6_addr", endpoints, false);
    out.append("}\n");
  }

  private static void set(
      Appendable out, String name, String type, Map<Endpoint, Label> endpoints, boolean ipv4)
      throws IOException {
    out.append("  set " + name + " {\n    type " + type + " . inet_proto . inet_service\n");
    String before = "    elements = {\n      ";
    boolean empty = true;
    for (Map.Entry<Endpoint, Label> entry : endpoints.entrySet()) {
      Endpoint endpoint = entry.getKey();
      if (endpoint.address().isIpv4() == ipv4) {
        out.append(before)
            .append(
                "%s . %s . %d comment \"%s\""
                    .formatted(
                        endpoint.address(),
                        endpoint.transport().keyword(),
                        endpoint.port(),
                        entry.getValue().plain(LONGEST_COMMENT)));
        before = ",\n      ";
        empty = false;
      }
    }
    out.append(empty ? "  }\n" : "\n    }\n  }\n");
  }
}
