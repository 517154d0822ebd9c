// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.nfcapd;

import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowColumn;
import io.minetrace.flow.FlowNote;
import io.minetrace.net.IpAddress;

/**
 * The arrays of one batch, fetched once, and what all layouts put into them alike. Used by one
 * thread, for the time of one fill.
 */
final class Columns {

  private static final int TCP = 6;

  final FlowBatch batch;
  final long[] start;
  final long[] end;
  final long[] sourceHigh;
  final long[] sourceLow;
  final long[] destinationHigh;
  final long[] destinationLow;
  final int[] sourcePort;
  final int[] destinationPort;
  final int[] protocol;
  final int[] tcpFlags;
  final int[] reverseTcpFlags;
  final long[] octets;
  final long[] packets;
  final long[] postOctets;
  final long[] postPackets;
  final long[] natSourceHigh;
  final long[] natSourceLow;
  final long[] natDestinationHigh;
  final long[] natDestinationLow;
  final int[] natSourcePort;
  final int[] natDestinationPort;
  final int[] firewallEvent;
  final int[] sampling;
  final long[] exporterHigh;
  final long[] exporterLow;
  final long[] domain;
  final int[] notes;
  final long[] ordinal;

  Columns(FlowBatch batch) {
    this.batch = batch;
    start = batch.longs(FlowColumn.FLOW_START);
    end = batch.longs(FlowColumn.FLOW_END);
    sourceHigh = batch.high(FlowColumn.SOURCE_IP_ADDRESS);
    sourceLow = batch.low(FlowColumn.SOURCE_IP_ADDRESS);
    destinationHigh = batch.high(FlowColumn.DESTINATION_IP_ADDRESS);
    destinationLow = batch.low(FlowColumn.DESTINATION_IP_ADDRESS);
    sourcePort = batch.ints(FlowColumn.SOURCE_TRANSPORT_PORT);
    destinationPort = batch.ints(FlowColumn.DESTINATION_TRANSPORT_PORT);
    protocol = batch.ints(FlowColumn.PROTOCOL_IDENTIFIER);
    tcpFlags = batch.ints(FlowColumn.TCP_CONTROL_BITS);
    reverseTcpFlags = batch.ints(FlowColumn.REVERSE_TCP_CONTROL_BITS);
    octets = batch.longs(FlowColumn.OCTET_DELTA_COUNT);
    packets = batch.longs(FlowColumn.PACKET_DELTA_COUNT);
    postOctets = batch.longs(FlowColumn.POST_OCTET_DELTA_COUNT);
    postPackets = batch.longs(FlowColumn.POST_PACKET_DELTA_COUNT);
    natSourceHigh = batch.high(FlowColumn.POST_NAT_SOURCE_IP_ADDRESS);
    natSourceLow = batch.low(FlowColumn.POST_NAT_SOURCE_IP_ADDRESS);
    natDestinationHigh = batch.high(FlowColumn.POST_NAT_DESTINATION_IP_ADDRESS);
    natDestinationLow = batch.low(FlowColumn.POST_NAT_DESTINATION_IP_ADDRESS);
    natSourcePort = batch.ints(FlowColumn.POST_NAPT_SOURCE_TRANSPORT_PORT);
    natDestinationPort = batch.ints(FlowColumn.POST_NAPT_DESTINATION_TRANSPORT_PORT);
    firewallEvent = batch.ints(FlowColumn.FIREWALL_EVENT);
    sampling = batch.ints(FlowColumn.SAMPLING_PACKET_INTERVAL);
    exporterHigh = batch.high(FlowColumn.EXPORTER_IP_ADDRESS);
    exporterLow = batch.low(FlowColumn.EXPORTER_IP_ADDRESS);
    domain = batch.longs(FlowColumn.OBSERVATION_DOMAIN_ID);
    notes = batch.ints(FlowColumn.FLOW_NOTES);
    ordinal = batch.longs(FlowColumn.RECORD_ORDINAL);
  }

  /** What the record's exporter, if the file has named it, says of all its flows. */
  void source(int row, RecordSources sources) {
    sampling[row] = sources.sampling();
    exporterHigh[row] = sources.addressHigh();
    exporterLow[row] = sources.addressLow();
    domain[row] = sources.domain();
  }

  /** The address that the record itself gives of its exporter; zero is not told. */
  void exporterIpv4(int row, int address) {
    if (address != 0) {
      exporterHigh[row] = 0;
      exporterLow[row] = IpAddress.mappedLow(address);
    }
  }

  void exporterIpv6(int row, long high, long low) {
    if ((high | low) != 0) {
      exporterHigh[row] = high;
      exporterLow[row] = low;
    }
  }

  void ipv4(int row, int source, int destination) {
    sourceHigh[row] = 0;
    sourceLow[row] = IpAddress.mappedLow(source);
    destinationHigh[row] = 0;
    destinationLow[row] = IpAddress.mappedLow(destination);
  }

  /**
   * Of the translation both sides are stored even where the exporter told one; zero is not told.
   */
  void natIpv4(int row, int source, int destination) {
    natSourceHigh[row] = 0;
    natSourceLow[row] = source == 0 ? 0 : IpAddress.mappedLow(source);
    natDestinationHigh[row] = 0;
    natDestinationLow[row] = destination == 0 ? 0 : IpAddress.mappedLow(destination);
  }

  void natPorts(int row, int source, int destination) {
    natSourcePort[row] = source == 0 ? FlowColumn.ABSENT_INT : source;
    natDestinationPort[row] = destination == 0 ? FlowColumn.ABSENT_INT : destination;
  }

  /** Start and end as recorded, 0 for not known; failing both, when the collector received it. */
  void times(int row, long first, long last, long received) {
    if (first != 0 || last != 0) {
      // Of an event often only one is known: the other is no flow since 1970.
      start[row] = first != 0 ? first : last;
      end[row] = last != 0 ? last : first;
    } else if (start[row] == FlowColumn.ABSENT_LONG && received != 0) {
      start[row] = received;
      end[row] = received;
      notes[row] |= FlowNote.EXPORT_TIME_ONLY.bit();
    }
  }

  /** The time of an event counts where the record has no better one. */
  void eventTime(int row, long time) {
    boolean none = start[row] == FlowColumn.ABSENT_LONG;
    if (time != 0 && (none || FlowNote.EXPORT_TIME_ONLY.isIn(notes[row]))) {
      start[row] = time;
      end[row] = time;
      notes[row] &= ~FlowNote.EXPORT_TIME_ONLY.bit();
    }
  }

  /** What a firewall did; 0 is its place left empty. */
  void firewallEvent(int row, int event) {
    if (event != 0) {
      firewallEvent[row] = event;
      notes[row] |= FlowNote.EVENT.bit();
    }
  }

  /** Flags are the union of those seen; collectors write 0 when they do not know. */
  void tcpFlags(int row, int flags) {
    if (protocol[row] == TCP && flags != 0) {
      tcpFlags[row] = flags;
    }
  }
}
