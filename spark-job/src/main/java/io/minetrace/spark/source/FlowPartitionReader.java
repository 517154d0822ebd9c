// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark.source;

import io.minetrace.cli.InputMessages;
import io.minetrace.cli.IoMessages;
import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowColumn;
import io.minetrace.flow.FlowReader;
import io.minetrace.format.FlowFile;
import io.minetrace.format.options.ReadOptions;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.execution.vectorized.ConstantColumnVector;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.apache.spark.unsafe.types.UTF8String;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the flow records of one file to Spark, batch by batch. The columns are views of one flow
 * batch, which Spark is done with before it asks for the next. Used by one thread.
 */
final class FlowPartitionReader implements PartitionReader<ColumnarBatch> {

  private static final Logger LOG = LoggerFactory.getLogger(FlowPartitionReader.class);

  private final CaptureFile file;
  private final OnCorrupt onCorrupt;

  /** Empty if the file could not even be opened, and that is to be passed over. */
  private final Optional<FlowReader> flows;

  private final FlowBatch rows;
  private final ColumnarBatch batch;
  private boolean ended;
  private boolean failed;

  private FlowPartitionReader(
      CaptureFile file,
      OnCorrupt onCorrupt,
      Optional<FlowReader> flows,
      FlowBatch rows,
      ColumnarBatch batch) {
    this.file = file;
    this.onCorrupt = onCorrupt;
    this.flows = flows;
    this.rows = rows;
    this.batch = batch;
    this.failed = flows.isEmpty();
  }

  static FlowPartitionReader open(
      CaptureFile file,
      StructType columns,
      OnCorrupt onCorrupt,
      ReadOptions source,
      Configuration hadoop)
      throws IOException {
    FlowReader flows;
    String inputFile;
    try {
      inputFile = file.inputFile(hadoop);
      flows = FlowFile.open(file.uri(), file.open(hadoop), source);
    } catch (IOException e) {
      switch (onCorrupt) {
        case STOP -> throw e;
        case SKIP -> LOG.warn("passed over: {}", IoMessages.describe(e));
      }
      return new FlowPartitionReader(
          file,
          onCorrupt,
          Optional.empty(),
          new FlowBatch(0),
          new ColumnarBatch(new ColumnVector[0]));
    }
    FlowBatch rows = new FlowBatch();
    String[] names = columns.fieldNames();
    ColumnVector[] vectors = new ColumnVector[names.length];
    for (int i = 0; i < names.length; i++) {
      vectors[i] = vector(names[i], rows, inputFile);
    }
    return new FlowPartitionReader(
        file, onCorrupt, Optional.of(flows), rows, new ColumnarBatch(vectors));
  }

  private static ColumnVector vector(String name, FlowBatch batch, String inputFile) {
    Optional<FlowColumn> column = FlowSchema.column(name);
    if (column.isPresent()) {
      return new FlowColumnVector(column.get(), batch);
    }
    ConstantColumnVector constant =
        new ConstantColumnVector(FlowBatch.CAPACITY, DataTypes.StringType);
    constant.setUtf8String(UTF8String.fromString(inputFile));
    return constant;
  }

  @Override
  public boolean next() throws IOException {
    if (flows.isEmpty() || ended) {
      return false;
    }
    try {
      ended = !flows.get().next(rows);
    } catch (IOException e) {
      ended = true;
      failed = true;
      switch (onCorrupt) {
        case STOP -> throw e;
        case SKIP -> LOG.warn("ends early: {}", IoMessages.describe(e));
      }
    }
    if (ended) {
      checkLosses(flows.get().report());
      return false;
    }
    // A query may want no column at all, and still the number of rows.
    batch.setNumRows(rows.rows());
    return true;
  }

  private void checkLosses(DecodeReport report) throws IOException {
    for (Map.Entry<DecodeReport.Reason, DecodeReport.Tally> entry : report.tallies().entrySet()) {
      if (!entry.getKey().isLoss()) {
        continue;
      }
      String loss = file.uri() + ", " + InputMessages.describe(entry);
      switch (onCorrupt) {
        case STOP -> throw new IOException(loss + "; option onCorrupt=skip reads what is readable");
        case SKIP -> LOG.warn("lost: {}", loss);
      }
    }
  }

  @Override
  public ColumnarBatch get() {
    return batch;
  }

  @Override
  public CustomTaskMetric[] currentMetricsValues() {
    Optional<DecodeReport> report = flows.map(FlowReader::report);
    boolean partial = failed || report.map(DecodeReport::isPartial).orElse(false);
    return new CustomTaskMetric[] {
      new TaskCount(UndecodableMetric.NAME, report.map(DecodeReport::undecodable).orElse(0L)),
      new TaskCount(PartialFilesMetric.NAME, partial ? 1 : 0)
    };
  }

  /** One task's share of a metric. */
  private record TaskCount(String name, long value) implements CustomTaskMetric {}

  @Override
  public void close() throws IOException {
    batch.close();
    if (flows.isPresent()) {
      flows.get().close();
    }
  }
}
