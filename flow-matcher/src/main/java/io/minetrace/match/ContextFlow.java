// SPDX-License-Identifier: Apache-2.0
package io.minetrace.match;

import io.minetrace.net.IpAddress;
import java.util.List;

/**
 * A flow to or from an address on which a mining service was, but not to that service: on another
 * port or transport. It shows that two machines were in contact, and nothing of mining.
 *
 * @param flow as exported
 * @param client the other side, before translation where that is known
 * @param poolAddress the address of the service
 * @param port that of the flow on this address; {@link io.minetrace.flow.FlowColumn#ABSENT_INT}
 *     where its protocol has none
 * @param services mining services that were on the address then, as {@code 3333/tcp}, sorted
 * @param pools theirs, sorted
 * @param confidence how sure it is that there was one, if one is asked about this time
 */
public record ContextFlow(
    FlowRecord flow,
    IpAddress client,
    IpAddress poolAddress,
    int port,
    List<String> services,
    List<String> pools,
    Confidence confidence) {

  public ContextFlow {
    services = List.copyOf(services);
    pools = List.copyOf(pools);
  }
}
