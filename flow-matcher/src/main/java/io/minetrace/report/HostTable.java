// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an investigator reads first: host by host, with whom it mined and for how long. Rows come in
 * {@link ResultRow#ORDER} and finished. Two tallies a pair of host and service, whatever the number
 * of rows and sessions. Used by one thread.
 */
public final class HostTable {

  /**
   * One host.
   *
   * @param client its address
   * @param tally of all its rows
   * @param services what it was in contact with, {@code address:port}, each with the tally of the
   *     rows of both
   */
  public record Host(String client, MiningTally tally, Map<String, MiningTally> services) {

    public Host {
      services = Collections.unmodifiableMap(services);
    }
  }

  /** A host and a service. */
  private static final class Pair {
    private final MiningTally tally = new MiningTally();
    private String session = "";
  }

  private static final class Entry {
    private final MiningTally tally = new MiningTally();
    private final Map<String, Pair> services = new HashMap<>();
  }

  private static final long TCP = 6;

  /** The strongest activity first, then the surest, then the longest active, then by address. */
  private static final Comparator<MiningTally> STRONGEST =
      Comparator.comparing(MiningTally::activity)
          .thenComparing(Comparator.comparing(MiningTally::confidence).reversed())
          .thenComparing(Comparator.comparingLong(MiningTally::activeMillis).reversed());

  private final TextSets sets = new TextSets();
  private final Map<String, Entry> hosts = new HashMap<>();
  private final Map<String, String> services = new HashMap<>();

  public void add(ResultRow row) {
    String service = service(row);
    service = services.computeIfAbsent(service, s -> s);
    Entry host = hosts.computeIfAbsent(row.text(ResultColumn.CLIENT_IP_ADDRESS), c -> new Entry());
    Pair pair = host.services.computeIfAbsent(service, s -> new Pair());
    host.tally.add(row, sets);
    pair.tally.add(row, sets);
    // The sessions of a pair follow one another.
    String session = row.text(ResultColumn.SESSION_ID);
    if (!session.equals(pair.session)) {
      pair.session = session;
      pair.tally.addSession();
      host.tally.addSession();
    }
  }

  /** {@code address:port} of a row's service; the transport is named where it is not TCP. */
  static String service(ResultRow row) {
    return service(
        row.text(ResultColumn.POOL_IP_ADDRESS),
        row.number(ResultColumn.POOL_PORT),
        row.number(ResultColumn.PROTOCOL_IDENTIFIER));
  }

  /** The same of its parts. */
  public static String service(String address, long port, long protocol) {
    String hostPort =
        address.indexOf(':') >= 0 ? "[" + address + "]:" + port : address + ":" + port;
    return protocol == TCP ? hostPort : hostPort + " protocol " + protocol;
  }

  /** How many different hosts there are. */
  public long hosts() {
    return hosts.size();
  }

  /** Hosts of which at least one flow was more than an attempt, the strongest first. */
  public List<Host> miners() {
    return lines(false);
  }

  /** Hosts of which every flow was refused or not answered. */
  public List<Host> attemptedOnly() {
    return lines(true);
  }

  private List<Host> lines(boolean attempted) {
    return hosts.entrySet().stream()
        .filter(host -> host.getValue().tally.attemptedOnly() == attempted)
        .map(host -> line(host.getKey(), host.getValue()))
        .sorted(Comparator.comparing(Host::tally, STRONGEST).thenComparing(Host::client))
        .toList();
  }

  private static Host line(String client, Entry host) {
    Map<String, MiningTally> services = new TreeMap<>();
    host.services.forEach((service, pair) -> services.put(service, pair.tally));
    return new Host(client, host.tally, services);
  }

  /**
   * A host and a service of which every flow was refused or not answered.
   *
   * @param client the host
   * @param service what it tried
   */
  public record Attempt(String client, String service, MiningTally tally) {}

  /** The pairs that never were more than attempts, those with most flows first. */
  public List<Attempt> attempts() {
    List<Attempt> attempts = new ArrayList<>();
    hosts.forEach(
        (client, host) ->
            host.services.forEach(
                (service, pair) -> {
                  if (pair.tally.attemptedOnly()) {
                    attempts.add(new Attempt(client, service, pair.tally));
                  }
                }));
    attempts.sort(
        Comparator.comparingLong((Attempt attempt) -> attempt.tally.flows())
            .reversed()
            .thenComparing(Attempt::client)
            .thenComparing(Attempt::service));
    return attempts;
  }

  /** How many hosts each service was in contact with. */
  public Map<String, Long> hostsByService() {
    Map<String, Long> counted = new HashMap<>();
    for (Entry host : hosts.values()) {
      host.services.keySet().forEach(service -> counted.merge(service, 1L, Long::sum));
    }
    return counted;
  }
}
