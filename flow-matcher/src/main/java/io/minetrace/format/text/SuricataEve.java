// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.text;

import io.minetrace.flow.FlowReader;
import io.minetrace.format.bytes.FlowInput;
import io.minetrace.format.options.ReadOptions;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the flows in an EVE log of Suricata: events of type {@code flow}, which are bidirectional
 * with the client as source, and of type {@code netflow}, which are not. Other events are passed
 * over and counted. A log with both types holds every flow twice; that is not sorted out here.
 *
 * <p>Source: Suricata's user guide, Eve JSON Format.
 */
public final class SuricataEve {

  private static final List<Binding> KEYS =
      List.of(
          Binding.gate("event_type", "flow", "netflow"),
          Binding.of("flow/start", Slot.START, Cell.TIME),
          Binding.of("netflow/start", Slot.START, Cell.TIME),
          Binding.of("flow/end", Slot.END, Cell.TIME),
          Binding.of("netflow/end", Slot.END, Cell.TIME),
          Binding.of("timestamp", Slot.EXPORT_TIME, Cell.TIME),
          Binding.of("src_ip", Slot.SOURCE, Cell.ADDRESS),
          Binding.of("dest_ip", Slot.DESTINATION, Cell.ADDRESS),
          Binding.of("src_port", Slot.SOURCE_PORT, Cell.PORT),
          Binding.of("dest_port", Slot.DESTINATION_PORT, Cell.PORT),
          Binding.of("icmp_type", Slot.ICMP_TYPE, Cell.NUMBER),
          Binding.of("icmp_code", Slot.ICMP_CODE, Cell.NUMBER),
          Binding.of("proto", Slot.PROTOCOL, Cell.PROTOCOL),
          Binding.of("flow/pkts_toserver", Slot.PACKETS, Cell.COUNT),
          Binding.of("netflow/pkts", Slot.PACKETS, Cell.COUNT),
          Binding.of("flow/bytes_toserver", Slot.OCTETS, Cell.COUNT),
          Binding.of("netflow/bytes", Slot.OCTETS, Cell.COUNT),
          Binding.of("flow/pkts_toclient", Slot.REVERSE_PACKETS, Cell.COUNT),
          Binding.of("flow/bytes_toclient", Slot.REVERSE_OCTETS, Cell.COUNT),
          Binding.of("tcp/tcp_flags_ts", Slot.FLAGS, Cell.HEX_FLAGS),
          Binding.of("tcp/tcp_flags", Slot.FLAGS, Cell.HEX_FLAGS),
          Binding.of("tcp/tcp_flags_tc", Slot.REVERSE_FLAGS, Cell.HEX_FLAGS));

  private static final JsonDialect DIALECT =
      new JsonDialect(
          "Suricata EVE",
          KEYS,
          SuricataEve::isSigned,
          TableDialect.NO_RULE,
          Optional.of("octets of Suricata count the headers of the link layer too"));

  private SuricataEve() {}

  /** Many applications log an {@code event_type} with a {@code timestamp}. */
  private static boolean isSigned(Set<String> keys) {
    boolean ofFlow = keys.containsAll(Set.of("flow_id", "src_ip", "dest_ip"));
    boolean ofSensor = keys.containsAll(Set.of("timestamp", "stats"));
    return keys.contains("event_type") && !keys.contains("ip_src") && (ofFlow || ofSensor);
  }

  /** Whether an input that begins so is an EVE log. */
  public static boolean recognises(byte[] head) {
    return DIALECT.recognises(head);
  }

  /** A reader of such an input, which closes it. */
  public static FlowReader open(FlowInput input, ReadOptions options) {
    return DIALECT.open(input, options);
  }
}
