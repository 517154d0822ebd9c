// SPDX-License-Identifier: Apache-2.0
package io.minetrace.evaluation;

import io.minetrace.net.Cidr;
import io.minetrace.net.IpAddress;
import io.minetrace.window.TimeSpan;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is known of some flows: those between these hosts and these services in that time.
 *
 * @param number of the row in its file, from 1
 * @param client empty for any
 * @param address of the service; empty for any
 * @param port of the service; empty for any
 * @param protocolIdentifier empty for any
 * @param pools sorted; empty if the truth does not say
 * @param coins sorted; empty if the truth does not say
 */
public record TruthRow(
    long number,
    Optional<Cidr> client,
    Optional<Cidr> address,
    OptionalInt port,
    OptionalInt protocolIdentifier,
    TimeSpan span,
    Label label,
    List<String> pools,
    List<String> coins) {

  public TruthRow {
    pools = pools.stream().distinct().sorted().toList();
    coins = coins.stream().distinct().sorted().toList();
  }

  /** The address of the service where it is a single one. */
  Optional<IpAddress> singleAddress() {
    return single(address);
  }

  /** The host where it is a single one. */
  Optional<IpAddress> singleClient() {
    return single(client);
  }

  private static Optional<IpAddress> single(Optional<Cidr> block) {
    return block
        .filter(b -> b.prefixLength() == (b.address().isIpv4() ? 32 : 128))
        .map(Cidr::address);
  }

  /** Whether this says something of a flow between a host and a service. */
  boolean fits(IpAddress host, IpAddress service, int servicePort, int protocol, TimeSpan flow) {
    return (port.isEmpty() || port.getAsInt() == servicePort)
        && (protocolIdentifier.isEmpty() || protocolIdentifier.getAsInt() == protocol)
        && span.touches(flow)
        && (address.isEmpty() || address.get().contains(service))
        && (client.isEmpty() || client.get().contains(host));
  }
}
