// SPDX-License-Identifier: Apache-2.0
package io.minetrace.match;

import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowColumn;
import io.minetrace.net.TransportProtocol;

/**
 * Counts the flows that no window can match whatever it is of, because they lack what windows are
 * told apart by: that "no match" of such flows says nothing is the user's to know. Not thread-safe.
 */
public final class UnmatchableFlows {

  private long withoutProtocol;
  private long withoutPorts;
  private long timeless;

  /** Counts those of a batch. */
  public void add(FlowBatch batch) {
    int[] protocol = batch.ints(FlowColumn.PROTOCOL_IDENTIFIER);
    int[] sourcePort = batch.ints(FlowColumn.SOURCE_TRANSPORT_PORT);
    int[] destinationPort = batch.ints(FlowColumn.DESTINATION_TRANSPORT_PORT);
    for (int row = 0; row < batch.rows(); row++) {
      boolean noPort =
          sourcePort[row] == FlowColumn.ABSENT_INT && destinationPort[row] == FlowColumn.ABSENT_INT;
      if (noPort || protocol[row] == FlowColumn.ABSENT_INT) {
        add(batch, row, protocol[row], noPort);
      }
    }
  }

  private void add(FlowBatch batch, int row, int protocol, boolean noPort) {
    if (noPort && !hasTranslatedPort(batch, row)) {
      if (protocol != FlowColumn.ABSENT_INT && TransportProtocol.of(protocol).isEmpty()) {
        // ICMP and the like have none, and are no connections to a service.
        return;
      }
      withoutPorts++;
    } else if (protocol == FlowColumn.ABSENT_INT) {
      withoutProtocol++;
    } else {
      return;
    }
    timeless += FlowRecord.isTimeless(batch, row) ? 1 : 0;
  }

  private static boolean hasTranslatedPort(FlowBatch batch, int row) {
    return batch.ints(FlowColumn.POST_NAPT_SOURCE_TRANSPORT_PORT)[row] != FlowColumn.ABSENT_INT
        || batch.ints(FlowColumn.POST_NAPT_DESTINATION_TRANSPORT_PORT)[row]
            != FlowColumn.ABSENT_INT;
  }

  /** Flows with ports that do not say of which protocol. */
  public long withoutProtocol() {
    return withoutProtocol;
  }

  /** Flows that name no port though their protocol, if they say one, has ports. */
  public long withoutPorts() {
    return withoutPorts;
  }

  /** How many of both have no times either. */
  public long timeless() {
    return timeless;
  }
}
