// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark.source;

import io.minetrace.flow.FlowColumn;
import java.util.Arrays;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructType;

/** The columns of a flow record as Spark knows them, made from {@link FlowColumn}. */
final class FlowSchema {

  /** The column that says which file a row is from: its id, as in result rows. */
  static final String INPUT_FILE = "input_file";

  private FlowSchema() {}

  /** All columns, in the order of {@link FlowColumn}, and {@code input_file}. */
  static StructType all() {
    StructType schema = new StructType();
    for (FlowColumn column : FlowColumn.values()) {
      schema = schema.add(column.columnName(), type(column), true, metadata(column));
    }
    return schema.add(INPUT_FILE, DataTypes.StringType, false);
  }

  private static Metadata metadata(FlowColumn column) {
    String elements = column.informationElements();
    return elements.isEmpty()
        ? Metadata.empty()
        : new MetadataBuilder().putString("comment", "IPFIX " + elements).build();
  }

  static DataType type(FlowColumn column) {
    return switch (column.type()) {
      case INT -> DataTypes.IntegerType;
      case LONG -> DataTypes.LongType;
      case TIMESTAMP -> DataTypes.TimestampType;
      case ADDRESS -> DataTypes.StringType;
    };
  }

  /** The flow column of that name; empty for {@code input_file}. */
  static Optional<FlowColumn> column(String name) {
    return Arrays.stream(FlowColumn.values()).filter(c -> c.columnName().equals(name)).findFirst();
  }
}
