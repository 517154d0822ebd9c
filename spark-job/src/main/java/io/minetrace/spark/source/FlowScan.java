// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark.source;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/** Reads some columns of some flow files; on the driver. */
final class FlowScan implements Scan, Batch {

  private final List<String> paths;
  private final StructType columns;
  private final OnCorrupt onCorrupt;
  private final SourceSettings source;

  FlowScan(List<String> paths, StructType columns, OnCorrupt onCorrupt, SourceSettings source) {
    this.paths = List.copyOf(paths);
    this.columns = columns;
    this.onCorrupt = onCorrupt;
    this.source = source;
  }

  @Override
  public StructType readSchema() {
    return columns;
  }

  @Override
  public String description() {
    return "flows " + String.join(", ", paths) + " (on corrupt input: " + onCorrupt + ")";
  }

  @Override
  public Batch toBatch() {
    return this;
  }

  @Override
  public ColumnarSupportMode columnarSupportMode() {
    // Known without listing the files.
    return ColumnarSupportMode.SUPPORTED;
  }

  @Override
  public CustomMetric[] supportedCustomMetrics() {
    return new CustomMetric[] {new UndecodableMetric(), new PartialFilesMetric()};
  }

  @Override
  public InputPartition[] planInputPartitions() {
    CaptureFiles files = CaptureFiles.list(paths, hadoop());
    if (!files.problems().isEmpty()) {
      throw new IllegalArgumentException("flows: " + String.join("; ", files.problems()));
    }
    return files.files().stream().map(FlowPartition::new).toArray(InputPartition[]::new);
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return new FlowReaderFactory(
        columns, onCorrupt, source, new SerializableConfiguration(hadoop()));
  }

  static Configuration hadoop() {
    return SparkSession.active().sparkContext().hadoopConfiguration();
  }
}
