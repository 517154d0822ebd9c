// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.match.Placement;
import java.util.Optional;

/**
 * How an endpoint stood at an instant.
 *
 * @param placement where the instant lies among its windows; empty if a flow would not match
 * @param refuted whether it was visited about then and is known not to have served mining
 */
public record SearchStanding(Optional<Placement> placement, boolean refuted) {

  /** {@code IN_WINDOW}, another situation, {@code NOT_MINING} or {@code NOT_OBSERVED}. */
  public String word() {
    return placement
        .map(found -> found.situation().name())
        .orElse(refuted ? "NOT_MINING" : "NOT_OBSERVED");
  }
}
