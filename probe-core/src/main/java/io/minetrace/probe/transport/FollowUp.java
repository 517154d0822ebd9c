// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

/**
 * What to do when an answer points to another protocol, which needs a connection of its own.
 *
 * <p>Many pools ban an address that says the wrong thing for some minutes, so a scheduled visit
 * names the suspicion in {@link io.minetrace.probe.Observation#protocols()} and leaves the question
 * to a later one.
 */
public enum FollowUp {
  /** One connection a visit. */
  DEFERRED(1),
  /** At most three connections, for an analyst who asks about one endpoint and waits. */
  WITHIN_VISIT(3);

  private final int connections;

  FollowUp(int connections) {
    this.connections = connections;
  }

  int connections() {
    return connections;
  }
}
