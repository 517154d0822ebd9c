// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import io.minetrace.flow.FlowColumn;
import io.minetrace.format.bytes.ByteCursor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A data template compiled: which field goes through which conversion to which column, in the order
 * of {@link InformationElement}. Immutable for a layout of fixed length; else holds scratch arrays
 * and is used by one thread.
 */
final class RecordPlan {

  private static final Set<FlowColumn> ENDPOINTS =
      Set.of(FlowColumn.SOURCE_IP_ADDRESS, FlowColumn.DESTINATION_IP_ADDRESS);

  /** portRangeStart to portRangeNumPorts. */
  private static final int FIRST_PORT_RANGE = 361;

  private static final int LAST_PORT_RANGE = 364;

  /** A kind of list that a field may hold (RFC 6313 §4.5). */
  enum ListKind {
    BASIC_LIST(291),
    SUB_TEMPLATE_LIST(292),
    SUB_TEMPLATE_MULTI_LIST(293);

    private final int id;

    ListKind(int id) {
      this.id = id;
    }

    private static Optional<ListKind> of(FieldSpecifier field) {
      return Arrays.stream(values())
          .filter(kind -> field.enterprise() == Enterprise.IANA && field.id() == kind.id)
          .findFirst();
    }
  }

  /**
   * A list in a record.
   *
   * @param value the bytes of its field
   */
  record ListField(ListKind kind, ByteCursor value) {}

  private final RecordLayout layout;
  private final int[] listFields;
  private final ListKind[] listKinds;
  private final Set<FlowColumn> addresses;
  private final boolean describesPortBlock;
  private final int[] fields;
  private final FieldConversion[] conversions;
  private final FlowColumn[] columns;
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
    addresses =
        wanted.keySet().stream()
            .map(InformationElement::column)
            .filter(ENDPOINTS::contains)
            .collect(Collectors.toUnmodifiableSet());
    describesPortBlock =
        specifiers.stream()
            .anyMatch(
                field ->
                    field.enterprise() == Enterprise.IANA
                        && field.id() >= FIRST_PORT_RANGE
                        && field.id() <= LAST_PORT_RANGE);
    listFields =
        IntStream.range(0, specifiers.size())
            .filter(f -> ListKind.of(specifiers.get(f)).isPresent())
            .toArray();
    listKinds =
        specifiers.stream().flatMap(field -> ListKind.of(field).stream()).toArray(ListKind[]::new);
    needsSystemInit =
        wanted.keySet().stream().anyMatch(e -> e.conversion() == FieldConversion.UPTIME)
            && !wanted.containsKey(InformationElement.SYSTEM_INIT_TIME_MILLISECONDS)
            && wanted.keySet().stream().noneMatch(e -> e.conversion().isAbsoluteTime());
    int locatedFields = isDecodedByRecord() ? layout.fields() : 0;
    starts = new int[locatedFields];
    widths = new int[locatedFields];
  }

  RecordLayout layout() {
    return layout;
  }

  /**
   * Whether its records are flows: what has no address is a statistic, and ports in blocks without
   * a destination are the mapping of a subscriber.
   */
  boolean describesFlows() {
    return addresses.contains(FlowColumn.DESTINATION_IP_ADDRESS)
        || (!addresses.isEmpty() && !describesPortBlock);
  }

  /** Whether its records give ports in blocks: RFC 8158 logs the mapping of subscribers so. */
  boolean describesPortBlock() {
    return describesPortBlock;
  }

  /** Whether its records lack an address that records in their lists may have. */
  boolean mayEncloseFlows() {
    return hasLists() && addresses.size() < ENDPOINTS.size();
  }

  /** Whether its records have an address that the records around them lack. */
  boolean completes(RecordPlan around) {
    return !around.addresses.containsAll(addresses);
  }

  boolean hasLists() {
    return listFields.length > 0;
  }

  /** Whether each record has to be looked at by itself. */
  boolean isDecodedByRecord() {
    return layout.isVariable() || hasLists();
  }

  /** Whether in IPFIX its records have no time before options data tells element 160. */
  boolean needsSystemInit() {
    return needsSystemInit;
  }

  /** Fills the rows of a block from as many records of fixed length. */
  void decodeFixed(RecordBlock block, ByteCursor records) {
    block.bytes = records.array();
    block.at = records.arrayIndex();
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
   * Fills the row of a block of one record.
   *
   * @param records whole records; left behind the first of them
   * @return that record
   */
  ByteCursor decodeVariable(RecordBlock block, ByteCursor records) {
    block.bytes = records.array();
    block.at = records.arrayIndex();
    int next = layout.locate(block.bytes, block.at, block.at + records.remaining(), starts, widths);
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
    return records.take(next - block.at);
  }

  /**
   * Fills what the rows of a block still lack from one record, the same for all of them.
   *
   * @param record a whole record
   */
  void fillRow(RecordBlock block, ByteCursor record) {
    block.bytes = record.array();
    block.at = record.arrayIndex();
    block.stride = 0;
    block.acceptsDistantTime = true;
    int end = record.arrayIndex() + record.remaining();
    int[] fieldStarts = new int[layout.fields()];
    int[] fieldWidths = new int[layout.fields()];
    if (layout.locate(block.bytes, block.at, end, fieldStarts, fieldWidths) == RecordLayout.NONE) {
      throw new IllegalStateException("a record that is not whole, at " + block.at);
    }
    for (int k = 0; k < fields.length; k++) {
      int width = fieldWidths[fields[k]];
      if (conversions[k].accepts(width)) {
        convert(block, k, fieldStarts[fields[k]] - block.at, width);
      }
    }
  }

  /** Takes the next of some whole records. */
  ByteCursor nextRecord(ByteCursor records) {
    int[] scratch = new int[layout.fields()];
    int from = records.arrayIndex();
    int next = layout.locate(records.array(), from, from + records.remaining(), scratch, scratch);
    if (next == RecordLayout.NONE) {
      throw new IllegalStateException("a record that is not whole, at " + from);
    }
    return records.take(next - from);
  }

  /** The lists of one record. */
  List<ListField> lists(ByteCursor record) {
    int[] fieldStarts = new int[layout.fields()];
    int[] fieldWidths = new int[layout.fields()];
    int from = record.arrayIndex();
    int end = from + record.remaining();
    if (layout.locate(record.array(), from, end, fieldStarts, fieldWidths) == RecordLayout.NONE) {
      throw new IllegalStateException("a record that is not whole, at " + from);
    }
    List<ListField> lists = new ArrayList<>();
    for (int f = 0; f < listFields.length; f++) {
      int field = listFields[f];
      ByteCursor rest = record.copy();
      rest.take(fieldStarts[field] - from);
      lists.add(new ListField(listKinds[f], rest.take(fieldWidths[field])));
    }
    return lists;
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
