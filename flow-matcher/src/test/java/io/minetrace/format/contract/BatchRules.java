// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.contract;

import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowColumn;
import io.minetrace.flow.FlowNote;
import java.util.Arrays;

/**
 * What holds of every batch that comes out of a decoder: written without an assertion library, for
 * it is run some hundred thousand times a second and only its failures matter.
 */
public final class BatchRules {

  private static final int ALL_NOTES =
      Arrays.stream(FlowNote.values()).mapToInt(FlowNote::bit).reduce(0, (a, b) -> a | b);

  private BatchRules() {}

  /** Fails if a cell holds what its column cannot mean, or a row beyond the last is not absent. */
  public static void check(FlowBatch batch) {
    if (batch.rows() < 0 || batch.rows() > batch.capacity()) {
      throw new AssertionError("rows: " + batch.rows() + " of " + batch.capacity());
    }
    for (FlowColumn column : FlowColumn.values()) {
      switch (column.type()) {
        case INT -> checkInts(column, batch.ints(column), batch.rows());
        case LONG, TIMESTAMP -> checkLongs(column, batch.longs(column), batch.rows());
        case ADDRESS -> checkAddresses(column, batch);
      }
    }
  }

  private static void checkInts(FlowColumn column, int[] cells, int rows) {
    boolean notes = column == FlowColumn.FLOW_NOTES;
    int absent = notes ? 0 : FlowColumn.ABSENT_INT;
    int greatest = greatest(column);
    // RFC 7011 has no flag that means "none": 0 in these two is stored as absent.
    int least =
        column == FlowColumn.TCP_CONTROL_BITS || column == FlowColumn.REVERSE_TCP_CONTROL_BITS
            ? 1
            : 0;
    for (int row = 0; row < cells.length; row++) {
      int cell = cells[row];
      boolean fits = cell == absent || (row < rows && cell >= least && cell <= greatest);
      if (!fits || (notes && (cell & ~ALL_NOTES) != 0)) {
        throw wrong(column, row, rows, cell);
      }
    }
  }

  private static int greatest(FlowColumn column) {
    return switch (column) {
      case SOURCE_TRANSPORT_PORT,
          DESTINATION_TRANSPORT_PORT,
          POST_NAPT_SOURCE_TRANSPORT_PORT,
          POST_NAPT_DESTINATION_TRANSPORT_PORT,
          TCP_CONTROL_BITS,
          REVERSE_TCP_CONTROL_BITS,
          FIREWALL_EVENT ->
          0xffff;
      case PROTOCOL_IDENTIFIER -> 0xff;
      default -> Integer.MAX_VALUE;
    };
  }

  private static void checkLongs(FlowColumn column, long[] cells, int rows) {
    boolean always = column == FlowColumn.RECORD_ORDINAL;
    for (int row = 0; row < cells.length; row++) {
      boolean absent = cells[row] == FlowColumn.ABSENT_LONG;
      if (row < rows ? always && (absent || cells[row] < 0) : !absent) {
        throw wrong(column, row, rows, cells[row]);
      }
    }
  }

  private static void checkAddresses(FlowColumn column, FlowBatch batch) {
    long[] high = batch.high(column);
    long[] low = batch.low(column);
    for (int row = batch.rows(); row < high.length; row++) {
      if (high[row] != 0 || low[row] != 0) {
        throw wrong(column, row, batch.rows(), low[row]);
      }
    }
  }

  private static AssertionError wrong(FlowColumn column, int row, int rows, long cell) {
    return new AssertionError(
        column + " of row " + row + " in a batch of " + rows + " rows: " + cell);
  }
}
