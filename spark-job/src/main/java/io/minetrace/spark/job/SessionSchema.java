// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark.job;

import io.minetrace.report.InsideNetworks;
import io.minetrace.report.MiningSession;
import io.minetrace.report.ResultColumn;
import io.minetrace.report.SessionColumn;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Sessions as Spark carries them, made from {@link SessionColumn}, with what is known of both sides
 * and not written. Times are as in {@link ResultSchema}.
 */
final class SessionSchema {

  /** Whether the client is a host of ours. */
  static final String CLIENT_IS_OURS = "client_is_ours";

  /** Whether the service is known to be in our networks. */
  static final String SERVICE_IS_INSIDE = "service_is_inside";

  private SessionSchema() {}

  static StructType carried() {
    StructType schema = new StructType();
    for (SessionColumn column : SessionColumn.values()) {
      schema = schema.add(column.columnName(), ResultSchema.type(column.type()), true);
    }
    return schema
        .add(CLIENT_IS_OURS, DataTypes.BooleanType, false)
        .add(SERVICE_IS_INSIDE, DataTypes.BooleanType, false);
  }

  /** The columns as they are written. */
  static Column[] written() {
    List<Column> columns = new ArrayList<>();
    for (SessionColumn column : SessionColumn.values()) {
      columns.add(ResultSchema.written(column.columnName(), column.type()));
    }
    return columns.toArray(Column[]::new);
  }

  static Column column(SessionColumn column) {
    return functions.col(column.columnName());
  }

  static Row row(MiningSession session, InsideNetworks inside) {
    List<Object> values = new ArrayList<>();
    for (SessionColumn column : SessionColumn.values()) {
      Object value = column.of(session).orElse(null);
      boolean list = column.type() == ResultColumn.Type.STRINGS && value != null;
      values.add(list ? ((List<?>) value).toArray(String[]::new) : value);
    }
    values.add(inside.holdsClient(session.client()));
    values.add(inside.holds(session.poolAddress()));
    return RowFactory.create(values.toArray());
  }
}
