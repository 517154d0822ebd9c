// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import io.minetrace.flow.FlowColumn;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A data template compiled: which field goes through which conversion to which column, in the order
 * of {@link InformationElement}. Immutable for a layout of fixed length; else holds scratch arrays
 * and is used by one thread.
 */
final class RecordPlan {

  private final RecordLayout layout;
  private final int[] fields;
  private final FieldConversion[] conversions;
  private final FlowColumn[] columns;
  private final boolean describesFlows;
  private final boolean needsSystemInit;
  private final int[] starts;
  private final int[] widths;

  RecordPlan(List<FieldSpecifier> specifiers, RecordLayout layout) {
    this.layout = layout;
    // First wins: a tunnel's or a repeated element's later values are of an inner or other header.
    Map<InformationElement, Integer> wanted = new EnumMap<>(InformationElement.class);
    for (int f = 0; f < specifiers.size(); f++) {
      FieldSpecifier specifier = specifiers.get(f);
      int field = f;
      InformationElement.of(specifier)
          .filter(
              element -> specifier.isVariable() || element.conversion().accepts(specifier.length()))
          .ifPresent(element -> wanted.putIfAbsent(element, field));
    }
    List<InformationElement> elements = new ArrayList<>(wanted.keySet());
    elements.sort(Comparator.naturalOrder());
    fields = elements.stream().mapToInt(wanted::get).toArray();
    conversions =
        elements.stream().map(InformationElement::conversion).toArray(FieldConversion[]::new);
    columns = elements.stream().map(InformationElement::column).toArray(FlowColumn[]::new);
    describesFlows =
        wanted.keySet().stream()
            .anyMatch(
                element ->
                    element.column() == FlowColumn.SOURCE_IP_ADDRESS
                        || element.column() == FlowColumn.DESTINATION_IP_ADDRESS);
    needsSystemInit =
        wanted.keySet().stream().anyMatch(e -> e.conversion() == FieldConversion.UPTIME)
            && !wanted.containsKey(InformationElement.SYSTEM_INIT_TIME_MILLISECONDS)
            && wanted.keySet().stream().noneMatch(e -> e.conversion().isAbsoluteTime());
    int variableFields = layout.isVariable() ? layout.fields() : 0;
    starts = new int[variableFields];
    widths = new int[variableFields];
  }

  RecordLayout layout() {
    return layout;
  }

  /** Whether its records have an address: what has none is a statistic or a mapping, not a flow. */
  boolean describesFlows() {
    return describesFlows;
  }

  /** Whether in IPFIX its records have no time before options data tells element 160. */
  boolean needsSystemInit() {
    return needsSystemInit;
  }

  /** Fills the rows of a block of records of fixed length; they lie within its bytes. */
  void decodeFixed(RecordBlock block) {
    block.stride = layout.minimumLength();
    for (int k = 0; k < fields.length; k++) {
      convert(block, k, layout.offset(fields[k]), layout.length(fields[k]));
    }
    if (block.sawDistantTime) {
      block.acceptsDistantTime = true;
      for (int k = 0; k < fields.length; k++) {
        if (conversions[k].isAbsoluteTime()) {
          convert(block, k, layout.offset(fields[k]), layout.length(fields[k]));
        }
      }
    }
  }

  /**
   * Fills the row of a block of one record, which is known to be whole.
   *
   * @return the index behind the record
   */
  int decodeVariable(RecordBlock block, int end) {
    int next = layout.locate(block.bytes, block.at, end, starts, widths);
    if (next == RecordLayout.NONE) {
      throw new IllegalStateException("a record that is not whole, at " + block.at);
    }
    for (int k = 0; k < fields.length; k++) {
      convertVariable(block, k);
    }
    if (block.sawDistantTime) {
      block.acceptsDistantTime = true;
      for (int k = 0; k < fields.length; k++) {
        if (conversions[k].isAbsoluteTime()) {
          convertVariable(block, k);
        }
      }
    }
    return next;
  }

  private void convertVariable(RecordBlock block, int k) {
    int width = widths[fields[k]];
    if (conversions[k].accepts(width)) {
      convert(block, k, starts[fields[k]] - block.at, width);
    }
  }

  private void convert(RecordBlock block, int k, int offset, int width) {
    conversions[k].convert(block, columns[k], offset, width);
  }
}
