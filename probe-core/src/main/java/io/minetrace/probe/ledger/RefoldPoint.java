// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.ledger;

import io.minetrace.net.Endpoint;
import io.minetrace.window.AvailabilityWindow;
import java.util.List;
import java.util.Optional;

/**
 * Where the fold of an endpoint has to take up again when observations arrive: at the last window
 * that ended so long before them that they cannot change anything in it but its end.
 *
 * @param kept the windows before that one: they stay as they are
 * @param resumed that window; empty when everything must be folded
 */
public record RefoldPoint(List<AvailabilityWindow> kept, Optional<AvailabilityWindow> resumed) {

  public RefoldPoint {
    kept = List.copyOf(kept);
  }

  /**
   * The refold point for observations that have arrived.
   *
   * @param windows of the endpoint, as folded before, in order of time
   * @param earliest time of the earliest observation that has arrived
   */
  public static RefoldPoint before(List<AvailabilityWindow> windows, long earliest) {
    for (int i = windows.size() - 1; i >= 0; i--) {
      AvailabilityWindow window = windows.get(i);
      if (window.up().to() + WindowLedger.limitMillis(window.intervalMillis()) < earliest) {
        return new RefoldPoint(windows.subList(0, i), Optional.of(window));
      }
    }
    return new RefoldPoint(List.of(), Optional.empty());
  }

  /** The time of the first observation that has to be folded again. */
  public long from() {
    return resumed.map(window -> window.up().from()).orElse(Long.MIN_VALUE);
  }

  /** A ledger that expects the observations from there on. */
  public WindowLedger ledger(Endpoint endpoint, LedgerContext context) {
    return resumed
        .map(window -> WindowLedger.resume(window, context))
        .orElseGet(() -> WindowLedger.empty(endpoint, context));
  }
}
