// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark.source;

import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowColumn;
import io.minetrace.net.IpAddress;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.apache.spark.sql.vectorized.ColumnarMap;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * A column of a flow batch as Spark reads it: a view, no copy, valid as long as the batch is. Used
 * by one thread.
 */
final class FlowColumnVector extends ColumnVector {

  private static final long MICROS_PER_MILLI = 1000;
  private static final int[] NO_INTS = {};
  private static final long[] NO_LONGS = {};

  private final FlowColumn column;
  private final FlowBatch batch;
  private final int[] ints;
  private final long[] longs;
  private final long[] highs;

  FlowColumnVector(FlowColumn column, FlowBatch batch) {
    super(FlowSchema.type(column));
    this.column = column;
    this.batch = batch;
    ints = column.type() == FlowColumn.Type.INT ? batch.ints(column) : NO_INTS;
    longs =
        switch (column.type()) {
          case INT -> NO_LONGS;
          case LONG, TIMESTAMP -> batch.longs(column);
          case ADDRESS -> batch.low(column);
        };
    highs = column.type() == FlowColumn.Type.ADDRESS ? batch.high(column) : NO_LONGS;
  }

  @Override
  public boolean isNullAt(int row) {
    return switch (column.type()) {
      case INT -> ints[row] == FlowColumn.ABSENT_INT;
      case LONG, TIMESTAMP -> longs[row] == FlowColumn.ABSENT_LONG;
      case ADDRESS -> highs[row] == 0 && longs[row] == 0;
    };
  }

  @Override
  public boolean hasNull() {
    return numNulls() > 0;
  }

  @Override
  public int numNulls() {
    int nulls = 0;
    for (int row = 0; row < batch.rows(); row++) {
      if (isNullAt(row)) {
        nulls++;
      }
    }
    return nulls;
  }

  @Override
  public int getInt(int row) {
    return ints[row];
  }

  @Override
  public long getLong(int row) {
    return column.type() == FlowColumn.Type.TIMESTAMP ? micros(longs[row]) : longs[row];
  }

  /** Absurd times of a damaged file stay absurd instead of wrapping round into plausible ones. */
  private static long micros(long millis) {
    if (millis > Long.MAX_VALUE / MICROS_PER_MILLI) {
      return Long.MAX_VALUE;
    }
    return millis < Long.MIN_VALUE / MICROS_PER_MILLI ? Long.MIN_VALUE : millis * MICROS_PER_MILLI;
  }

  @Override
  public UTF8String getUTF8String(int row) {
    return UTF8String.fromString(new IpAddress(highs[row], longs[row]).toString());
  }

  @Override
  public void close() {
    // The arrays are the reader's.
  }

  @Override
  public boolean getBoolean(int row) {
    throw otherType("boolean");
  }

  @Override
  public byte getByte(int row) {
    throw otherType("byte");
  }

  @Override
  public short getShort(int row) {
    throw otherType("short");
  }

  @Override
  public float getFloat(int row) {
    throw otherType("float");
  }

  @Override
  public double getDouble(int row) {
    throw otherType("double");
  }

  @Override
  public ColumnarArray getArray(int row) {
    throw otherType("array");
  }

  @Override
  public ColumnarMap getMap(int row) {
    throw otherType("map");
  }

  @Override
  public Decimal getDecimal(int row, int precision, int scale) {
    throw otherType("decimal");
  }

  @Override
  public byte[] getBinary(int row) {
    throw otherType("binary");
  }

  @Override
  public ColumnVector getChild(int ordinal) {
    throw otherType("struct");
  }

  private UnsupportedOperationException otherType(String type) {
    return new UnsupportedOperationException(column + " is no " + type);
  }
}
