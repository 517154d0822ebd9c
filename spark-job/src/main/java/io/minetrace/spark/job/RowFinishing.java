// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark.job;

import io.minetrace.report.ResultDigest;
import io.minetrace.report.ResultRow;
import io.minetrace.report.RowFinisher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Fills what a match by itself cannot know, in partitions that hold all rows of a client and
 * service, in {@link ResultRow#ORDER}. The day is added.
 */
final class RowFinishing implements MapPartitionsFunction<Row, Row> {

  private final ShippedWindows windows;
  private final Duration sessionGap;

  /**
   * @param sessionGap how long nothing may be seen within one session
   */
  RowFinishing(ShippedWindows windows, Duration sessionGap) {
    this.windows = windows;
    this.sessionGap = sessionGap;
  }

  static StructType schema() {
    return ResultSchema.carried().add(ResultSchema.FLOW_DATE, DataTypes.StringType, false);
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    if (!rows.hasNext()) {
      return Collections.emptyIterator();
    }
    RowFinisher finisher = new RowFinisher(windows.load().snapshot(), sessionGap);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public Row next() {
        return finished(finisher, rows.next());
      }
    };
  }

  private static Row finished(RowFinisher finisher, Row row) {
    try {
      ResultRow finished = finisher.finishNext(ResultSchema.resultRow(row));
      List<Object> values = ResultSchema.values(finished);
      values.add(ResultDigest.dayOf(finished).toString());
      return RowFactory.create(values.toArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
