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

  private final RecordLayout layout;
  private final int[] listFields;
  private final ListKind[] listKinds;
  private final Set<FlowColumn> addresses;
  private final boolean describesPortBlock;
  private final int[] fields;
  private final FieldConversion[] conversions;
  private final FlowColumn[] columns;
  private final boolean needsSystemInit;
  private final int[][] scratch;

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
    scratch = new int[layout.anchors()][1];
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

  /** Whether in IPFIX its records have no time before options data tells element 160. */
  boolean needsSystemInit() {
    return needsSystemInit;
  }

  /**
   * Fills the rows of a block.
   *
   * @param records whole records, as many as the block has at least; those of variable length are
   *     located in the block
   */
  void decode(RecordBlock block, ByteCursor records) {
    block.bytes = records.array();
    block.at = records.arrayIndex();
    block.stride = layout.minimumLength();
    for (int k = 0; k < fields.length; k++) {
      convert(block, k);
    }
    if (block.sawDistantTime) {
      block.acceptsDistantTime = true;
      for (int k = 0; k < fields.length; k++) {
        if (conversions[k].isAbsoluteTime()) {
          convert(block, k);
        }
      }
    }
    block.anchor = RecordBlock.NO_ANCHOR;
  }

  private void convert(RecordBlock block, int k) {
    int field = fields[k];
    int width = layout.length(field);
    block.anchor = layout.isVariable() ? layout.anchor(field) : RecordBlock.NO_ANCHOR;
    if (width != FieldSpecifier.VARIABLE_LENGTH) {
      conversions[k].convert(block, columns[k], layout.offset(field), width);
      return;
    }
    int from = block.from;
    int to = block.to;
    for (int i = from; i < to; i++) {
      int base = block.base(block.anchor, i);
      int start = layout.valueStart(block.bytes, base, field);
      int actual = block.base(block.anchor + 1, i) - start;
      if (conversions[k].accepts(actual)) {
        block.from = i;
        block.to = i + 1;
        conversions[k].convert(block, columns[k], start - base, actual);
      }
    }
    block.from = from;
    block.to = to;
  }

  /**
   * Fills what the rows of a block still lack from one record, the same for all of them.
   *
   * @param from the index of a whole record's first byte
   */
  void fill(RecordBlock block, byte[] bytes, int from, int end) {
    block.bytes = bytes;
    block.stride = 0;
    block.anchor = RecordBlock.NO_ANCHOR;
    block.acceptsDistantTime = true;
    locateOne(bytes, from, end, scratch);
    for (int k = 0; k < fields.length; k++) {
      int field = fields[k];
      int base = scratch[layout.anchor(field)][0];
      int offset = layout.offset(field);
      int width = layout.length(field);
      if (width == FieldSpecifier.VARIABLE_LENGTH) {
        int start = layout.valueStart(bytes, base, field);
        offset = start - base;
        width = scratch[layout.anchor(field) + 1][0] - start;
      }
      if (conversions[k].accepts(width)) {
        block.at = base;
        conversions[k].convert(block, columns[k], offset, width);
      }
    }
  }

  /** Takes the next of some whole records. */
  ByteCursor nextRecord(ByteCursor records) {
    int from = records.arrayIndex();
    int next = layout.next(records.array(), from, from + records.remaining());
    if (next == RecordLayout.NONE) {
      throw new IllegalStateException("a record that is not whole, at " + records.offset());
    }
    return records.take(next - from);
  }

  /** How many of its fields are lists. */
  int lists() {
    return listFields.length;
  }

  ListKind listKind(int list) {
    return listKinds[list];
  }

  /** Where the value of a list begins in a record whose anchors are {@code bases[k][0]}. */
  int listStart(int list, byte[] bytes, int[][] bases) {
    int field = listFields[list];
    int base = bases[layout.anchor(field)][0];
    return layout.length(field) == FieldSpecifier.VARIABLE_LENGTH
        ? layout.valueStart(bytes, base, field)
        : base + layout.offset(field);
  }

  /** Where it ends. */
  int listEnd(int list, byte[] bytes, int[][] bases) {
    int field = listFields[list];
    return layout.length(field) == FieldSpecifier.VARIABLE_LENGTH
        ? bases[layout.anchor(field) + 1][0]
        : listStart(list, bytes, bases) + layout.length(field);
  }

  /** Finds the anchors of one whole record. */
  void locateOne(byte[] bytes, int from, int end, int[][] bases) {
    if (layout.locate(bytes, from, end, bases, 0) == RecordLayout.NONE) {
      throw new IllegalStateException("a record that is not whole, at " + from);
    }
  }
}
