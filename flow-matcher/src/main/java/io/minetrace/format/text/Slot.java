// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.text;

import io.minetrace.flow.FlowColumn;
import java.util.Optional;

/** The values that a text record may give: the columns of a flow, and what they follow from. */
enum Slot {
  START(FlowColumn.FLOW_START),
  END(FlowColumn.FLOW_END),
  SOURCE(FlowColumn.SOURCE_IP_ADDRESS),
  DESTINATION(FlowColumn.DESTINATION_IP_ADDRESS),
  SOURCE_PORT(FlowColumn.SOURCE_TRANSPORT_PORT),
  DESTINATION_PORT(FlowColumn.DESTINATION_TRANSPORT_PORT),
  PROTOCOL(FlowColumn.PROTOCOL_IDENTIFIER),
  FLAGS(FlowColumn.TCP_CONTROL_BITS),
  REVERSE_FLAGS(FlowColumn.REVERSE_TCP_CONTROL_BITS),
  OCTETS(FlowColumn.OCTET_DELTA_COUNT),
  PACKETS(FlowColumn.PACKET_DELTA_COUNT),
  REVERSE_OCTETS(FlowColumn.REVERSE_OCTET_DELTA_COUNT),
  REVERSE_PACKETS(FlowColumn.REVERSE_PACKET_DELTA_COUNT),
  POST_OCTETS(FlowColumn.POST_OCTET_DELTA_COUNT),
  POST_PACKETS(FlowColumn.POST_PACKET_DELTA_COUNT),
  NAT_SOURCE(FlowColumn.POST_NAT_SOURCE_IP_ADDRESS),
  NAT_DESTINATION(FlowColumn.POST_NAT_DESTINATION_IP_ADDRESS),
  NAT_SOURCE_PORT(FlowColumn.POST_NAPT_SOURCE_TRANSPORT_PORT),
  NAT_DESTINATION_PORT(FlowColumn.POST_NAPT_DESTINATION_TRANSPORT_PORT),
  FIREWALL_EVENT(FlowColumn.FIREWALL_EVENT),
  SAMPLING(FlowColumn.SAMPLING_PACKET_INTERVAL),
  EXPORTER(FlowColumn.EXPORTER_IP_ADDRESS),
  DOMAIN(FlowColumn.OBSERVATION_DOMAIN_ID),
  NOTES(FlowColumn.FLOW_NOTES),
  /** Milliseconds; gives the missing one of start and end. */
  DURATION(),
  /** When the record was received or exported; the flow's time where it has no other. */
  EXPORT_TIME(),
  /** Octets of both directions together. */
  TOTAL_OCTETS(),
  TOTAL_PACKETS(),
  /** Octets above the transport, where those of the packets are not told. */
  PAYLOAD_OCTETS(),
  REVERSE_PAYLOAD_OCTETS(),
  ICMP_TYPE(),
  ICMP_CODE(),
  /** Present where the record is one of a connection; the value means nothing. */
  CONNECTION_STATE(),
  /** Says whether the record is a flow; holds nothing. */
  GATE();

  private final Optional<FlowColumn> column;

  Slot(FlowColumn column) {
    this.column = Optional.of(column);
  }

  Slot() {
    this.column = Optional.empty();
  }

  /** The column that it is, if it is one. */
  Optional<FlowColumn> column() {
    return column;
  }

  /** The slot of a column that a text may give: of all but the record ordinal. */
  static Optional<Slot> of(FlowColumn column) {
    for (Slot slot : values()) {
      if (slot.column.isPresent() && slot.column.get() == column) {
        return Optional.of(slot);
      }
    }
    return Optional.empty();
  }
}
