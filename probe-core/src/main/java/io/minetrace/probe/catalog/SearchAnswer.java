// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import java.util.List;
import java.util.OptionalLong;

/**
 * What the catalog knows of what was looked up.
 *
 * @param asOf the newest sign of a vantage looking; empty before the first
 * @param hits by pool, name, port and address
 * @param cut whether there are more hits than were wanted
 * @param names which names pointed to which addresses, for a host or an address
 * @param indicators what says of a host name that it tells of mining in DNS and TLS
 * @param suggestions names, pools and coins like it, the nearest first, where nothing was found
 */
public record SearchAnswer(
    OptionalLong asOf,
    List<SearchHit> hits,
    boolean cut,
    List<NameSighting> names,
    List<NameIndicator> indicators,
    List<String> suggestions) {

  public SearchAnswer {
    hits = List.copyOf(hits);
    names = List.copyOf(names);
    indicators = List.copyOf(indicators);
    suggestions = List.copyOf(suggestions);
  }
}
