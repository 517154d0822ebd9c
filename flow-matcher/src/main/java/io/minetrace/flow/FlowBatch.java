// SPDX-License-Identifier: Apache-2.0
package io.minetrace.flow;

import io.minetrace.net.IpAddress;
import java.util.Arrays;
import java.util.Objects;

/**
 * A few thousand flow records as columns: one primitive array a column (two for addresses), and a
 * row count. Row {@code r} is index {@code r} of every array; what lies at or beyond {@link
 * #rows()} is meaningless to a consumer.
 *
 * <p>The arrays belong to the batch, and refilling it overwrites them. Fetch them once a batch, not
 * once a row. Used by one thread at a time.
 *
 * <p>Invariant: rows at or beyond {@code rows} are absent in every column, so that appending a row
 * costs nothing and no value of an earlier record can show through.
 */
public final class FlowBatch {

  /**
   * Rows of a batch of the readers: about 100 KB of columns, which stay in the second-level cache
   * between decoder and matcher (70 ns a flow for both, against 79 with 2048 rows).
   */
  public static final int CAPACITY = 256;

  private static final FlowColumn[] COLUMNS = FlowColumn.values();

  private final int capacity;
  private final int[][] ints = new int[COLUMNS.length][];
  private final long[][] longs = new long[COLUMNS.length][];
  private final long[][] highs = new long[COLUMNS.length][];
  private int rows;

  /** A batch of {@link #CAPACITY} rows. */
  public FlowBatch() {
    this(CAPACITY);
  }

  /** A batch of at most {@code capacity} rows. */
  public FlowBatch(int capacity) {
    this.capacity = capacity;
    for (FlowColumn column : COLUMNS) {
      int i = column.ordinal();
      switch (column.type()) {
        case INT -> ints[i] = new int[capacity];
        case LONG, TIMESTAMP -> longs[i] = new long[capacity];
        case ADDRESS -> {
          highs[i] = new long[capacity];
          longs[i] = new long[capacity];
        }
      }
      blank(column, 0, capacity);
    }
  }

  public int capacity() {
    return capacity;
  }

  public int rows() {
    return rows;
  }

  public boolean isFull() {
    return rows == capacity;
  }

  /**
   * Appends a row whose columns are all absent, and returns its number. The batch must not be full.
   */
  public int append() {
    if (rows == capacity) {
      throw new IllegalStateException("batch of " + capacity + " rows is full");
    }
    return rows++;
  }

  /**
   * Appends rows whose columns are all absent, and returns the number of the first. The batch must
   * have room for them.
   */
  public int append(int count) {
    Objects.checkFromIndexSize(rows, count, capacity);
    int first = rows;
    rows += count;
    return first;
  }

  /** Removes the last row: a record that turned out to be undecodable half way. */
  public void dropLast() {
    rows--;
    for (FlowColumn column : COLUMNS) {
      blank(column, rows, rows + 1);
    }
  }

  /** Removes all rows. */
  public void clear() {
    for (FlowColumn column : COLUMNS) {
      blank(column, 0, rows);
    }
    rows = 0;
  }

  private void blank(FlowColumn column, int from, int to) {
    int i = column.ordinal();
    switch (column.type()) {
      case INT ->
          Arrays.fill(
              ints[i], from, to, column == FlowColumn.FLOW_NOTES ? 0 : FlowColumn.ABSENT_INT);
      case LONG, TIMESTAMP -> Arrays.fill(longs[i], from, to, FlowColumn.ABSENT_LONG);
      case ADDRESS -> {
        Arrays.fill(highs[i], from, to, 0);
        Arrays.fill(longs[i], from, to, 0);
      }
    }
  }

  /** The array of an INT column. */
  public int[] ints(FlowColumn column) {
    check(column, column.type() == FlowColumn.Type.INT);
    return ints[column.ordinal()];
  }

  /** The array of a LONG or TIMESTAMP column. */
  public long[] longs(FlowColumn column) {
    check(
        column,
        column.type() == FlowColumn.Type.LONG || column.type() == FlowColumn.Type.TIMESTAMP);
    return longs[column.ordinal()];
  }

  /** The first 64 bits of an ADDRESS column. */
  public long[] high(FlowColumn column) {
    check(column, column.type() == FlowColumn.Type.ADDRESS);
    return highs[column.ordinal()];
  }

  /** The last 64 bits of an ADDRESS column. */
  public long[] low(FlowColumn column) {
    check(column, column.type() == FlowColumn.Type.ADDRESS);
    return longs[column.ordinal()];
  }

  /** One address as a value; for matched and printed rows only, never in a loop over all. */
  public IpAddress address(FlowColumn column, int row) {
    return new IpAddress(high(column)[row], low(column)[row]);
  }

  private static void check(FlowColumn column, boolean fits) {
    if (!fits) {
      throw new IllegalArgumentException(column + " is a column of type " + column.type());
    }
  }
}
