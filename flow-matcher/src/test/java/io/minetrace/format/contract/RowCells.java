// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.contract;

import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowColumn;
import java.util.Arrays;
import java.util.Set;
import java.util.StringJoiner;

/** One row out of its batch, all columns, to be compared with another. */
public final class RowCells {

  private static final FlowColumn[] COLUMNS = FlowColumn.values();

  private final long[] first = new long[COLUMNS.length];
  private final long[] second = new long[COLUMNS.length];

  RowCells(FlowBatch batch, int row) {
    for (FlowColumn column : COLUMNS) {
      int i = column.ordinal();
      switch (column.type()) {
        case INT -> first[i] = batch.ints(column)[row];
        case LONG, TIMESTAMP -> first[i] = batch.longs(column)[row];
        case ADDRESS -> {
          first[i] = batch.high(column)[row];
          second[i] = batch.low(column)[row];
        }
      }
    }
  }

  private RowCells(RowCells other, Set<FlowColumn> blank) {
    for (FlowColumn column : COLUMNS) {
      if (!blank.contains(column)) {
        first[column.ordinal()] = other.first[column.ordinal()];
        second[column.ordinal()] = other.second[column.ordinal()];
      }
    }
  }

  /** The row with these columns taken out of any comparison. */
  RowCells without(Set<FlowColumn> columns) {
    return columns.isEmpty() ? this : new RowCells(this, columns);
  }

  long recordOrdinal() {
    return first[FlowColumn.RECORD_ORDINAL.ordinal()];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RowCells row
        && Arrays.equals(first, row.first)
        && Arrays.equals(second, row.second);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(first) + Arrays.hashCode(second);
  }

  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(" ");
    for (FlowColumn column : COLUMNS) {
      int i = column.ordinal();
      String cell =
          switch (column.type()) {
            case INT, LONG, TIMESTAMP -> Long.toString(first[i]);
            case ADDRESS -> Long.toHexString(first[i]) + ":" + Long.toHexString(second[i]);
          };
      text.add(column.columnName() + "=" + cell);
    }
    return text.toString();
  }
}
