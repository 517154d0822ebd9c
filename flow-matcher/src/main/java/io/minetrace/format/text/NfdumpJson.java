// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.text;

import io.minetrace.flow.FlowReader;
import io.minetrace.format.bytes.FlowInput;
import io.minetrace.format.options.ReadOptions;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what {@code nfdump -o json} (an array) and {@code -o ndjson} (an object a line) write.
 * Times are local to the machine that ran nfdump and say no zone.
 *
 * <p>Sources: nfdump 1.7.1's own output; {@code src/output/output_json.c} of 1.7.8 for the keys.
 */
public final class NfdumpJson {

  private static final List<Binding> KEYS =
      List.of(
          Binding.of("type", Slot.NOTES, Cell.EVENT),
          Binding.of("sampled", Slot.NOTES, Cell.SAMPLED),
          Binding.of("first", Slot.START, Cell.TIME),
          Binding.of("last", Slot.END, Cell.TIME),
          Binding.of("t_event", Slot.EXPORT_TIME, Cell.TIME),
          Binding.of("received", Slot.EXPORT_TIME, Cell.TIME),
          Binding.of("src4_addr", Slot.SOURCE, Cell.ADDRESS),
          Binding.of("src6_addr", Slot.SOURCE, Cell.ADDRESS),
          Binding.of("dst4_addr", Slot.DESTINATION, Cell.ADDRESS),
          Binding.of("dst6_addr", Slot.DESTINATION, Cell.ADDRESS),
          Binding.of("src_port", Slot.SOURCE_PORT, Cell.PORT),
          Binding.of("dst_port", Slot.DESTINATION_PORT, Cell.PORT),
          Binding.of("icmp_type", Slot.ICMP_TYPE, Cell.NUMBER),
          Binding.of("icmp_code", Slot.ICMP_CODE, Cell.NUMBER),
          Binding.of("proto", Slot.PROTOCOL, Cell.PROTOCOL),
          Binding.of("tcp_flags", Slot.FLAGS, Cell.FLAGS),
          Binding.of("in_packets", Slot.PACKETS, Cell.COUNT),
          Binding.of("in_bytes", Slot.OCTETS, Cell.COUNT),
          Binding.of("out_packets", Slot.POST_PACKETS, Cell.COUNT),
          Binding.of("out_bytes", Slot.POST_OCTETS, Cell.COUNT),
          Binding.of("src4_xlt_ip", Slot.NAT_SOURCE, Cell.KNOWN_ADDRESS),
          Binding.of("src6_xlt_ip", Slot.NAT_SOURCE, Cell.KNOWN_ADDRESS),
          Binding.of("dst4_xlt_ip", Slot.NAT_DESTINATION, Cell.KNOWN_ADDRESS),
          Binding.of("dst6_xlt_ip", Slot.NAT_DESTINATION, Cell.KNOWN_ADDRESS),
          Binding.of("src_xlt_port", Slot.NAT_SOURCE_PORT, Cell.KNOWN_PORT),
          Binding.of("dst_xlt_port", Slot.NAT_DESTINATION_PORT, Cell.KNOWN_PORT),
          Binding.of("event_id", Slot.FIREWALL_EVENT, Cell.NUMBER),
          Binding.of("ip4_router", Slot.EXPORTER, Cell.KNOWN_ADDRESS),
          Binding.of("ip6_router", Slot.EXPORTER, Cell.KNOWN_ADDRESS),
          Binding.of("observationDomainID", Slot.DOMAIN, Cell.COUNT));

  private static final JsonDialect DIALECT =
      new JsonDialect(
          "nfdump JSON", KEYS, NfdumpJson::isSigned, TableDialect.NO_RULE, Optional.empty());

  private NfdumpJson() {}

  private static boolean isSigned(Set<String> keys) {
    boolean addresses = keys.contains("src4_addr") || keys.contains("src6_addr");
    return addresses && (keys.contains("first") || keys.contains("export_sysid"));
  }

  /** Whether an input that begins so is nfdump's JSON. */
  public static boolean recognises(byte[] head) {
    return DIALECT.recognises(head);
  }

  /** A reader of such an input, which closes it. */
  public static FlowReader open(FlowInput input, ReadOptions options) {
    return DIALECT.open(input, options);
  }
}
