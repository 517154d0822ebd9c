// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.feed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.minetrace.net.IpAddress;
import io.minetrace.probe.catalog.Feed;
import io.minetrace.probe.catalog.FeedEntry;
import java.io.IOException;

/** Our own JSON lines: an entry a line, null where nothing is known. */
final class NdjsonFeed implements FeedWriter {

  @Override
  public void write(Feed feed, Appendable out) throws IOException {
    for (FeedEntry entry : feed.entries()) {
      ObjectNode line = JsonText.object();
      line.put("state", entry.state().word());
      line.put("address", entry.address().map(IpAddress::toString).orElse(null));
      line.put("port", entry.port() == 0 ? null : (Integer) entry.port());
      line.put("transport", entry.transport().keyword());
      JsonText.put(line.putArray("names"), entry.names());
      JsonText.put(line.putArray("pools"), entry.pools());
      JsonText.put(line.putArray("coins"), entry.coins());
      JsonText.put(line.putArray("protocols"), entry.protocols());
      line.put("channel", entry.channel().isEmpty() ? null : entry.channel());
      line.put("shared", entry.shared());
      line.put("first_up", entry.window().map(span -> EntryFields.time(span.from())).orElse(null));
      line.put("last_up", entry.window().map(span -> EntryFields.time(span.to())).orElse(null));
      line.put("window_id", entry.windowId().isEmpty() ? null : entry.windowId());
      line.put("interval_ms", entry.intervalMillis());
      line.put("as_of", feed.asOf().isPresent() ? EntryFields.time(feed.asOf().getAsLong()) : null);
      out.append(JsonText.of(line)).append('\n');
    }
  }
}
