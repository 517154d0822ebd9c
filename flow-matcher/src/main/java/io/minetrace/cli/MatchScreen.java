// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import io.minetrace.flow.FlowScreen;
import io.minetrace.report.FlowClock;
import io.minetrace.window.WindowIndex;

/**
 * Has readers pass over the flows of which neither end is an endpoint of the index; of these only
 * the times matter. Used by one thread.
 */
final class MatchScreen implements FlowScreen {

  private final WindowIndex windows;
  private final FlowClock clock;

  /**
   * @param clock told of the times of flows passed over
   */
  MatchScreen(WindowIndex windows, FlowClock clock) {
    this.windows = windows;
    this.clock = clock;
  }

  @Override
  @SuppressWarnings("ShortCircuitBoolean") // one branch, hardly ever taken: see Matcher
  public boolean wants(
      long sourceHigh,
      long sourceLow,
      int sourcePort,
      long destinationHigh,
      long destinationLow,
      int destinationPort,
      int protocol) {
    return (windows.mayHold(destinationLow, destinationPort)
            | windows.mayHold(sourceLow, sourcePort))
        && (windows.find(destinationHigh, destinationLow, destinationPort, protocol)
                != WindowIndex.NONE
            || windows.find(sourceHigh, sourceLow, sourcePort, protocol) != WindowIndex.NONE);
  }

  @Override
  public void passedOver(long start, long end) {
    clock.add(start, end);
  }
}
