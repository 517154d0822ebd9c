// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.feed;

import io.minetrace.net.IpAddress;
import io.minetrace.probe.catalog.Feed;
import java.io.IOException;
import java.util.Map;

/**
 * An intelligence file for Zeek: names and addresses, no ports, for it knows none; addresses that
 * others' names share are left out. One tab between fields, {@code -} where there is nothing.
 */
final class ZeekFeed implements FeedWriter {

  private static final int LONGEST_DESCRIPTION = 200;

  @Override
  public void write(Feed feed, Appendable out) throws IOException {
    out.append("#fields\tindicator\tindicator_type\tmeta.source\tmeta.desc\tmeta.url\n");
    for (Map.Entry<String, Label> entry : Indicators.names(feed).entrySet()) {
      line(entry.getKey(), "Intel::DOMAIN", entry.getValue(), out);
    }
    for (Map.Entry<IpAddress, Label> entry : Indicators.addresses(feed).entrySet()) {
      line(entry.getKey().toString(), "Intel::ADDR", entry.getValue(), out);
    }
  }

  private static void line(String indicator, String type, Label label, Appendable out)
      throws IOException {
    String description = "mining pool " + label.plain(LONGEST_DESCRIPTION);
    out.append(String.join("\t", indicator, type, "minetrace", description, "-")).append('\n');
  }
}
