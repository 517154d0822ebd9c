// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark.source;

import java.util.Map;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * {@code spark.read().format("flows").load(path…)}: the flow records of files of any format that
 * flow-matcher reads, found by content. Columns are those of {@link io.minetrace.flow.FlowColumn},
 * absent values null, times as timestamps, and {@code input_file}, which together with {@code
 * record_ordinal} leads back to the bytes.
 *
 * <p>Paths are files, directories (with all below them) and globs, hidden files excepted, in every
 * file system that Hadoop knows. One file is one partition.
 *
 * <p>Text exports whose times carry no zone need the option {@code sourceTimezone}; the option
 * {@code mapping} names a file that describes text files of one's own layout.
 *
 * <p>Input that cannot be decoded is never passed over in silence. By default the query fails and
 * names it. With the option {@code onCorrupt} set to {@code skip} the readable rows are given, and
 * the metrics {@code undecodable} and {@code partialFiles} of the scan say what is missing.
 */
public final class FlowDataSource implements TableProvider, DataSourceRegister {

  @Override
  public String shortName() {
    return "flows";
  }

  @Override
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    return FlowSchema.all();
  }

  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    return new FlowTable();
  }
}
