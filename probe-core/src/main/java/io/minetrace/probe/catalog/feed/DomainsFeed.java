// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.feed;

import io.minetrace.probe.catalog.Feed;
import java.io.IOException;

/** The names, one a line. */
final class DomainsFeed implements FeedWriter {

  @Override
  public void write(Feed feed, Appendable out) throws IOException {
    out.append("# ").append(Indicators.heading(feed)).append('\n');
    for (String name : Indicators.names(feed).keySet()) {
      out.append(name).append('\n');
    }
  }
}
