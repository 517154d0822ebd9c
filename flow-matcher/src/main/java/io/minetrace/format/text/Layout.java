// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The columns of one table: what is read of each, and how they are parted. Immutable; threads may
 * share it.
 */
final class Layout {

  /** Fewer cells in a row that are not read are cut as fast as passed over. */
  private static final int WORTH_SKIPPING = 6;

  private final char delimiter;
  private final int columns;
  private final int[] boundColumns;
  private final Binding[] bindings;
  private final List<String> absent;
  private final int skipFrom;
  private final int skipped;

  private Layout(
      char delimiter, int columns, int[] boundColumns, Binding[] bindings, List<String> absent) {
    this.delimiter = delimiter;
    this.columns = columns;
    this.boundColumns = boundColumns;
    this.bindings = bindings;
    this.absent = absent;
    int longest = 0;
    int before = -1;
    int longestFrom = 0;
    for (int column : Arrays.stream(boundColumns).sorted().toArray()) {
      if (column - before - 1 > longest) {
        longest = column - before - 1;
        longestFrom = before + 1;
      }
      before = column;
    }
    this.skipFrom = longestFrom;
    this.skipped = longest >= WORTH_SKIPPING ? longest : 0;
  }

  /** Cuts a line of this layout into cells, as far as they are read. */
  void split(CellSplitter cells, byte[] bytes, int from, int to) {
    cells.split(bytes, from, to, delimiter, skipFrom, skipped);
  }

  /**
   * The layout of a header.
   *
   * @param names as the header has them
   * @param known in order of preference: of several columns for one slot the first here is read
   */
  static Layout of(List<String> names, char delimiter, List<Binding> known) {
    List<Integer> columns = new ArrayList<>();
    List<Binding> bindings = new ArrayList<>();
    Set<Slot> taken = EnumSet.noneOf(Slot.class);
    for (Binding binding : known) {
      int column = names.indexOf(binding.name());
      if (column >= 0 && (taken.add(binding.slot()) || binding.slot() == Slot.GATE)) {
        columns.add(column);
        bindings.add(binding);
      }
    }
    return new Layout(
        delimiter,
        names.size(),
        columns.stream().mapToInt(Integer::intValue).toArray(),
        bindings.toArray(Binding[]::new),
        List.of());
  }

  /** The same columns, where cells with one of these words are absent too. */
  Layout withAbsent(List<String> words) {
    // A lone hyphen is absent everywhere.
    List<String> others = words.stream().filter(word -> !word.equals("-")).toList();
    return new Layout(delimiter, columns, boundColumns, bindings, others);
  }

  /** The cells of a whole line. */
  int columns() {
    return columns;
  }

  /** Whether the last cell of a line is read: if it might be cut, so might be its value. */
  boolean readsLast() {
    for (int column : boundColumns) {
      if (column == columns - 1) {
        return true;
      }
    }
    return false;
  }

  /** Reads the cells of a line into a row. */
  void read(CellSplitter cells, byte[] bytes, Row row) {
    for (int i = 0; i < boundColumns.length; i++) {
      int column = boundColumns[i];
      int from = cells.start(column);
      int to = cells.end(column);
      if (absent.isEmpty() || !isAbsent(bytes, from, to)) {
        row.read(bindings[i], bytes, from, to);
      }
    }
  }

  private boolean isAbsent(byte[] bytes, int from, int to) {
    for (int i = 0; i < absent.size(); i++) {
      if (Ascii.is(bytes, from, to, absent.get(i))) {
        return true;
      }
    }
    return false;
  }
}
