// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.text;

import io.minetrace.flow.DecodeReport;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads the lines of a table whose columns a header names. A last line without a line end is a flow
 * only if no value of it can be cut: where its last cell is not read, or is closed by a quote. Used
 * by one thread.
 */
final class TableDecoder implements RecordDecoder {

  private final HeaderStyle header;
  private final Consumer<Row> rule;
  private final CellSplitter cells = new CellSplitter();

  /**
   * @param rule what a dialect makes of the values of a row before they are judged
   */
  TableDecoder(HeaderStyle header, Consumer<Row> rule) {
    this.header = header;
    this.rule = rule;
  }

  @Override
  public Verdict decode(RecordFeed record, Row row) {
    byte[] bytes = record.bytes();
    int from = record.from();
    int to = record.to();
    if (isBlank(bytes, from, to)) {
      return Verdict.NO_RECORD;
    }
    switch (header.look(bytes, from, to)) {
      case HEADER, REMARK -> {
        return Verdict.NO_RECORD;
      }
      case ROW -> {
        // Below.
      }
    }
    Optional<Layout> layout = header.layout();
    if (layout.isEmpty()) {
      row.gate(false, bytes, from, to);
      return Verdict.OTHER;
    }
    return decode(layout.get(), record, row);
  }

  private Verdict decode(Layout layout, RecordFeed record, Row row) {
    byte[] bytes = record.bytes();
    cells.split(bytes, record.from(), record.to(), layout.delimiter());
    int columns = layout.columns();
    int count = cells.count();
    // Some tools end every line with a delimiter, but not the header.
    boolean fits = count == columns || (count == columns + 1 && isEmptyLast());
    if (!record.isTerminated()) {
      boolean whole = count == columns && (cells.isLastQuoted() || !layout.readsLast());
      if (!whole) {
        return Verdict.CUT;
      }
    }
    if (!fits) {
      row.bad("line of " + count + " cells (expected: " + columns + ")");
      return Verdict.BAD;
    }
    layout.read(cells, bytes, row);
    rule.accept(row);
    return row.finish();
  }

  private boolean isEmptyLast() {
    int last = cells.count() - 1;
    return cells.start(last) == cells.end(last);
  }

  private static boolean isBlank(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] != ' ' && bytes[i] != '\t') {
        return false;
      }
    }
    return true;
  }

  @Override
  public void tell(DecodeReport report) {
    // The row tells all there is.
  }
}
