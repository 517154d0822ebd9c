// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a feed is made of. Two of one state of the catalog are equal.
 *
 * @param asOf when the newest visit ended that the catalog knows of; no clock is asked
 * @param entries in their order, without doubles
 * @param names which of the pools' names pointed where, and when
 */
public record Feed(OptionalLong asOf, List<FeedEntry> entries, List<NameSighting> names) {

  public Feed {
    entries = entries.stream().sorted().distinct().toList();
    names = List.copyOf(names);
  }

  /** Where nothing is known of names but what the entries say. */
  public Feed(OptionalLong asOf, List<FeedEntry> entries) {
    this(asOf, entries, List.of());
  }

  /** The entries that are wanted, and what is known of their names. */
  public Feed only(Predicate<FeedEntry> wanted) {
    List<FeedEntry> kept = entries.stream().filter(wanted).toList();
    Set<String> theirs = new HashSet<>();
    kept.forEach(entry -> theirs.addAll(entry.names()));
    return new Feed(
        asOf, kept, names.stream().filter(name -> theirs.contains(name.fqdn())).toList());
  }
}
