// SPDX-License-Identifier: Apache-2.0
package io.minetrace.window;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * A stretch of a window in which everything said of the service was constant.
 *
 * @param span within the window; between the last observation of one state and the first of the
 *     next lies a segment of both
 * @param pools names of the pools whose host names pointed here then
 * @param fqdns those host names
 * @param staleFqdns host names that had left the address by then; pools known by them alone are
 *     stale
 * @param coins ticker symbols
 * @param coinBasis what the coins rest on
 * @param protocols ids of the mining protocols spoken
 * @param channel what the dialogue ran inside of
 * @param software what the server says it is, or empty
 * @param shared whether a name that is no pool's pointed to the address then
 * @param switching whether the coin changed three times or more within 24 hours
 */
public record WindowSegment(
    TimeSpan span,
    List<String> pools,
    List<String> fqdns,
    List<String> staleFqdns,
    List<String> coins,
    CoinBasis coinBasis,
    List<String> protocols,
    Channel channel,
    String software,
    boolean shared,
    boolean switching) {

  /**
   * The lists are kept sorted and without doubles: they are sets, and print the same every time.
   */
  public WindowSegment {
    pools = sorted(pools);
    fqdns = sorted(fqdns);
    staleFqdns = sorted(staleFqdns);
    coins = sorted(coins);
    protocols = sorted(protocols);
  }

  private static List<String> sorted(List<String> values) {
    // Most sets have one value or none, and a catalog has tens of thousands of segments.
    Collection<String> set = values.size() < 2 ? values : new TreeSet<>(values);
    for (String value : set) {
      // Files join the values of a set by '|'.
      if (value.isEmpty() || value.indexOf('|') >= 0) {
        throw new IllegalArgumentException("name: '" + value + "' (expected: not empty, no '|')");
      }
    }
    return List.copyOf(set);
  }
}
