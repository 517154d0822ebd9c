// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import java.util.Collection;
import java.util.function.ToLongFunction;

/**
 * Several hosts taken together, for a sentence about them.
 *
 * @param hosts how many
 * @param sessions of them
 * @param records of them
 * @param confirmed of these records
 * @param confirmedBeyond of those, with flows that reach beyond their window
 * @param likely of the records
 * @param nodes of the records, to or from nodes
 * @param activeMillis of all hosts together
 * @param octets as exported
 * @param from the first start
 * @param to the last end
 */
public record HostGroup(
    long hosts,
    long sessions,
    long records,
    long confirmed,
    long confirmedBeyond,
    long likely,
    long nodes,
    long activeMillis,
    long octets,
    long from,
    long to) {

  public static HostGroup of(Collection<HostTable.Host> hosts) {
    return new HostGroup(
        hosts.size(),
        sum(hosts, MiningTally::sessions),
        sum(hosts, MiningTally::flows),
        sum(hosts, MiningTally::confirmed),
        sum(hosts, MiningTally::confirmedBeyond),
        sum(hosts, MiningTally::likely),
        sum(hosts, MiningTally::nodes),
        sum(hosts, MiningTally::activeMillis),
        sum(hosts, MiningTally::octets),
        hosts.stream().mapToLong(host -> host.tally().firstSeen()).min().orElse(0),
        hosts.stream().mapToLong(host -> host.tally().lastSeen()).max().orElse(0));
  }

  private static long sum(Collection<HostTable.Host> hosts, ToLongFunction<MiningTally> what) {
    return hosts.stream()
        .mapToLong(host -> what.applyAsLong(host.tally()))
        .reduce(0, Counters::sum);
  }
}
