// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.text;

import io.minetrace.flow.FlowReader;
import io.minetrace.format.bytes.FlowInput;
import io.minetrace.format.options.ReadOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the JSON of ipfixcol2: keys are information elements, by name ({@code
 * iana:sourceIPv4Address}) or by number ({@code en0:id8}); times are ISO 8601 in UTC or
 * milliseconds since 1970, whatever the element's own unit. Records of options and templates are
 * passed over. Times that only count from the exporter's start are not known here; such flows have
 * no time unless the message's export time is beside them ({@code detailedInfo}).
 *
 * <p>Source: ipfixcol2's {@code src/plugins/output/json/README.rst}.
 */
public final class Ipfixcol2Json {

  private static final String REVERSE_PEN = "29305";

  private static final List<Binding> KEYS = keys();

  private static final JsonDialect DIALECT =
      new JsonDialect(
          "ipfixcol2 JSON", KEYS, Ipfixcol2Json::isSigned, TableDialect.NO_RULE, Optional.empty());

  private Ipfixcol2Json() {}

  private static List<Binding> keys() {
    List<Binding> keys = new ArrayList<>();
    keys.add(Binding.gate("@type", "ipfix.entry"));
    add(keys, "flowStartMilliseconds", 152, Slot.START, Cell.TIME_MILLISECONDS);
    add(keys, "flowStartNanoseconds", 156, Slot.START, Cell.TIME_MILLISECONDS);
    add(keys, "flowStartMicroseconds", 154, Slot.START, Cell.TIME_MILLISECONDS);
    add(keys, "flowStartSeconds", 150, Slot.START, Cell.TIME_MILLISECONDS);
    add(keys, "flowEndMilliseconds", 153, Slot.END, Cell.TIME_MILLISECONDS);
    add(keys, "flowEndNanoseconds", 157, Slot.END, Cell.TIME_MILLISECONDS);
    add(keys, "flowEndMicroseconds", 155, Slot.END, Cell.TIME_MILLISECONDS);
    add(keys, "flowEndSeconds", 151, Slot.END, Cell.TIME_MILLISECONDS);
    add(keys, "flowDurationMilliseconds", 161, Slot.DURATION, Cell.DURATION_MILLISECONDS);
    add(keys, "flowDurationMicroseconds", 162, Slot.DURATION, Cell.DURATION_MICROSECONDS);
    add(keys, "observationTimeMilliseconds", 323, Slot.EXPORT_TIME, Cell.TIME_MILLISECONDS);
    keys.add(Binding.of("ipfix:exportTime", Slot.EXPORT_TIME, Cell.TIME));
    add(keys, "sourceIPv4Address", 8, Slot.SOURCE, Cell.ADDRESS);
    add(keys, "sourceIPv6Address", 27, Slot.SOURCE, Cell.ADDRESS);
    add(keys, "destinationIPv4Address", 12, Slot.DESTINATION, Cell.ADDRESS);
    add(keys, "destinationIPv6Address", 28, Slot.DESTINATION, Cell.ADDRESS);
    add(keys, "sourceTransportPort", 7, Slot.SOURCE_PORT, Cell.PORT);
    add(keys, "destinationTransportPort", 11, Slot.DESTINATION_PORT, Cell.PORT);
    add(keys, "protocolIdentifier", 4, Slot.PROTOCOL, Cell.PROTOCOL);
    add(keys, "icmpTypeIPv4", 176, Slot.ICMP_TYPE, Cell.NUMBER);
    add(keys, "icmpTypeIPv6", 178, Slot.ICMP_TYPE, Cell.NUMBER);
    add(keys, "icmpCodeIPv4", 177, Slot.ICMP_CODE, Cell.NUMBER);
    add(keys, "icmpCodeIPv6", 179, Slot.ICMP_CODE, Cell.NUMBER);
    add(keys, "tcpControlBits", 6, Slot.FLAGS, Cell.FLAGS);
    add(keys, "octetDeltaCount", 1, Slot.OCTETS, Cell.COUNT);
    add(keys, "octetTotalCount", 85, Slot.OCTETS, Cell.COUNT);
    add(keys, "initiatorOctets", 231, Slot.OCTETS, Cell.COUNT);
    add(keys, "packetDeltaCount", 2, Slot.PACKETS, Cell.COUNT);
    add(keys, "packetTotalCount", 86, Slot.PACKETS, Cell.COUNT);
    add(keys, "initiatorPackets", 298, Slot.PACKETS, Cell.COUNT);
    addReverse(keys, "tcpControlBits", 6, Slot.REVERSE_FLAGS, Cell.FLAGS);
    addReverse(keys, "octetDeltaCount", 1, Slot.REVERSE_OCTETS, Cell.COUNT);
    addReverse(keys, "octetTotalCount", 85, Slot.REVERSE_OCTETS, Cell.COUNT);
    add(keys, "responderOctets", 232, Slot.REVERSE_OCTETS, Cell.COUNT);
    addReverse(keys, "packetDeltaCount", 2, Slot.REVERSE_PACKETS, Cell.COUNT);
    addReverse(keys, "packetTotalCount", 86, Slot.REVERSE_PACKETS, Cell.COUNT);
    add(keys, "responderPackets", 299, Slot.REVERSE_PACKETS, Cell.COUNT);
    add(keys, "postOctetDeltaCount", 23, Slot.POST_OCTETS, Cell.COUNT);
    add(keys, "postPacketDeltaCount", 24, Slot.POST_PACKETS, Cell.COUNT);
    add(keys, "postNATSourceIPv4Address", 225, Slot.NAT_SOURCE, Cell.KNOWN_ADDRESS);
    add(keys, "postNATSourceIPv6Address", 281, Slot.NAT_SOURCE, Cell.KNOWN_ADDRESS);
    add(keys, "postNATDestinationIPv4Address", 226, Slot.NAT_DESTINATION, Cell.KNOWN_ADDRESS);
    add(keys, "postNATDestinationIPv6Address", 282, Slot.NAT_DESTINATION, Cell.KNOWN_ADDRESS);
    add(keys, "postNAPTSourceTransportPort", 227, Slot.NAT_SOURCE_PORT, Cell.KNOWN_PORT);
    add(keys, "postNAPTDestinationTransportPort", 228, Slot.NAT_DESTINATION_PORT, Cell.KNOWN_PORT);
    add(keys, "firewallEvent", 233, Slot.FIREWALL_EVENT, Cell.NUMBER);
    add(keys, "samplingPacketInterval", 305, Slot.SAMPLING, Cell.KNOWN_NUMBER);
    add(keys, "samplingInterval", 34, Slot.SAMPLING, Cell.KNOWN_NUMBER);
    add(keys, "exporterIPv4Address", 130, Slot.EXPORTER, Cell.KNOWN_ADDRESS);
    add(keys, "exporterIPv6Address", 131, Slot.EXPORTER, Cell.KNOWN_ADDRESS);
    keys.add(Binding.of("ipfix:srcAddr", Slot.EXPORTER, Cell.KNOWN_ADDRESS));
    add(keys, "observationDomainId", 149, Slot.DOMAIN, Cell.COUNT);
    keys.add(Binding.of("ipfix:odid", Slot.DOMAIN, Cell.COUNT));
    return List.copyOf(keys);
  }

  private static void add(List<Binding> keys, String name, int number, Slot slot, Cell cell) {
    keys.add(Binding.of("iana:" + name, slot, cell));
    keys.add(Binding.of("en0:id" + number, slot, cell));
  }

  private static void addReverse(
      List<Binding> keys, String name, int number, Slot slot, Cell cell) {
    keys.add(Binding.of("iana@reverse:" + name, slot, cell));
    keys.add(Binding.of("en" + REVERSE_PEN + ":id" + number, slot, cell));
  }

  private static boolean isSigned(Set<String> names) {
    return names.stream().anyMatch(name -> name.startsWith("iana:") || name.startsWith("en0:id"))
        || names.contains("ipfix:templateId");
  }

  /** Whether an input that begins so is ipfixcol2's. */
  public static boolean recognises(byte[] head) {
    return DIALECT.recognises(head);
  }

  /** A reader of such an input, which closes it. */
  public static FlowReader open(FlowInput input, ReadOptions options) {
    return DIALECT.open(input, options);
  }
}
