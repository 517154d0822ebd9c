// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark.job;

import io.minetrace.report.ResultColumn;
import io.minetrace.report.ResultRow;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Result rows as Spark carries them, made from {@link ResultColumn}. Within the job times stay
 * integer milliseconds, so that nothing is lost on the way to the digest; they become timestamps
 * when they are written.
 */
final class ResultSchema {

  /** The UTC day of {@code flow_start}, as text: what output is partitioned by. */
  static final String FLOW_DATE = "flow_date";

  private static final long MICROS_PER_MILLI = 1000;

  private ResultSchema() {}

  /** All columns within the job; all may be null, as some are not filled yet. */
  static StructType carried() {
    StructType schema = new StructType();
    for (ResultColumn column : ResultColumn.values()) {
      schema = schema.add(column.columnName(), type(column.type()), true);
    }
    return schema;
  }

  /** What Spark makes of a column within the job. */
  static DataType type(ResultColumn.Type type) {
    return switch (type) {
      case INT -> DataTypes.IntegerType;
      case LONG, TIMESTAMP -> DataTypes.LongType;
      case STRING -> DataTypes.StringType;
      case STRINGS -> DataTypes.createArrayType(DataTypes.StringType, false);
    };
  }

  /** The columns as they are written, and the day. */
  static Column[] written() {
    List<Column> columns = new ArrayList<>();
    for (ResultColumn column : ResultColumn.values()) {
      columns.add(written(column.columnName(), column.type()));
    }
    columns.add(functions.col(FLOW_DATE));
    return columns.toArray(Column[]::new);
  }

  /** A column as it is written. */
  static Column written(String name, ResultColumn.Type type) {
    Column carried = functions.col(name);
    return type == ResultColumn.Type.TIMESTAMP ? timestamp(carried).as(name) : carried;
  }

  /** Milliseconds as a timestamp; what it cannot hold becomes the last that it can. */
  static Column timestamp(Column millis) {
    long most = Long.MAX_VALUE / MICROS_PER_MILLI;
    // least and greatest pass over nulls, of which there must be none left then
    Column held =
        functions.least(functions.greatest(millis, functions.lit(-most)), functions.lit(most));
    return functions.timestamp_micros(
        functions.when(millis.isNotNull(), held.multiply(functions.lit(MICROS_PER_MILLI))));
  }

  /** A row's values, to which others may be appended. */
  static List<Object> values(ResultRow row) {
    List<Object> values = new ArrayList<>();
    for (ResultColumn column : ResultColumn.values()) {
      if (row.value(column).isPresent() && column.type() == ResultColumn.Type.STRINGS) {
        values.add(row.texts(column).toArray(String[]::new));
      } else {
        values.add(row.value(column).orElse(null));
      }
    }
    return values;
  }

  /** The result row whose columns come first in a row of Spark's. */
  static ResultRow resultRow(Row row) {
    ResultColumn[] columns = ResultColumn.values();
    Object[] values = new Object[columns.length];
    for (int i = 0; i < columns.length; i++) {
      boolean list = columns[i].type() == ResultColumn.Type.STRINGS && !row.isNullAt(i);
      values[i] = list ? List.copyOf(row.<String>getList(i)) : row.get(i);
    }
    return ResultRow.ofValues(values);
  }
}
