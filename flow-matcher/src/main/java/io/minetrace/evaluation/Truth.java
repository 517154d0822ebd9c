// SPDX-License-Identifier: Apache-2.0
package io.minetrace.evaluation;

import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import io.minetrace.net.TransportProtocol;
import io.minetrace.window.TimeSpan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of flows, as rows of which the first that fits a flow, in either direction, counts.
 * Rows of a single host and a single service are found without going through the others, so there
 * may be one for each connection. Immutable; may be shared by threads.
 */
public final class Truth {

  /** A host and a service's address. */
  private record Pair(IpAddress client, IpAddress address) {}

  /**
   * What a row says of a flow.
   *
   * @param client the side that is the host by it
   * @param address the other side
   * @param port of the other side
   */
  public record Finding(TruthRow row, IpAddress client, IpAddress address, int port) {

    /** The service, where the flow has one: not of ICMP. */
    Optional<Endpoint> service(int protocol) {
      return port < 1 || port > 65_535
          ? Optional.empty()
          : TransportProtocol.of(protocol).map(transport -> new Endpoint(address, port, transport));
    }
  }

  private final Map<Pair, List<TruthRow>> byPair = new HashMap<>();
  private final Map<IpAddress, List<TruthRow>> byAddress = new HashMap<>();
  private final List<TruthRow> others = new ArrayList<>();
  private final int size;

  /**
   * @param rows in the order of their numbers
   */
  public Truth(List<TruthRow> rows) {
    size = rows.size();
    for (TruthRow row : rows) {
      rowsLike(row).add(row);
    }
  }

  private List<TruthRow> rowsLike(TruthRow row) {
    Optional<IpAddress> address = row.singleAddress();
    Optional<IpAddress> client = row.singleClient();
    if (address.isEmpty()) {
      return others;
    }
    return client.isPresent()
        ? byPair.computeIfAbsent(new Pair(client.get(), address.get()), p -> new ArrayList<>())
        : byAddress.computeIfAbsent(address.get(), a -> new ArrayList<>());
  }

  /** How many rows. */
  public int size() {
    return size;
  }

  /** What the first row that fits says of a flow; of one that fits both ways, the way there. */
  public Optional<Finding> of(
      IpAddress source,
      int sourcePort,
      IpAddress destination,
      int destinationPort,
      int protocol,
      TimeSpan flow) {
    Optional<TruthRow> there = first(source, destination, destinationPort, protocol, flow);
    Optional<TruthRow> back = first(destination, source, sourcePort, protocol, flow);
    if (there.isPresent() && (back.isEmpty() || there.get().number() <= back.get().number())) {
      return Optional.of(new Finding(there.get(), source, destination, destinationPort));
    }
    return back.map(row -> new Finding(row, destination, source, sourcePort));
  }

  private Optional<TruthRow> first(
      IpAddress client, IpAddress address, int port, int protocol, TimeSpan flow) {
    Optional<TruthRow> best = Optional.empty();
    for (List<TruthRow> rows :
        List.of(
            byPair.getOrDefault(new Pair(client, address), List.of()),
            byAddress.getOrDefault(address, List.of()),
            others)) {
      for (TruthRow row : rows) {
        if (best.isPresent() && best.get().number() < row.number()) {
          break;
        }
        if (row.fits(client, address, port, protocol, flow)) {
          best = Optional.of(row);
          break;
        }
      }
    }
    return best;
  }
}
