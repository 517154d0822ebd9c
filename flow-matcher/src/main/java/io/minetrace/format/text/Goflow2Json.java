// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.text;

import io.minetrace.flow.FlowReader;
import io.minetrace.format.bytes.FlowInput;
import io.minetrace.format.options.ReadOptions;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the JSON lines of goflow2: version 2 ({@code time_flow_start_ns}), version 1 ({@code
 * time_flow_start}, seconds) and its predecessor goflow ({@code TimeFlowStart}). Times count from
 * 1970. Counters are as exported; the sampling rate stands beside them.
 *
 * <p>Source: goflow2's {@code README.md} and {@code pb/flow.proto}.
 */
public final class Goflow2Json {

  private static final List<Binding> KEYS =
      List.of(
          Binding.of("time_flow_start_ns", Slot.START, Cell.TIME_NANOSECONDS),
          Binding.of("time_flow_start_ms", Slot.START, Cell.TIME_MILLISECONDS),
          Binding.of("time_flow_start", Slot.START, Cell.TIME),
          Binding.of("TimeFlowStartMs", Slot.START, Cell.TIME_MILLISECONDS),
          Binding.of("TimeFlowStart", Slot.START, Cell.TIME),
          Binding.of("time_flow_end_ns", Slot.END, Cell.TIME_NANOSECONDS),
          Binding.of("time_flow_end_ms", Slot.END, Cell.TIME_MILLISECONDS),
          Binding.of("time_flow_end", Slot.END, Cell.TIME),
          Binding.of("TimeFlowEndMs", Slot.END, Cell.TIME_MILLISECONDS),
          Binding.of("TimeFlowEnd", Slot.END, Cell.TIME),
          Binding.of("time_received_ns", Slot.EXPORT_TIME, Cell.TIME_NANOSECONDS),
          Binding.of("time_received", Slot.EXPORT_TIME, Cell.TIME),
          Binding.of("TimeReceived", Slot.EXPORT_TIME, Cell.TIME),
          Binding.of("src_addr", Slot.SOURCE, Cell.ADDRESS),
          Binding.of("SrcAddr", Slot.SOURCE, Cell.ADDRESS),
          Binding.of("dst_addr", Slot.DESTINATION, Cell.ADDRESS),
          Binding.of("DstAddr", Slot.DESTINATION, Cell.ADDRESS),
          Binding.of("src_port", Slot.SOURCE_PORT, Cell.PORT),
          Binding.of("SrcPort", Slot.SOURCE_PORT, Cell.PORT),
          Binding.of("dst_port", Slot.DESTINATION_PORT, Cell.PORT),
          Binding.of("DstPort", Slot.DESTINATION_PORT, Cell.PORT),
          Binding.of("proto", Slot.PROTOCOL, Cell.PROTOCOL),
          Binding.of("Proto", Slot.PROTOCOL, Cell.PROTOCOL),
          Binding.of("icmp_type", Slot.ICMP_TYPE, Cell.NUMBER),
          Binding.of("IcmpType", Slot.ICMP_TYPE, Cell.NUMBER),
          Binding.of("icmp_code", Slot.ICMP_CODE, Cell.NUMBER),
          Binding.of("IcmpCode", Slot.ICMP_CODE, Cell.NUMBER),
          Binding.of("tcp_flags", Slot.FLAGS, Cell.FLAGS),
          Binding.of("TCPFlags", Slot.FLAGS, Cell.FLAGS),
          Binding.of("bytes", Slot.OCTETS, Cell.COUNT),
          Binding.of("Bytes", Slot.OCTETS, Cell.COUNT),
          Binding.of("packets", Slot.PACKETS, Cell.COUNT),
          Binding.of("Packets", Slot.PACKETS, Cell.COUNT),
          Binding.of("sampling_rate", Slot.SAMPLING, Cell.KNOWN_NUMBER),
          Binding.of("SamplingRate", Slot.SAMPLING, Cell.KNOWN_NUMBER),
          Binding.of("sampler_address", Slot.EXPORTER, Cell.KNOWN_ADDRESS),
          Binding.of("SamplerAddress", Slot.EXPORTER, Cell.KNOWN_ADDRESS),
          Binding.of("observation_domain_id", Slot.DOMAIN, Cell.COUNT));

  private static final JsonDialect DIALECT =
      new JsonDialect(
          "goflow2 JSON", KEYS, Goflow2Json::isSigned, TableDialect.NO_RULE, Optional.empty());

  private Goflow2Json() {}

  private static boolean isSigned(Set<String> keys) {
    return keys.containsAll(Set.of("SrcAddr", "DstAddr", "SamplerAddress"))
        || (keys.containsAll(Set.of("src_addr", "dst_addr"))
            && (keys.contains("sampler_address")
                || keys.contains("time_flow_start_ns")
                || keys.contains("time_flow_start")
                || keys.contains("time_received_ns")));
  }

  /** Whether an input that begins so is goflow2's. */
  public static boolean recognises(byte[] head) {
    return DIALECT.recognises(head);
  }

  /** A reader of such an input, which closes it. */
  public static FlowReader open(FlowInput input, ReadOptions options) {
    return DIALECT.open(input, options);
  }
}
