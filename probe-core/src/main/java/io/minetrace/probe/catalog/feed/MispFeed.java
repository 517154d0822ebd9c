// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.feed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.minetrace.probe.catalog.Feed;
import io.minetrace.probe.catalog.FeedEntry;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** A MISP feed: a directory with an event for each pool, one for the rest, and a manifest. */
final class MispFeed {

  private MispFeed() {}

  static NavigableMap<String, FeedWriter> files(Feed feed) {
    TreeSet<String> pools = new TreeSet<>();
    feed.entries().forEach(entry -> pools.addAll(entry.pools()));
    NavigableMap<String, FeedWriter> files = new TreeMap<>();
    ObjectNode manifest = JsonText.object();
    for (String pool : pools) {
      add(feed.only(entry -> entry.pools().contains(pool)), new MispEvent(pool), files, manifest);
    }
    Feed rest = feed.only(entry -> entry.pools().isEmpty());
    if (!rest.entries().isEmpty()) {
      add(rest, new MispEvent(), files, manifest);
    }
    files.put("manifest.json", (of, out) -> out.append(JsonText.of(manifest)).append('\n'));
    return files;
  }

  private static void add(
      Feed part, MispEvent event, NavigableMap<String, FeedWriter> files, ObjectNode manifest) {
    if (part.entries().stream().noneMatch(MispFeed::hasIndicator)) {
      return;
    }
    files.put(event.uuid() + ".json", (of, out) -> event.write(part, out));
    manifest.set(event.uuid().toString(), event.summary(part));
  }

  private static boolean hasIndicator(FeedEntry entry) {
    return FeedFormat.MISP.carries(entry);
  }
}
