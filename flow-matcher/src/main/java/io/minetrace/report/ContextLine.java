// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import io.minetrace.match.Confidence;
import io.minetrace.match.ContextFlow;
import io.minetrace.match.FlowRecord;
import io.minetrace.net.IpAddress;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * The flows between a client and one port of an address on which there was a mining service, but
 * not on this port. Never part of the matches.
 *
 * @param flows records
 * @param octets of both ways, as exported
 * @param packets likewise
 * @param first start of them
 * @param last end of them
 * @param services that were on the address then, as {@code 3333/tcp}
 * @param pools theirs
 * @param confidence how sure it is that there was one, at the best of the flows
 */
public record ContextLine(
    Key key,
    long flows,
    long octets,
    long packets,
    long first,
    long last,
    List<String> services,
    List<String> pools,
    Confidence confidence) {

  /**
   * Whom a line is about.
   *
   * @param port on the service's address; negative where the protocol has none
   */
  public record Key(IpAddress client, IpAddress pool, int port, int protocolIdentifier)
      implements Comparable<Key> {

    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::client)
            .thenComparing(Key::pool)
            .thenComparingInt(Key::port)
            .thenComparingInt(Key::protocolIdentifier);

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  public ContextLine {
    services = List.copyOf(services);
    pools = List.copyOf(pools);
  }

  /** The line of a single flow. */
  static ContextLine of(ContextFlow context) {
    FlowRecord flow = context.flow();
    return new ContextLine(
        new Key(context.client(), context.poolAddress(), context.port(), flow.protocolIdentifier()),
        1,
        Counters.sum(flow.octets().orElse(0), flow.reverseOctets().orElse(0)),
        Counters.sum(flow.packets().orElse(0), flow.reversePackets().orElse(0)),
        flow.start(),
        flow.end(),
        context.services(),
        context.pools(),
        context.confidence());
  }

  /** This line and another of the same key together. */
  ContextLine plus(ContextLine other) {
    return new ContextLine(
        key,
        flows + other.flows,
        Counters.sum(octets, other.octets),
        Counters.sum(packets, other.packets),
        Math.min(first, other.first),
        Math.max(last, other.last),
        union(services, other.services),
        union(pools, other.pools),
        confidence.compareTo(other.confidence) >= 0 ? confidence : other.confidence);
  }

  private static List<String> union(List<String> a, List<String> b) {
    if (a.equals(b)) {
      return a;
    }
    TreeSet<String> all = new TreeSet<>(a);
    all.addAll(b);
    return List.copyOf(all);
  }
}
