// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowColumn;
import io.minetrace.flow.FlowReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rows that a reader gives, as values that tests can compare and print. */
public final class FlowRows {

  /** One row; what is absent is not there. */
  public record Row(Map<FlowColumn, String> cells) {

    /** The value as text, or "absent". */
    public String cell(FlowColumn column) {
      return Optional.ofNullable(cells.get(column)).orElse("absent");
    }

    public long number(FlowColumn column) {
      return Long.parseLong(cell(column));
    }

    /** The same without some columns. */
    public Row without(FlowColumn... columns) {
      Map<FlowColumn, String> fewer = new EnumMap<>(cells);
      for (FlowColumn column : columns) {
        fewer.remove(column);
      }
      return new Row(fewer);
    }

    @Override
    public String toString() {
      return cells.toString();
    }
  }

  private FlowRows() {}

  /** All rows of a reader, which is read to its end. */
  public static List<Row> of(FlowReader reader) throws IOException {
    List<Row> rows = new ArrayList<>();
    FlowBatch batch = new FlowBatch();
    while (reader.next(batch)) {
      addTo(rows, batch);
    }
    return rows;
  }

  /** Adds the rows of a batch. */
  public static void addTo(List<Row> rows, FlowBatch batch) {
    for (int r = 0; r < batch.rows(); r++) {
      Map<FlowColumn, String> cells = new EnumMap<>(FlowColumn.class);
      for (FlowColumn column : FlowColumn.values()) {
        String cell = cell(batch, column, r);
        if (!cell.isEmpty()) {
          cells.put(column, cell);
        }
      }
      rows.add(new Row(cells));
    }
  }

  private static String cell(FlowBatch batch, FlowColumn column, int r) {
    return switch (column.type()) {
      case INT -> {
        int value = batch.ints(column)[r];
        yield value == FlowColumn.ABSENT_INT ? "" : Integer.toString(value);
      }
      case LONG, TIMESTAMP -> {
        long value = batch.longs(column)[r];
        yield value == FlowColumn.ABSENT_LONG ? "" : Long.toString(value);
      }
      case ADDRESS -> {
        String address = batch.address(column, r).toString();
        yield address.equals("::") ? "" : address;
      }
    };
  }
}
