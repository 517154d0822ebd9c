// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.simulation;

import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import io.minetrace.window.TimeSpan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A list as firewalls have it, without time: a flow is on it or not.
 *
 * @param name in the table
 */
record UndatedList(String name, Entries entries) {

  /** Says whether an address and port are on it. */
  @FunctionalInterface
  interface Entries {
    boolean hold(IpAddress address, int port);
  }

  /** Ports that say nothing by themselves. */
  private static final Set<Integer> WEB = Set.of(80, 443);

  /** The lists that one may make of what a prober saw. */
  static List<UndatedList> of(List<SimulatedProber.History> histories, TimeSpan time) {
    TimeSpan firstDay = new TimeSpan(time.from(), time.from() + World.DAY);
    TimeSpan lastDay = new TimeSpan(time.to() - World.DAY, time.to());
    Set<Endpoint> all = endpoints(histories, history -> true);
    Set<Endpoint> up = endpoints(histories, history -> history.isUpIn(time));
    List<UndatedList> lists = new ArrayList<>();
    lists.add(new UndatedList("IP:port, ever in the catalog", exact(all)));
    lists.add(new UndatedList("IP:port, ever UP", exact(up)));
    Set<Endpoint> notWeb =
        up.stream().filter(e -> !WEB.contains(e.port())).collect(Collectors.toSet());
    lists.add(new UndatedList("IP:port, ever UP, but 80, 443", exact(notWeb)));
    lists.add(
        new UndatedList(
            "IP:port, UP on the first day",
            exact(endpoints(histories, history -> history.isUpIn(firstDay)))));
    lists.add(
        new UndatedList(
            "IP:port, UP on the last day",
            exact(endpoints(histories, history -> history.isUpIn(lastDay)))));
    Set<IpAddress> addresses = up.stream().map(Endpoint::address).collect(Collectors.toSet());
    lists.add(new UndatedList("IP, ever UP", (address, port) -> addresses.contains(address)));
    Set<IpAddress> listed = all.stream().map(Endpoint::address).collect(Collectors.toSet());
    lists.add(
        new UndatedList("IP, ever in the catalog", (address, port) -> listed.contains(address)));
    Set<Integer> ports = new HashSet<>(all.stream().map(Endpoint::port).toList());
    ports.removeAll(WEB);
    lists.add(
        new UndatedList(
            "ports of the catalog, but 80, 443", (address, port) -> ports.contains(port)));
    return lists;
  }

  private static Set<Endpoint> endpoints(
      List<SimulatedProber.History> histories, Predicate<SimulatedProber.History> wanted) {
    return histories.stream()
        .filter(wanted)
        .map(history -> history.service().endpoint())
        .collect(Collectors.toSet());
  }

  private static Entries exact(Set<Endpoint> endpoints) {
    return (address, port) -> port > 0 && endpoints.contains(Endpoint.tcp(address, port));
  }
}
