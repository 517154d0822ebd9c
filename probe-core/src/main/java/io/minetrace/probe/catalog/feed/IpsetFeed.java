// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.feed;

import io.minetrace.net.Endpoint;
import io.minetrace.net.TransportProtocol;
import io.minetrace.probe.catalog.Feed;
import java.io.IOException;
import java.util.Map;

/** Two sets, {@code minetrace4} and {@code minetrace6}, for {@code ipset restore}. */
final class IpsetFeed implements FeedWriter {

  private static final int DEFAULT_MAXELEM = 65_536;
  private static final int LONGEST_COMMENT = 200; // the kernel takes 255

  @Override
  public void write(Feed feed, Appendable out) throws IOException {
    Map<Endpoint, Label> endpoints = Indicators.endpoints(feed);
    String options =
        " maxelem " + Math.max(DEFAULT_MAXELEM, Integer.highestOneBit(endpoints.size()) * 2);
    out.append("# ").append(Indicators.heading(feed)).append('\n');
    out.append("create minetrace4 hash:ip,port family inet" + options + " comment\n");
    out.append("create minetrace6 hash:ip,port family inet6" + options + " comment\n");
    for (Map.Entry<Endpoint, Label> entry : endpoints.entrySet()) {
      Endpoint endpoint = entry.getKey();
      if (endpoint.transport() != TransportProtocol.DCCP) { // which ipset knows no ports of
        out.append(
            "add %s %s,%s:%d comment \"%s\"\n"
                .formatted(
                    endpoint.address().isIpv4() ? "minetrace4" : "minetrace6",
                    endpoint.address(),
                    endpoint.transport().keyword(),
                    endpoint.port(),
                    entry.getValue().plain(LONGEST_COMMENT)));
      }
    }
  }
}
