// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark.job;

import io.minetrace.report.ResultDigest;
import io.minetrace.report.ResultRow;
import java.time.LocalDate;
import java.util.Iterator;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Digests days, in partitions that hold all rows of a day, in {@link ResultRow#ORDER}. */
final class DayDigesting implements MapPartitionsFunction<Row, Row> {

  static StructType schema() {
    return new StructType()
        .add(ResultSchema.FLOW_DATE, DataTypes.StringType, false)
        .add("rows", DataTypes.LongType, false)
        .add("sha256", DataTypes.StringType, false);
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    ResultDigest digest = new ResultDigest();
    while (rows.hasNext()) {
      digest.add(ResultSchema.resultRow(rows.next()));
    }
    return digest.days().entrySet().stream()
        .map(
            day ->
                RowFactory.create(
                    day.getKey().toString(), day.getValue().rows(), day.getValue().sha256()))
        .iterator();
  }

  /** Adds a day that a task has digested. */
  static void addTo(ResultDigest digest, Row day) {
    digest.add(
        LocalDate.parse(day.getString(0)), new ResultDigest.Day(day.getLong(1), day.getString(2)));
  }
}
