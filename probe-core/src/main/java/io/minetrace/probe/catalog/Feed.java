// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * What a feed is made of. Two of one state of the catalog are equal.
 *
 * @param asOf when the newest visit ended that the catalog knows of; no clock is asked
 * @param entries in their order, without doubles
 */
public record Feed(OptionalLong asOf, List<FeedEntry> entries) {

  public Feed {
    entries = entries.stream().sorted().distinct().toList();
  }

  /** The entries that are wanted. */
  public Feed only(Predicate<FeedEntry> wanted) {
    return new Feed(asOf, entries.stream().filter(wanted).toList());
  }
}
