// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.text;

import io.minetrace.flow.FlowReader;
import io.minetrace.format.bytes.FlowInput;
import io.minetrace.format.options.ReadOptions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads Zeek's conn.log written as JSON lines; times are seconds since 1970, or ISO 8601 in UTC.
 * Records of other logs, which may stand between where all go to one file, are passed over and
 * counted: they tell again of connections that have their own record. See {@link ZeekConn}.
 */
public final class ZeekJson {

  private static final List<Binding> KEYS =
      Stream.concat(
              Stream.of(
                  Binding.gate("_path", "conn"),
                  Binding.of("conn_state", Slot.CONNECTION_STATE, Cell.PRESENT)),
              ZeekConn.FIELDS.stream())
          .toList();

  private static final JsonDialect DIALECT =
      new JsonDialect("Zeek conn JSON", KEYS, ZeekConn::isSigned, ZeekJson::rule, Optional.empty());

  private ZeekJson() {}

  private static void rule(Row row) {
    boolean connection =
        row.has(Slot.CONNECTION_STATE)
            || row.has(Slot.PACKETS)
            || row.has(Slot.OCTETS)
            || row.has(Slot.PAYLOAD_OCTETS);
    if (!connection) {
      row.other("not of conn.log");
    }
    ZeekConn.icmp(row);
  }

  /** Whether an input that begins so is a conn.log as JSON. */
  public static boolean recognises(byte[] head) {
    return DIALECT.recognises(head);
  }

  /** A reader of such an input, which closes it. */
  public static FlowReader open(FlowInput input, ReadOptions options) {
    return DIALECT.open(input, options);
  }
}
