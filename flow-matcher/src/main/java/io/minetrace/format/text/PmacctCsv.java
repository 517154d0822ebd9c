// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.text;

import io.minetrace.flow.FlowReader;
import io.minetrace.format.bytes.FlowInput;
import io.minetrace.format.options.ReadOptions;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the CSV of pmacct's print plugin, with any of its usual separators. Which columns there are
 * is the user's choice; of times the same holds as for {@link PmacctJson}.
 *
 * <p>Sources: pmacct 1.7.7's own output; {@code src/print_plugin.c} for the names.
 */
public final class PmacctCsv {

  private static final List<Binding> COLUMNS =
      List.of(
          Binding.of("TIMESTAMP_START", Slot.START, Cell.TIME),
          Binding.of("TIMESTAMP_MIN", Slot.START, Cell.TIME),
          Binding.of("TIMESTAMP_END", Slot.END, Cell.TIME),
          Binding.of("TIMESTAMP_MAX", Slot.END, Cell.TIME),
          Binding.of("TIMESTAMP_EXPORT", Slot.EXPORT_TIME, Cell.TIME),
          Binding.of("TIMESTAMP_ARRIVAL", Slot.EXPORT_TIME, Cell.TIME),
          Binding.of("STAMP_INSERTED", Slot.EXPORT_TIME, Cell.TIME),
          Binding.of("SRC_IP", Slot.SOURCE, Cell.ADDRESS),
          Binding.of("DST_IP", Slot.DESTINATION, Cell.ADDRESS),
          Binding.of("SRC_PORT", Slot.SOURCE_PORT, Cell.PORT),
          Binding.of("DST_PORT", Slot.DESTINATION_PORT, Cell.PORT),
          Binding.of("PROTOCOL", Slot.PROTOCOL, Cell.PROTOCOL),
          Binding.of("TCP_FLAGS", Slot.FLAGS, Cell.FLAGS),
          Binding.of("PACKETS", Slot.PACKETS, Cell.COUNT),
          Binding.of("BYTES", Slot.OCTETS, Cell.COUNT),
          Binding.of("SAMPLING_RATE", Slot.SAMPLING, Cell.KNOWN_NUMBER),
          Binding.of("POST_NAT_SRC_IP", Slot.NAT_SOURCE, Cell.KNOWN_ADDRESS),
          Binding.of("POST_NAT_DST_IP", Slot.NAT_DESTINATION, Cell.KNOWN_ADDRESS),
          Binding.of("POST_NAT_SRC_PORT", Slot.NAT_SOURCE_PORT, Cell.KNOWN_PORT),
          Binding.of("POST_NAT_DST_PORT", Slot.NAT_DESTINATION_PORT, Cell.KNOWN_PORT),
          Binding.of("FW_EVENT", Slot.FIREWALL_EVENT, Cell.KNOWN_NUMBER),
          Binding.of("PEER_SRC_IP", Slot.EXPORTER, Cell.KNOWN_ADDRESS),
          Binding.of("EXPORT_PROTO_SYSID", Slot.DOMAIN, Cell.COUNT));

  private static final TableDialect DIALECT =
      new TableDialect(
          "pmacct CSV",
          () -> new NamesHeader(",;\t|", COLUMNS, PmacctCsv::isHeader, List.of(), Optional.empty()),
          TableDialect.NO_RULE);

  private PmacctCsv() {}

  private static boolean isHeader(Set<String> names) {
    return names.containsAll(Set.of("SRC_IP", "DST_IP"));
  }

  /** Whether an input that begins so is a table of pmacct. */
  public static boolean recognises(byte[] head) {
    return DIALECT.recognises(head);
  }

  /** A reader of such an input, which closes it. */
  public static FlowReader open(FlowInput input, ReadOptions options) {
    return DIALECT.open(input, options);
  }
}
