// SPDX-License-Identifier: Apache-2.0
package io.minetrace.match;

import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowColumn;
import io.minetrace.net.TransportProtocol;

/**
 * Counts the flows of one input that can match no window because they lack protocol or ports, by
 * which windows are told apart: without the count their "no match" would read as a finding. Port 0
 * is what the later fragments of a packet have, and counts as a port, but not of protocol 0. Not
 * thread-safe.
 */
public final class UnmatchableFlows {

  private long withoutProtocol;
  private long timelessWithoutProtocol;

  /** Of a protocol that has ports. */
  private long withoutPorts;

  private long timelessWithoutPorts;

  private long withoutEither;
  private long timelessWithoutEither;
  private boolean anyPort;

  /** Counts those of a batch. */
  public void add(FlowBatch batch) {
    int[] protocol = batch.ints(FlowColumn.PROTOCOL_IDENTIFIER);
    int[] sourcePort = batch.ints(FlowColumn.SOURCE_TRANSPORT_PORT);
    int[] destinationPort = batch.ints(FlowColumn.DESTINATION_TRANSPORT_PORT);
    for (int row = 0; row < batch.rows(); row++) {
      boolean hasPort =
          sourcePort[row] != FlowColumn.ABSENT_INT || destinationPort[row] != FlowColumn.ABSENT_INT;
      anyPort |= sourcePort[row] > 0 || destinationPort[row] > 0;
      if (protocol[row] == 0 && sourcePort[row] <= 0 && destinationPort[row] <= 0) {
        // What an aggregation writes for "any".
        add(batch, row, FlowColumn.ABSENT_INT, hasTranslatedPort(batch, row));
      } else if (!hasPort || protocol[row] == FlowColumn.ABSENT_INT) {
        add(batch, row, protocol[row], hasPort || hasTranslatedPort(batch, row));
      }
    }
  }

  private void add(FlowBatch batch, int row, int protocol, boolean hasPort) {
    int timeless = FlowRecord.isTimeless(batch, row) ? 1 : 0;
    if (protocol == FlowColumn.ABSENT_INT && hasPort) {
      withoutProtocol++;
      timelessWithoutProtocol += timeless;
    } else if (protocol == FlowColumn.ABSENT_INT) {
      withoutEither++;
      timelessWithoutEither += timeless;
    } else if (!hasPort && TransportProtocol.of(protocol).isPresent()) {
      withoutPorts++;
      timelessWithoutPorts += timeless;
    }
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

  /**
   * Flows without ports though their protocol has some. Those that do not tell their protocol
   * either are among them where no flow of the input has a port: beside others they are of a
   * protocol that has no number here, as ARP.
   */
  public long withoutPorts() {
    return withoutPorts + (anyPort ? 0 : withoutEither);
  }

  /** How many of both have no times either. */
  public long timeless() {
    return timelessWithoutProtocol + timelessWithoutPorts + (anyPort ? 0 : timelessWithoutEither);
  }
}
