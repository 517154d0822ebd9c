// SPDX-License-Identifier: Apache-2.0
package io.minetrace.discovery;

import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowColumn;
import io.minetrace.flow.FlowNote;
import io.minetrace.net.IpAddress;

/**
 * One TCP record of a batch with what discovery wants of it; moved from row to row instead of being
 * made anew. Times are in order, absent counters are 0, counters of a sample are scaled up.
 */
final class FlowRow {

  private final FlowBatch batch;
  private final long[] starts;
  private final long[] ends;
  private final long[] octets;
  private final long[] packets;
  private final long[] reverseOctets;
  private final long[] reversePackets;
  private final int[] sourcePorts;
  private final int[] destinationPorts;
  private final int[] sampling;
  private final int[] notes;
  private int row;

  FlowRow(FlowBatch batch) {
    this.batch = batch;
    starts = batch.longs(FlowColumn.FLOW_START);
    ends = batch.longs(FlowColumn.FLOW_END);
    octets = batch.longs(FlowColumn.OCTET_DELTA_COUNT);
    packets = batch.longs(FlowColumn.PACKET_DELTA_COUNT);
    reverseOctets = batch.longs(FlowColumn.REVERSE_OCTET_DELTA_COUNT);
    reversePackets = batch.longs(FlowColumn.REVERSE_PACKET_DELTA_COUNT);
    sourcePorts = batch.ints(FlowColumn.SOURCE_TRANSPORT_PORT);
    destinationPorts = batch.ints(FlowColumn.DESTINATION_TRANSPORT_PORT);
    sampling = batch.ints(FlowColumn.SAMPLING_PACKET_INTERVAL);
    notes = batch.ints(FlowColumn.FLOW_NOTES);
  }

  void moveTo(int number) {
    row = number;
  }

  boolean hasTimes() {
    return starts[row] != FlowColumn.ABSENT_LONG && ends[row] != FlowColumn.ABSENT_LONG;
  }

  /** Whether it has ports; a record without is of no use here. */
  boolean hasPorts() {
    return sourcePorts[row] > 0 && destinationPorts[row] > 0;
  }

  long start() {
    return Math.min(starts[row], ends[row]);
  }

  long end() {
    return Math.max(starts[row], ends[row]);
  }

  IpAddress source() {
    return batch.address(FlowColumn.SOURCE_IP_ADDRESS, row);
  }

  IpAddress destination() {
    return batch.address(FlowColumn.DESTINATION_IP_ADDRESS, row);
  }

  int sourcePort() {
    return sourcePorts[row];
  }

  int destinationPort() {
    return destinationPorts[row];
  }

  int clientPort(boolean fromService) {
    return fromService ? destinationPorts[row] : sourcePorts[row];
  }

  boolean isBiflow() {
    return reversePackets[row] != FlowColumn.ABSENT_LONG;
  }

  long octets() {
    return scaled(octets);
  }

  long packets() {
    return scaled(packets);
  }

  long reverseOctets() {
    return scaled(reverseOctets);
  }

  long reversePackets() {
    return scaled(reversePackets);
  }

  /** Whether only some of the packets were looked at. */
  boolean isSampled() {
    return sampling[row] > 1;
  }

  private long scaled(long[] column) {
    long count = Math.max(0, column[row]); // absent is the least of all numbers
    boolean scale = isSampled() && !FlowNote.COUNTERS_SCALED.isIn(notes[row]);
    return scale ? count * sampling[row] : count;
  }
}
