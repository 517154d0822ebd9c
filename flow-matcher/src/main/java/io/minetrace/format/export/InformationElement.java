// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import static io.minetrace.format.export.FieldConversion.ADDRESS;
import static io.minetrace.format.export.FieldConversion.DELTA_MICROSECONDS;
import static io.minetrace.format.export.FieldConversion.DURATION;
import static io.minetrace.format.export.FieldConversion.EVENT;
import static io.minetrace.format.export.FieldConversion.EVENT_MILLISECONDS;
import static io.minetrace.format.export.FieldConversion.EVENT_NOTE;
import static io.minetrace.format.export.FieldConversion.EVENT_NTP;
import static io.minetrace.format.export.FieldConversion.EVENT_SECONDS;
import static io.minetrace.format.export.FieldConversion.FLAGS;
import static io.minetrace.format.export.FieldConversion.ICMPV6_CODE;
import static io.minetrace.format.export.FieldConversion.ICMPV6_TYPE;
import static io.minetrace.format.export.FieldConversion.ICMP_CODE;
import static io.minetrace.format.export.FieldConversion.ICMP_TYPE;
import static io.minetrace.format.export.FieldConversion.ICMP_TYPE_CODE;
import static io.minetrace.format.export.FieldConversion.INTERFACE;
import static io.minetrace.format.export.FieldConversion.INTERVAL;
import static io.minetrace.format.export.FieldConversion.MILLISECONDS;
import static io.minetrace.format.export.FieldConversion.NTP;
import static io.minetrace.format.export.FieldConversion.NUMBER;
import static io.minetrace.format.export.FieldConversion.PORT;
import static io.minetrace.format.export.FieldConversion.PROBABILITY;
import static io.minetrace.format.export.FieldConversion.PROTOCOL;
import static io.minetrace.format.export.FieldConversion.SAMPLER_ID;
import static io.minetrace.format.export.FieldConversion.SECONDS;
import static io.minetrace.format.export.FieldConversion.SPACE;
import static io.minetrace.format.export.FieldConversion.SYSTEM_INIT;
import static io.minetrace.format.export.FieldConversion.UPTIME;

import io.minetrace.flow.FlowColumn;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The one table of what an element becomes: its number, the column it feeds, and how. Names and
 * numbers are those of the IANA registry "IPFIX Information Elements"; NetFlow v9 uses the same
 * numbers. Elements that are not here are passed over.
 *
 * <p>The order matters where several elements feed one column: the earlier one is asked first, and
 * the next only for rows that have no value yet. So protocolIdentifier stands before ICMP, delta
 * counters before totals, the finest absolute time before coarser ones, and uptimes behind all
 * absolute times.
 */
enum InformationElement {
  PROTOCOL_IDENTIFIER("protocolIdentifier", 4, PROTOCOL, FlowColumn.PROTOCOL_IDENTIFIER),

  SOURCE_IPV4_ADDRESS("sourceIPv4Address", 8, ADDRESS, FlowColumn.SOURCE_IP_ADDRESS),
  SOURCE_IPV6_ADDRESS("sourceIPv6Address", 27, ADDRESS, FlowColumn.SOURCE_IP_ADDRESS),
  DESTINATION_IPV4_ADDRESS(
      "destinationIPv4Address", 12, ADDRESS, FlowColumn.DESTINATION_IP_ADDRESS),
  DESTINATION_IPV6_ADDRESS(
      "destinationIPv6Address", 28, ADDRESS, FlowColumn.DESTINATION_IP_ADDRESS),
  POST_NAT_SOURCE_IPV4_ADDRESS(
      "postNATSourceIPv4Address", 225, ADDRESS, FlowColumn.POST_NAT_SOURCE_IP_ADDRESS),
  POST_NAT_SOURCE_IPV6_ADDRESS(
      "postNATSourceIPv6Address", 281, ADDRESS, FlowColumn.POST_NAT_SOURCE_IP_ADDRESS),
  POST_NAT_DESTINATION_IPV4_ADDRESS(
      "postNATDestinationIPv4Address", 226, ADDRESS, FlowColumn.POST_NAT_DESTINATION_IP_ADDRESS),
  POST_NAT_DESTINATION_IPV6_ADDRESS(
      "postNATDestinationIPv6Address", 282, ADDRESS, FlowColumn.POST_NAT_DESTINATION_IP_ADDRESS),
  EXPORTER_IPV4_ADDRESS("exporterIPv4Address", 130, ADDRESS, FlowColumn.EXPORTER_IP_ADDRESS),
  EXPORTER_IPV6_ADDRESS("exporterIPv6Address", 131, ADDRESS, FlowColumn.EXPORTER_IP_ADDRESS),
  OBSERVATION_DOMAIN_ID("observationDomainId", 149, NUMBER, FlowColumn.OBSERVATION_DOMAIN_ID),

  SOURCE_TRANSPORT_PORT("sourceTransportPort", 7, PORT, FlowColumn.SOURCE_TRANSPORT_PORT),
  UDP_SOURCE_PORT("udpSourcePort", 180, PORT, FlowColumn.SOURCE_TRANSPORT_PORT),
  TCP_SOURCE_PORT("tcpSourcePort", 182, PORT, FlowColumn.SOURCE_TRANSPORT_PORT),
  DESTINATION_TRANSPORT_PORT(
      "destinationTransportPort", 11, PORT, FlowColumn.DESTINATION_TRANSPORT_PORT),
  UDP_DESTINATION_PORT("udpDestinationPort", 181, PORT, FlowColumn.DESTINATION_TRANSPORT_PORT),
  TCP_DESTINATION_PORT("tcpDestinationPort", 183, PORT, FlowColumn.DESTINATION_TRANSPORT_PORT),
  POST_NAPT_SOURCE_TRANSPORT_PORT(
      "postNAPTSourceTransportPort", 227, PORT, FlowColumn.POST_NAPT_SOURCE_TRANSPORT_PORT),
  POST_NAPT_DESTINATION_TRANSPORT_PORT(
      "postNAPTDestinationTransportPort",
      228,
      PORT,
      FlowColumn.POST_NAPT_DESTINATION_TRANSPORT_PORT),

  ICMP_TYPE_CODE_IPV4(
      "icmpTypeCodeIPv4", 32, ICMP_TYPE_CODE, FlowColumn.DESTINATION_TRANSPORT_PORT),
  ICMP_TYPE_CODE_IPV6(
      "icmpTypeCodeIPv6", 139, ICMP_TYPE_CODE, FlowColumn.DESTINATION_TRANSPORT_PORT),
  ICMP_TYPE_IPV4("icmpTypeIPv4", 176, ICMP_TYPE, FlowColumn.DESTINATION_TRANSPORT_PORT),
  ICMP_CODE_IPV4("icmpCodeIPv4", 177, ICMP_CODE, FlowColumn.DESTINATION_TRANSPORT_PORT),
  ICMP_TYPE_IPV6("icmpTypeIPv6", 178, ICMPV6_TYPE, FlowColumn.DESTINATION_TRANSPORT_PORT),
  ICMP_CODE_IPV6("icmpCodeIPv6", 179, ICMPV6_CODE, FlowColumn.DESTINATION_TRANSPORT_PORT),

  TCP_CONTROL_BITS("tcpControlBits", 6, FLAGS, FlowColumn.TCP_CONTROL_BITS),
  REVERSE_TCP_CONTROL_BITS(
      "reverseTcpControlBits", Enterprise.REVERSE, 6, FLAGS, FlowColumn.REVERSE_TCP_CONTROL_BITS),
  /** YAF: the flags of the first packet, and the union of those of all others. */
  INITIAL_TCP_FLAGS("initialTCPFlags", Enterprise.CERT, 14, FLAGS, FlowColumn.TCP_CONTROL_BITS),
  UNION_TCP_FLAGS("unionTCPFlags", Enterprise.CERT, 15, FLAGS, FlowColumn.TCP_CONTROL_BITS),
  REVERSE_INITIAL_TCP_FLAGS(
      "reverseInitialTCPFlags",
      Enterprise.CERT,
      Enterprise.CERT_REVERSE_BIT | 14,
      FLAGS,
      FlowColumn.REVERSE_TCP_CONTROL_BITS),
  REVERSE_UNION_TCP_FLAGS(
      "reverseUnionTCPFlags",
      Enterprise.CERT,
      Enterprise.CERT_REVERSE_BIT | 15,
      FLAGS,
      FlowColumn.REVERSE_TCP_CONTROL_BITS),

  OCTET_DELTA_COUNT("octetDeltaCount", 1, NUMBER, FlowColumn.OCTET_DELTA_COUNT),
  OCTET_TOTAL_COUNT("octetTotalCount", 85, NUMBER, FlowColumn.OCTET_DELTA_COUNT),
  INITIATOR_OCTETS("initiatorOctets", 231, NUMBER, FlowColumn.OCTET_DELTA_COUNT),
  PACKET_DELTA_COUNT("packetDeltaCount", 2, NUMBER, FlowColumn.PACKET_DELTA_COUNT),
  PACKET_TOTAL_COUNT("packetTotalCount", 86, NUMBER, FlowColumn.PACKET_DELTA_COUNT),
  INITIATOR_PACKETS("initiatorPackets", 298, NUMBER, FlowColumn.PACKET_DELTA_COUNT),
  REVERSE_OCTET_DELTA_COUNT(
      "reverseOctetDeltaCount",
      Enterprise.REVERSE,
      1,
      NUMBER,
      FlowColumn.REVERSE_OCTET_DELTA_COUNT),
  REVERSE_OCTET_TOTAL_COUNT(
      "reverseOctetTotalCount",
      Enterprise.REVERSE,
      85,
      NUMBER,
      FlowColumn.REVERSE_OCTET_DELTA_COUNT),
  RESPONDER_OCTETS("responderOctets", 232, NUMBER, FlowColumn.REVERSE_OCTET_DELTA_COUNT),
  REVERSE_PACKET_DELTA_COUNT(
      "reversePacketDeltaCount",
      Enterprise.REVERSE,
      2,
      NUMBER,
      FlowColumn.REVERSE_PACKET_DELTA_COUNT),
  REVERSE_PACKET_TOTAL_COUNT(
      "reversePacketTotalCount",
      Enterprise.REVERSE,
      86,
      NUMBER,
      FlowColumn.REVERSE_PACKET_DELTA_COUNT),
  RESPONDER_PACKETS("responderPackets", 299, NUMBER, FlowColumn.REVERSE_PACKET_DELTA_COUNT),
  POST_OCTET_DELTA_COUNT("postOctetDeltaCount", 23, NUMBER, FlowColumn.POST_OCTET_DELTA_COUNT),
  POST_OCTET_TOTAL_COUNT("postOctetTotalCount", 171, NUMBER, FlowColumn.POST_OCTET_DELTA_COUNT),
  POST_PACKET_DELTA_COUNT("postPacketDeltaCount", 24, NUMBER, FlowColumn.POST_PACKET_DELTA_COUNT),
  POST_PACKET_TOTAL_COUNT("postPacketTotalCount", 172, NUMBER, FlowColumn.POST_PACKET_DELTA_COUNT),

  FIREWALL_EVENT("firewallEvent", 233, EVENT, FlowColumn.FIREWALL_EVENT),
  NAT_EVENT("natEvent", 230, EVENT_NOTE, FlowColumn.FLOW_NOTES),

  SAMPLING_INTERVAL("samplingInterval", 34, INTERVAL, FlowColumn.SAMPLING_PACKET_INTERVAL),
  SAMPLER_RANDOM_INTERVAL(
      "samplerRandomInterval", 50, INTERVAL, FlowColumn.SAMPLING_PACKET_INTERVAL),
  SAMPLING_PACKET_INTERVAL(
      "samplingPacketInterval", 305, INTERVAL, FlowColumn.SAMPLING_PACKET_INTERVAL),
  SAMPLING_PACKET_SPACE("samplingPacketSpace", 306, SPACE, FlowColumn.SAMPLING_PACKET_INTERVAL),
  SAMPLER_IDENTIFIER("samplerId", 48, SAMPLER_ID, FlowColumn.SAMPLING_PACKET_INTERVAL),
  SELECTOR_ID("selectorId", 302, SAMPLER_ID, FlowColumn.SAMPLING_PACKET_INTERVAL),

  SAMPLING_PROBABILITY(
      "samplingProbability", 311, PROBABILITY, FlowColumn.SAMPLING_PACKET_INTERVAL),
  INGRESS_INTERFACE("ingressInterface", 10, INTERFACE, FlowColumn.SAMPLING_PACKET_INTERVAL),
  EGRESS_INTERFACE("egressInterface", 14, INTERFACE, FlowColumn.SAMPLING_PACKET_INTERVAL),

  FLOW_START_NANOSECONDS("flowStartNanoseconds", 156, NTP, FlowColumn.FLOW_START),
  FLOW_END_NANOSECONDS("flowEndNanoseconds", 157, NTP, FlowColumn.FLOW_END),
  FLOW_START_MICROSECONDS("flowStartMicroseconds", 154, NTP, FlowColumn.FLOW_START),
  FLOW_END_MICROSECONDS("flowEndMicroseconds", 155, NTP, FlowColumn.FLOW_END),
  FLOW_START_MILLISECONDS("flowStartMilliseconds", 152, MILLISECONDS, FlowColumn.FLOW_START),
  FLOW_END_MILLISECONDS("flowEndMilliseconds", 153, MILLISECONDS, FlowColumn.FLOW_END),
  FLOW_START_DELTA_MICROSECONDS(
      "flowStartDeltaMicroseconds", 158, DELTA_MICROSECONDS, FlowColumn.FLOW_START),
  FLOW_END_DELTA_MICROSECONDS(
      "flowEndDeltaMicroseconds", 159, DELTA_MICROSECONDS, FlowColumn.FLOW_END),
  FLOW_START_SECONDS("flowStartSeconds", 150, SECONDS, FlowColumn.FLOW_START),
  FLOW_END_SECONDS("flowEndSeconds", 151, SECONDS, FlowColumn.FLOW_END),
  SYSTEM_INIT_TIME_MILLISECONDS(
      "systemInitTimeMilliseconds", 160, SYSTEM_INIT, FlowColumn.FLOW_START),
  FLOW_START_SYS_UP_TIME("flowStartSysUpTime", 22, UPTIME, FlowColumn.FLOW_START),
  FLOW_END_SYS_UP_TIME("flowEndSysUpTime", 21, UPTIME, FlowColumn.FLOW_END),
  FLOW_DURATION_MILLISECONDS("flowDurationMilliseconds", 161, DURATION, FlowColumn.FLOW_END),
  OBSERVATION_TIME_NANOSECONDS("observationTimeNanoseconds", 325, EVENT_NTP, FlowColumn.FLOW_START),
  OBSERVATION_TIME_MICROSECONDS(
      "observationTimeMicroseconds", 324, EVENT_NTP, FlowColumn.FLOW_START),
  OBSERVATION_TIME_MILLISECONDS(
      "observationTimeMilliseconds", 323, EVENT_MILLISECONDS, FlowColumn.FLOW_START),
  OBSERVATION_TIME_SECONDS("observationTimeSeconds", 322, EVENT_SECONDS, FlowColumn.FLOW_START),

  /** Cisco ASA before it took the IANA numbers 225 to 228 and 233; NetFlow v9 only. */
  NF_F_XLATE_SRC_ADDR_IPV4(
      "NF_F_XLATE_SRC_ADDR_IPV4", 40001, ADDRESS, FlowColumn.POST_NAT_SOURCE_IP_ADDRESS),
  NF_F_XLATE_DST_ADDR_IPV4(
      "NF_F_XLATE_DST_ADDR_IPV4", 40002, ADDRESS, FlowColumn.POST_NAT_DESTINATION_IP_ADDRESS),
  NF_F_XLATE_SRC_PORT(
      "NF_F_XLATE_SRC_PORT", 40003, PORT, FlowColumn.POST_NAPT_SOURCE_TRANSPORT_PORT),
  NF_F_XLATE_DST_PORT(
      "NF_F_XLATE_DST_PORT", 40004, PORT, FlowColumn.POST_NAPT_DESTINATION_TRANSPORT_PORT),
  NF_F_FW_EVENT("NF_F_FW_EVENT", 40005, EVENT, FlowColumn.FIREWALL_EVENT);

  private static final Map<Long, InformationElement> BY_NUMBER = new HashMap<>();

  static {
    for (InformationElement element : values()) {
      BY_NUMBER.put(key(element.enterprise, element.id), element);
    }
  }

  private final String registeredName;
  private final long enterprise;
  private final int id;
  private final FieldConversion conversion;
  private final FlowColumn column;

  InformationElement(String registeredName, int id, FieldConversion conversion, FlowColumn column) {
    this(registeredName, Enterprise.IANA, id, conversion, column);
  }

  InformationElement(
      String registeredName,
      long enterprise,
      int id,
      FieldConversion conversion,
      FlowColumn column) {
    this.registeredName = registeredName;
    this.enterprise = enterprise;
    this.id = id;
    this.conversion = conversion;
    this.column = column;
  }

  /** The element of a field specifier, if it feeds a column. */
  static Optional<InformationElement> of(FieldSpecifier field) {
    return Optional.ofNullable(BY_NUMBER.get(key(field.enterprise(), field.id())));
  }

  private static Long key(long enterprise, int id) {
    return enterprise << 16 | id;
  }

  /** As the registry spells it. */
  String registeredName() {
    return registeredName;
  }

  int id() {
    return id;
  }

  /** A field of this element. */
  FieldSpecifier asField(int length) {
    return new FieldSpecifier(enterprise, id, length);
  }

  FieldConversion conversion() {
    return conversion;
  }

  FlowColumn column() {
    return column;
  }
}
