// SPDX-License-Identifier: Apache-2.0
package io.minetrace.match;

import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowColumn;
import io.minetrace.net.IpAddress;
import io.minetrace.window.TimeSpan;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One flow as a value, made for matches only. Fields are as exported, see {@link FlowColumn}, but
 * for times in the wrong order, which are swapped: everything that comes after the match, the order
 * of results and the stitching of sessions above all, takes it that a flow begins before it ends.
 *
 * @param start the earlier of the times exported or, for a flow without times, the start of the
 *     span taken for it
 * @param end likewise the later one
 */
public record FlowRecord(
    long start,
    long end,
    IpAddress source,
    IpAddress destination,
    int sourcePort,
    int destinationPort,
    int protocolIdentifier,
    OptionalInt tcpControlBits,
    OptionalLong octets,
    OptionalLong packets,
    OptionalLong reverseOctets,
    OptionalLong reversePackets,
    OptionalInt samplingPacketInterval,
    Optional<IpAddress> exporter,
    OptionalLong observationDomainId,
    long recordOrdinal) {

  /**
   * The flow of a row.
   *
   * @param span from its start to its end, whether exported or taken for it
   */
  static FlowRecord of(FlowBatch batch, int row, TimeSpan span) {
    return new FlowRecord(
        span.from(),
        span.to(),
        batch.address(FlowColumn.SOURCE_IP_ADDRESS, row),
        batch.address(FlowColumn.DESTINATION_IP_ADDRESS, row),
        batch.ints(FlowColumn.SOURCE_TRANSPORT_PORT)[row],
        batch.ints(FlowColumn.DESTINATION_TRANSPORT_PORT)[row],
        batch.ints(FlowColumn.PROTOCOL_IDENTIFIER)[row],
        optionalInt(batch, FlowColumn.TCP_CONTROL_BITS, row),
        optionalLong(batch, FlowColumn.OCTET_DELTA_COUNT, row),
        optionalLong(batch, FlowColumn.PACKET_DELTA_COUNT, row),
        optionalLong(batch, FlowColumn.REVERSE_OCTET_DELTA_COUNT, row),
        optionalLong(batch, FlowColumn.REVERSE_PACKET_DELTA_COUNT, row),
        optionalInt(batch, FlowColumn.SAMPLING_PACKET_INTERVAL, row),
        optionalAddress(batch, FlowColumn.EXPORTER_IP_ADDRESS, row),
        optionalLong(batch, FlowColumn.OBSERVATION_DOMAIN_ID, row),
        batch.longs(FlowColumn.RECORD_ORDINAL)[row]);
  }

  /** Whether the row has neither start nor end. */
  public static boolean isTimeless(FlowBatch batch, int row) {
    return batch.longs(FlowColumn.FLOW_START)[row] == FlowColumn.ABSENT_LONG
        || batch.longs(FlowColumn.FLOW_END)[row] == FlowColumn.ABSENT_LONG;
  }

  private static OptionalInt optionalInt(FlowBatch batch, FlowColumn column, int row) {
    int value = batch.ints(column)[row];
    return value == FlowColumn.ABSENT_INT ? OptionalInt.empty() : OptionalInt.of(value);
  }

  private static OptionalLong optionalLong(FlowBatch batch, FlowColumn column, int row) {
    long value = batch.longs(column)[row];
    return value == FlowColumn.ABSENT_LONG ? OptionalLong.empty() : OptionalLong.of(value);
  }

  private static Optional<IpAddress> optionalAddress(FlowBatch batch, FlowColumn column, int row) {
    IpAddress value = batch.address(column, row);
    return value.equals(IpAddress.UNSPECIFIED) ? Optional.empty() : Optional.of(value);
  }
}
