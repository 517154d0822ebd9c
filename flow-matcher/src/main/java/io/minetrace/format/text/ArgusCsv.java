// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.text;

import io.minetrace.flow.FlowReader;
import io.minetrace.format.bytes.FlowInput;
import io.minetrace.format.options.ReadOptions;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what Argus' {@code ra -c ,} prints, as in the data set CTU-13, with any of the usual
 * delimiters. Flows are bidirectional; where only totals were printed they stand in the forward
 * columns, and the report says so. Records of other things than IP are passed over. Times are local
 * and say no zone, or seconds since 1970 ({@code ra -u}); ra's default of hours without a date
 * cannot be read.
 *
 * <p>Source: the manual page ra(1); ra 3.0.8.2's own output.
 */
public final class ArgusCsv {

  private static final List<Binding> COLUMNS =
      List.of(
          Binding.of("StartTime", Slot.START, Cell.TIME),
          Binding.of("LastTime", Slot.END, Cell.TIME),
          Binding.of("Dur", Slot.DURATION, Cell.DURATION),
          Binding.of("Proto", Slot.PROTOCOL, Cell.PROTOCOL_OF_IP),
          Binding.of("SrcAddr", Slot.SOURCE, Cell.ADDRESS),
          Binding.of("DstAddr", Slot.DESTINATION, Cell.ADDRESS),
          Binding.of("Sport", Slot.SOURCE_PORT, Cell.PORT),
          Binding.of("Dport", Slot.DESTINATION_PORT, Cell.PORT),
          Binding.of("SrcBytes", Slot.OCTETS, Cell.COUNT),
          Binding.of("DstBytes", Slot.REVERSE_OCTETS, Cell.COUNT),
          Binding.of("TotBytes", Slot.TOTAL_OCTETS, Cell.COUNT),
          Binding.of("SrcPkts", Slot.PACKETS, Cell.COUNT),
          Binding.of("DstPkts", Slot.REVERSE_PACKETS, Cell.COUNT),
          Binding.of("TotPkts", Slot.TOTAL_PACKETS, Cell.COUNT),
          Binding.of("State", Slot.FLAGS, Cell.BOTH_FLAGS));

  private static final TableDialect DIALECT =
      new TableDialect(
          "Argus CSV",
          () -> new NamesHeader(",;\t|", COLUMNS, ArgusCsv::isHeader, List.of(), Optional.empty()),
          TableDialect.NO_RULE);

  private ArgusCsv() {}

  private static boolean isHeader(Set<String> names) {
    return names.containsAll(Set.of("SrcAddr", "DstAddr"))
        && (names.contains("Proto") || names.contains("StartTime"));
  }

  /** Whether an input that begins so was printed by ra. */
  public static boolean recognises(byte[] head) {
    return DIALECT.recognises(head);
  }

  /** A reader of such an input, which closes it. */
  public static FlowReader open(FlowInput input, ReadOptions options) {
    return DIALECT.open(input, options);
  }
}
