// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.apache.spark.util.SerializableConfiguration;

/** Travels to the executors and opens the partitions there. */
final class FlowReaderFactory implements PartitionReaderFactory {

  private final StructType columns;
  private final OnCorrupt onCorrupt;
  private final SourceSettings source;
  private final SerializableConfiguration hadoop;

  FlowReaderFactory(
      StructType columns,
      OnCorrupt onCorrupt,
      SourceSettings source,
      SerializableConfiguration hadoop) {
    this.columns = columns;
    this.onCorrupt = onCorrupt;
    this.source = source;
    this.hadoop = hadoop;
  }

  @Override
  public boolean supportColumnarReads(InputPartition partition) {
    return true;
  }

  @Override
  public PartitionReader<ColumnarBatch> createColumnarReader(InputPartition partition) {
    try {
      return FlowPartitionReader.open(
          ((FlowPartition) partition).file(),
          columns,
          onCorrupt,
          source.readOptions(),
          hadoop.value());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public PartitionReader<InternalRow> createReader(InputPartition partition) {
    throw new UnsupportedOperationException("flows are read as columns");
  }
}
