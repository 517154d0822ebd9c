// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

/**
 * How many clients a result has.
 *
 * @param hosts of ours; all clients, where it is not said which are ours
 * @param outside clients elsewhere
 * @param outsideMatches rows of these
 * @param servicesInside services in our own networks
 */
public record ClientCounts(long hosts, long outside, long outsideMatches, long servicesInside) {

  public static ClientCounts of(ResultTotals totals) {
    OutsideClients outside = totals.outside();
    return new ClientCounts(
        totals.hosts().hosts(),
        outside.clients(),
        outside.matches(),
        outside.servicesInside().size());
  }
}
