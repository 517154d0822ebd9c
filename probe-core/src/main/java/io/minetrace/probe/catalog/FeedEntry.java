// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.net.IpAddress;
import io.minetrace.net.TransportProtocol;
import io.minetrace.window.TimeSpan;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * One thing that feeds can say: an availability window of an endpoint, or what a source says is
 * served under a name (then there is no window). The lists are sets, sorted.
 *
 * @param address empty where only a name is known
 * @param port 0 where no source states one
 * @param names host names that pointed there, or the declared one
 * @param coins ticker symbols
 * @param protocols ids
 * @param channel what the dialogue ran inside of; empty if only declared
 * @param shared whether others' names point to the address as well: it alone says nothing then
 * @param window from the first to the last proof, in milliseconds since 1970
 * @param windowId empty without a window
 * @param intervalMillis the time planned until the next visit, after the last proof
 */
public record FeedEntry(
    FeedState state,
    Optional<IpAddress> address,
    int port,
    TransportProtocol transport,
    List<String> names,
    List<String> pools,
    List<String> coins,
    List<String> protocols,
    String channel,
    boolean shared,
    Optional<TimeSpan> window,
    String windowId,
    long intervalMillis)
    implements Comparable<FeedEntry> {

  private static final Comparator<FeedEntry> ORDER =
      Comparator.comparing((FeedEntry entry) -> entry.address.isEmpty())
          .thenComparing(entry -> entry.address.orElse(IpAddress.UNSPECIFIED))
          .thenComparing(
              entry -> String.join("|", entry.address.isEmpty() ? entry.names : List.of()))
          .thenComparingInt(FeedEntry::port)
          .thenComparing(FeedEntry::transport)
          .thenComparing(entry -> entry.window.map(TimeSpan::from).orElse(Long.MAX_VALUE))
          .thenComparing(FeedEntry::windowId)
          .thenComparing(FeedEntry::toString);

  public FeedEntry {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port: " + port + " (expected: 0..65535)");
    }
    if (address.isEmpty() && names.isEmpty()) {
      throw new IllegalArgumentException("neither an address nor a name");
    }
    if ((state == FeedState.DECLARED) != window.isEmpty()) {
      throw new IllegalArgumentException("a window and the state " + state.word());
    }
    names = sorted(names);
    pools = sorted(pools);
    coins = sorted(coins);
    protocols = sorted(protocols);
  }

  private static List<String> sorted(List<String> values) {
    return List.copyOf(new TreeSet<>(values));
  }

  /** By address, port, transport and time; names without an address are last, by name. */
  @Override
  public int compareTo(FeedEntry other) {
    return ORDER.compare(this, other);
  }
}
