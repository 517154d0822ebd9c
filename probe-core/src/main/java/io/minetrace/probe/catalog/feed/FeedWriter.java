// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.feed;

import io.minetrace.probe.catalog.Feed;
import java.io.IOException;

/** Writes a feed in one language, as UTF-8 text with {@code \n} at the end of its lines. */
@FunctionalInterface
public interface FeedWriter {

  /** Writes all of it; the caller closes what it is written to. */
  void write(Feed feed, Appendable out) throws IOException;
}
