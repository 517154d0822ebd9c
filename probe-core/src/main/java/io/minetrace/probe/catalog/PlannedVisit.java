// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.probe.Observation;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A visit that was made, and what is planned for the next one.
 *
 * @param nextDueAt when it is due; empty if the endpoint is not to be visited any more
 * @param misses visits in a row, this one included, that found the endpoint dead
 * @param askTls whether to speak TLS then; empty if nothing is known of it
 */
public record PlannedVisit(
    Observation observation, OptionalLong nextDueAt, int misses, Optional<Boolean> askTls) {

  /** A visit that found the endpoint alive, and nothing to go by the next time. */
  public PlannedVisit(Observation observation, OptionalLong nextDueAt) {
    this(observation, nextDueAt, 0, Optional.empty());
  }
}
