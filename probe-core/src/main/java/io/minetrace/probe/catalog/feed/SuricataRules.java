// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.feed;

import io.minetrace.hash.NameUuid;
import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import io.minetrace.net.TransportProtocol;
import io.minetrace.probe.catalog.Feed;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Rules for Suricata 6 and later: two for a name (DNS, TLS), exact and without sub-domains; one for
 * an address with a port, at the first packet of a TCP connection. The number of a rule follows
 * from what it looks for, in the range for local use (1,000,000 to 1,999,999).
 */
final class SuricataRules implements FeedWriter {

  private static final int FIRST_SID = 1_000_000;
  private static final int SIDS = 999_000; // above are those of the datasets
  private static final int LONGEST_MESSAGE = 160;

  @Override
  public void write(Feed feed, Appendable out) throws IOException {
    Set<Integer> sids = new HashSet<>();
    out.append("# ").append(Indicators.heading(feed)).append('\n');
    for (Map.Entry<String, Label> entry : Indicators.names(feed).entrySet()) {
      String name = entry.getKey();
      for (String[] place : new String[][] {{"dns", "dns.query"}, {"tls", "tls.sni"}}) {
        out.append(
            "alert %s $HOME_NET any -> any any (msg:\"%s\"; %s; content:\"%s\"; nocase; bsize:%d;"
                    .formatted(
                        place[0], message(name, entry.getValue()), place[1], name, name.length())
                + end(sids, place[0] + " " + name));
      }
    }
    for (Map.Entry<Endpoint, Label> entry : Indicators.endpoints(feed).entrySet()) {
      Endpoint endpoint = entry.getKey();
      if (endpoint.transport() != TransportProtocol.DCCP) { // which Suricata does not read
        out.append(
            "alert %s $HOME_NET any -> %s %d (msg:\"%s\";%s"
                    .formatted(
                        endpoint.transport().keyword(),
                        bracketed(endpoint.address()),
                        endpoint.port(),
                        message("server", entry.getValue()),
                        endpoint.transport() == TransportProtocol.TCP ? " flags:S,12;" : "")
                + end(sids, endpoint.toString()));
      }
    }
    for (Map.Entry<IpAddress, Label> entry : Indicators.bareAddresses(feed).entrySet()) {
      out.append(
          "alert tcp $HOME_NET any -> %s any (msg:\"%s\"; flags:S,12;"
                  .formatted(bracketed(entry.getKey()), message("address", entry.getValue()))
              + end(sids, entry.getKey().toString()));
    }
  }

  private static String message(String what, Label label) {
    return PlainText.of("Mining pool " + what + " - " + label.plain(120), LONGEST_MESSAGE);
  }

  private static String bracketed(IpAddress address) {
    return address.isIpv4() ? address.toString() : "[" + address + "]";
  }

  private static String end(Set<Integer> sids, String what) {
    int sid = FIRST_SID + Math.floorMod(NameUuid.of("suricata", what).hashCode(), SIDS);
    while (!sids.add(sid)) {
      sid = sid + 1 < FIRST_SID + SIDS ? sid + 1 : FIRST_SID;
    }
    return " classtype:coin-mining; sid:%d; rev:1;)\n".formatted(sid);
  }
}
