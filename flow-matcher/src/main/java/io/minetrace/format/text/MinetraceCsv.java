// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.text;

import io.minetrace.flow.FlowColumn;
import io.minetrace.flow.FlowReader;
import io.minetrace.format.bytes.FlowInput;
import io.minetrace.format.options.ReadOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads back what {@code flow-matcher flows} writes. The record ordinals are those of this file,
 * not of the capture that was printed.
 */
public final class MinetraceCsv {

  /** Every column but the ordinal, by its own name. */
  static final List<Binding> COLUMNS =
      Arrays.stream(FlowColumn.values())
          .filter(column -> column != FlowColumn.RECORD_ORDINAL)
          .map(
              column ->
                  Binding.of(column.columnName(), Slot.of(column).orElseThrow(), Cell.of(column)))
          .toList();

  /** All that such a table may have. Others with columns of these names are read by a mapping. */
  private static final Set<String> VOCABULARY =
      Stream.concat(
              Arrays.stream(FlowColumn.values()).map(FlowColumn::columnName),
              Stream.of("input_file"))
          .collect(Collectors.toUnmodifiableSet());

  private static final TableDialect DIALECT =
      new TableDialect(
          "Minetrace CSV",
          () ->
              new NamesHeader(
                  ",",
                  COLUMNS,
                  names -> VOCABULARY.containsAll(names) && isHeader(names),
                  VOCABULARY,
                  List.of(),
                  Optional.empty()),
          TableDialect.NO_RULE);

  private MinetraceCsv() {}

  /** Labelled flows, a result, have the same columns and others: they are no input. */
  static boolean isHeader(Set<String> names) {
    return names.contains(FlowColumn.SOURCE_IP_ADDRESS.columnName())
        && names.contains(FlowColumn.DESTINATION_IP_ADDRESS.columnName())
        && names.contains(FlowColumn.FLOW_START.columnName())
        && !names.contains("mining_role");
  }

  /** Whether an input that begins so is our own table of flows. */
  public static boolean recognises(byte[] head) {
    return DIALECT.recognises(head);
  }

  /** A reader of such an input, which closes it. */
  public static FlowReader open(FlowInput input, ReadOptions options) {
    return DIALECT.open(input, options);
  }
}
