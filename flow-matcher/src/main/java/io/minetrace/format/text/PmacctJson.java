// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.text;

import io.minetrace.flow.FlowReader;
import io.minetrace.format.bytes.FlowInput;
import io.minetrace.format.options.ReadOptions;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the JSON lines of pmacct's plugins. Which keys there are is the user's choice; without
 * {@code timestamp_start} a flow has at best the time of its bin. Times are local and say no zone,
 * seconds since 1970 ({@code timestamps_since_epoch}) or carry a zone ({@code timestamps_rfc3339}).
 *
 * <p>Sources: pmacct 1.7.7's own output; {@code src/plugin_cmn_json.c} for the keys.
 */
public final class PmacctJson {

  private static final List<Binding> KEYS =
      List.of(
          Binding.of("timestamp_start", Slot.START, Cell.TIME),
          Binding.of("timestamp_min", Slot.START, Cell.TIME),
          Binding.of("timestamp_end", Slot.END, Cell.TIME),
          Binding.of("timestamp_max", Slot.END, Cell.TIME),
          Binding.of("timestamp_export", Slot.EXPORT_TIME, Cell.TIME),
          Binding.of("timestamp_arrival", Slot.EXPORT_TIME, Cell.TIME),
          Binding.of("stamp_inserted", Slot.EXPORT_TIME, Cell.TIME),
          Binding.of("ip_src", Slot.SOURCE, Cell.ADDRESS),
          Binding.of("ip_dst", Slot.DESTINATION, Cell.ADDRESS),
          Binding.of("port_src", Slot.SOURCE_PORT, Cell.PORT),
          Binding.of("port_dst", Slot.DESTINATION_PORT, Cell.PORT),
          Binding.of("ip_proto", Slot.PROTOCOL, Cell.PROTOCOL),
          Binding.of("tcp_flags", Slot.FLAGS, Cell.FLAGS),
          Binding.of("packets", Slot.PACKETS, Cell.COUNT),
          Binding.of("bytes", Slot.OCTETS, Cell.COUNT),
          Binding.of("sampling_rate", Slot.SAMPLING, Cell.KNOWN_NUMBER),
          Binding.of("post_nat_ip_src", Slot.NAT_SOURCE, Cell.KNOWN_ADDRESS),
          Binding.of("post_nat_ip_dst", Slot.NAT_DESTINATION, Cell.KNOWN_ADDRESS),
          Binding.of("post_nat_port_src", Slot.NAT_SOURCE_PORT, Cell.KNOWN_PORT),
          Binding.of("post_nat_port_dst", Slot.NAT_DESTINATION_PORT, Cell.KNOWN_PORT),
          Binding.of("fw_event", Slot.FIREWALL_EVENT, Cell.KNOWN_NUMBER),
          Binding.of("peer_ip_src", Slot.EXPORTER, Cell.KNOWN_ADDRESS),
          Binding.of("export_proto_sysid", Slot.DOMAIN, Cell.COUNT));

  private static final JsonDialect DIALECT =
      new JsonDialect(
          "pmacct JSON", KEYS, PmacctJson::isSigned, TableDialect.NO_RULE, Optional.empty());

  private PmacctJson() {}

  private static boolean isSigned(Set<String> keys) {
    return keys.containsAll(Set.of("ip_src", "ip_dst"));
  }

  /** Whether an input that begins so is pmacct's JSON. */
  public static boolean recognises(byte[] head) {
    return DIALECT.recognises(head);
  }

  /** A reader of such an input, which closes it. */
  public static FlowReader open(FlowInput input, ReadOptions options) {
    return DIALECT.open(input, options);
  }
}
