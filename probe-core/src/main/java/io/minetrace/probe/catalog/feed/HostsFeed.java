// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.feed;

import io.minetrace.probe.catalog.Feed;
import java.io.IOException;

/** A hosts file that sends the names nowhere. */
final class HostsFeed implements FeedWriter {

  @Override
  public void write(Feed feed, Appendable out) throws IOException {
    out.append("# ").append(Indicators.heading(feed)).append('\n');
    for (String name : Indicators.names(feed).keySet()) {
      out.append("0.0.0.0 ").append(name).append('\n');
    }
  }
}
