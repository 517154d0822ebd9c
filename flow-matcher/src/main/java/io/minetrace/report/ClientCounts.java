// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import java.util.OptionalLong;

/**
 * How many clients a result has.
 *
 * @param hosts of ours; all clients, where it is not said which are ours
 * @param outside clients elsewhere
 * @param outsideMatches rows of these
 * @param servicesInside services in our own networks; empty where clients are replaced
 */
public record ClientCounts(
    long hosts, long outside, long outsideMatches, OptionalLong servicesInside) {

  public static ClientCounts of(ResultTotals totals) {
    OutsideClients outside = totals.outside();
    return new ClientCounts(
        totals.hosts().hosts(),
        outside.clients(),
        outside.matches(),
        outside.inside().replaced()
            ? OptionalLong.empty()
            : OptionalLong.of(outside.servicesInside().size()));
  }
}
