// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.feed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.minetrace.probe.catalog.Feed;
import io.minetrace.probe.catalog.HostName;
import io.minetrace.probe.catalog.NameSighting;
import java.io.IOException;

/**
 * Which names pointed where, in the common output format of passive DNS
 * (draft-dulaunoy-dnsop-passive-dns-cof): a record a line, times in whole seconds. Aliases are
 * resolved: the records are of the names that were asked for.
 */
final class CofFeed implements FeedWriter {

  @Override
  public void write(Feed feed, Appendable out) throws IOException {
    for (NameSighting name : feed.names()) {
      if (!HostName.isCanonical(name.fqdn())) {
        continue; // an address has itself for a name
      }
      ObjectNode line = JsonText.object();
      line.put("rrname", name.fqdn());
      line.put("rrtype", name.address().isIpv4() ? "A" : "AAAA");
      line.put("rdata", name.address().toString());
      line.put("time_first", Math.floorDiv(name.seen().from(), 1_000L));
      line.put("time_last", Math.floorDiv(name.seen().to(), 1_000L));
      line.put("count", name.answers());
      line.put("sensor_id", name.resolver());
      out.append(JsonText.of(line)).append('\n');
    }
  }
}
