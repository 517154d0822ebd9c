// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.feed;

import io.minetrace.net.Endpoint;
import io.minetrace.net.HostPort;
import io.minetrace.net.IpAddress;
import io.minetrace.probe.catalog.Feed;
import java.io.IOException;
import java.util.Map;

/**
 * Trails for Maltrail: names, {@code address:port} for IPv4 (Maltrail cuts at the first colon that
 * IPv6 would have more of, so these are addresses alone), and addresses without a known port.
 */
final class MaltrailFeed implements FeedWriter {

  private static final int LONGEST_COMMENT = 120;

  @Override
  public void write(Feed feed, Appendable out) throws IOException {
    out.append("# ").append(Indicators.heading(feed)).append('\n');
    for (Map.Entry<String, Label> entry : Indicators.names(feed).entrySet()) {
      trail(entry.getKey(), entry.getValue(), out);
    }
    for (Map.Entry<Endpoint, Label> entry : Indicators.endpoints(feed).entrySet()) {
      Endpoint endpoint = entry.getKey();
      if (endpoint.address().isIpv4()) {
        trail(
            new HostPort(endpoint.address().toString(), endpoint.port()).toString(),
            entry.getValue(),
            out);
      }
    }
    Map<IpAddress, Label> bare =
        Indicators.addresses(
            feed.only(
                entry ->
                    entry.port() == 0
                        || entry.shared()
                        || entry.address().filter(a -> !a.isIpv4()).isPresent()));
    for (Map.Entry<IpAddress, Label> entry : bare.entrySet()) {
      trail(entry.getKey().toString(), entry.getValue(), out);
    }
  }

  private static void trail(String trail, Label label, Appendable out) throws IOException {
    out.append(trail).append(" # ").append(label.plain(LONGEST_COMMENT)).append('\n');
  }
}
