// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.text;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The columns of one table: what is read of each, and how they are parted. Immutable; threads may
 * share it.
 */
final class Layout {

  private final char delimiter;
  private final int columns;
  private final int[] boundColumns;
  private final Binding[] bindings;
  private final List<String> absent;

  private Layout(
      char delimiter, int columns, int[] boundColumns, Binding[] bindings, List<String> absent) {
    this.delimiter = delimiter;
    this.columns = columns;
    this.boundColumns = boundColumns;
    this.bindings = bindings;
    this.absent = absent;
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

  char delimiter() {
    return delimiter;
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
