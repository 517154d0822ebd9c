// SPDX-License-Identifier: Apache-2.0
package io.minetrace.anonymise;

import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowColumn;
import io.minetrace.net.IpAddress;
import java.util.concurrent.atomic.LongAdder;

/**
 * Looks whether the services in flows have addresses that no service has. Addresses that were
 * replaced lie anywhere in the space of all, so some of them where TCP cannot be: in multicast, or
 * in blocks of IPv6 that were never given out. Only connections that carried data count (PSH and
 * ACK), which neither scans nor forged floods come to, and only the side with the lower port.
 *
 * <p>That there is no sign does not prove the contrary: a key may map all networks of a capture to
 * where services do lie. Threads may share it.
 */
public final class ServiceSideSigns {

  private static final int TCP = 6;
  private static final int PSH_ACK = 0x18;

  /** Fewer, or a smaller share, may be errors of an exporter. */
  private static final long LEAST_FLOWS = 10;

  private static final double LEAST_SHARE = 0.001;

  private final LongAdder connections = new LongAdder();
  private final LongAdder impossible = new LongAdder();

  /** Looks at a batch of decoded flows. */
  public void look(FlowBatch batch) {
    int[] protocol = batch.ints(FlowColumn.PROTOCOL_IDENTIFIER);
    int[] flags = batch.ints(FlowColumn.TCP_CONTROL_BITS);
    int[] sourcePort = batch.ints(FlowColumn.SOURCE_TRANSPORT_PORT);
    int[] destinationPort = batch.ints(FlowColumn.DESTINATION_TRANSPORT_PORT);
    long seen = 0;
    long odd = 0;
    for (int row = 0; row < batch.rows(); row++) {
      boolean data =
          protocol[row] == TCP
              && flags[row] != FlowColumn.ABSENT_INT
              && (flags[row] & PSH_ACK) == PSH_ACK;
      if (data && sourcePort[row] != destinationPort[row]) {
        FlowColumn service =
            sourcePort[row] < destinationPort[row]
                ? FlowColumn.SOURCE_IP_ADDRESS
                : FlowColumn.DESTINATION_IP_ADDRESS;
        seen++;
        odd += isImpossible(batch.high(service)[row], batch.low(service)[row]) ? 1 : 0;
      }
    }
    connections.add(seen);
    impossible.add(odd);
  }

  private static boolean isImpossible(long high, long low) {
    if (IpAddress.isIpv4(high, low)) {
      return ((int) low >>> 28) == 0xe;
    }
    // RFC 4291 §2.4: of the eight blocks of IPv6, unicast is in the first, the second and the last,
    // which ends with multicast.
    int block = (int) (high >>> 61);
    return high >>> 56 == 0xff || (block > 1 && block < 7);
  }

  /** Whether so many of them were seen that it cannot be chance. */
  public boolean isAnonymised() {
    long odd = impossible.sum();
    return odd >= LEAST_FLOWS && odd >= LEAST_SHARE * connections.sum();
  }

  /** {@code 123 of 4567 TCP connections with data …}. */
  public String describe() {
    return impossible.sum()
        + " of "
        + connections.sum()
        + " TCP connections with data are with a service at a multicast or unassigned address";
  }
}
