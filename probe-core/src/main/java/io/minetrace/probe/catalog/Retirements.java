// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.net.HostPort;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The retirements that hold, to be asked about many things. */
public final class Retirements {

  private final Map<Target, Retirement> holding = new HashMap<>();

  private record Target(RetirementKind kind, String words) {}

  /**
   * @param history in the order of entry
   */
  Retirements(List<Retirement> history) {
    for (Retirement retirement : history) {
      Target target = new Target(retirement.kind(), retirement.target());
      if (retirement.undone()) {
        holding.remove(target);
      } else {
        holding.put(target, retirement);
      }
    }
  }

  /** What holds of something itself. */
  Optional<Retirement> of(RetirementKind kind, String target) {
    return Optional.ofNullable(holding.get(new Target(kind, target)));
  }

  /**
   * What takes a service, as it is found or declared, out of use: the address itself, the port
   * under the name, the name, or its pool.
   *
   * @param pool empty if not known
   * @param fqdn empty if not known
   */
  public Optional<Retirement> of(String pool, String fqdn, int port, Optional<String> address) {
    return address
        .flatMap(a -> of(RetirementKind.ENDPOINT, a, port))
        .or(() -> of(RetirementKind.SERVICE, fqdn, port))
        .or(() -> of(RetirementKind.NAME, fqdn))
        .or(() -> of(RetirementKind.POOL, pool));
  }

  private Optional<Retirement> of(RetirementKind kind, String host, int port) {
    return host.isEmpty() || port == 0
        ? Optional.empty()
        : of(kind, new HostPort(host, port).toString());
  }
}
