// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark.source;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.DecodeReport.Reason;
import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowColumn;
import io.minetrace.flow.MalformedFlowFileException;
import io.minetrace.format.options.ColumnMapping;
import io.minetrace.format.options.ReadOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;

/**
 * The flows of a Parquet file: the table that this data source gives, written down, or any other by
 * a mapping of its columns. What such a table carries of {@code input_file} and {@code
 * record_ordinal} is kept, so that a result still leads back to the capture; where it does not, a
 * flow is known by the Parquet file and the number of its row.
 *
 * <p>Invariant: the flows of a batch are of one input.
 */
final class ParquetFlows implements IdentifiedFlows {

  private final String name;
  private final ParquetReader<Group> rows;
  private final Map<FlowColumn, ParquetCell> cells;
  private final Optional<ParquetCell> inputFileCell;
  private final String ownInputFile;
  private final DecodeReport report;
  private String inputFile;
  private Optional<Group> ahead = Optional.empty();
  private Optional<MalformedFlowFileException> failure = Optional.empty();
  private long row;

  private ParquetFlows(
      String name,
      ParquetReader<Group> rows,
      Map<FlowColumn, ParquetCell> cells,
      Optional<ParquetCell> inputFileCell,
      String ownInputFile) {
    this.name = name;
    this.rows = rows;
    this.cells = cells;
    this.inputFileCell = inputFileCell;
    this.ownInputFile = ownInputFile;
    this.inputFile = ownInputFile;
    this.report = new DecodeReport(name, "Parquet");
  }

  /** Whether a file that begins so is a Parquet file. */
  static boolean recognises(byte[] head) {
    return head.length >= 4 && head[0] == 'P' && head[1] == 'A' && head[2] == 'R' && head[3] == '1';
  }

  /**
   * Opens a Parquet file.
   *
   * @throws MalformedFlowFileException if it is none, or not of flows
   */
  static ParquetFlows open(String uri, Configuration hadoop, ReadOptions options, String inputFile)
      throws IOException {
    Path path = new Path(uri);
    try {
      MessageType schema;
      try (ParquetFileReader file =
          ParquetFileReader.open(HadoopInputFile.fromPath(path, hadoop))) {
        schema = file.getFooter().getFileMetaData().getSchema();
      }
      Map<FlowColumn, ParquetCell> cells = cells(uri, schema, options);
      Optional<ParquetCell> inputFileCell =
          options.mapping().isEmpty()
              ? ParquetCell.ofText(schema, FlowSchema.INPUT_FILE)
              : Optional.empty();
      ParquetReader<Group> rows =
          ParquetReader.builder(new GroupReadSupport(), path).withConf(hadoop).build();
      return new ParquetFlows(uri, rows, cells, inputFileCell, inputFile);
    } catch (RuntimeException e) {
      // What Parquet says of files that are none, or damaged.
      throw new MalformedFlowFileException(uri, 0, "Parquet: " + e.getMessage());
    }
  }

  private static Map<FlowColumn, ParquetCell> cells(
      String uri, MessageType schema, ReadOptions options) throws MalformedFlowFileException {
    Map<FlowColumn, ParquetCell> cells = new EnumMap<>(FlowColumn.class);
    Optional<ColumnMapping> mapping = options.mapping();
    List<String> missing = new ArrayList<>();
    for (FlowColumn column : FlowColumn.values()) {
      if (mapping.isPresent() && !mapping.get().columns().containsKey(column)) {
        continue;
      }
      String name = mapping.isPresent() ? mapping.get().columns().get(column) : column.columnName();
      Optional<ParquetCell> cell = ParquetCell.of(uri, schema, column, name, options);
      cell.ifPresent(found -> cells.put(column, found));
      boolean needed =
          mapping.isPresent()
              || column == FlowColumn.SOURCE_IP_ADDRESS
              || column == FlowColumn.DESTINATION_IP_ADDRESS;
      if (cell.isEmpty() && needed) {
        missing.add(name);
      }
    }
    if (!missing.isEmpty()) {
      List<String> there = schema.getFields().stream().map(f -> f.getName()).toList();
      throw new MalformedFlowFileException(
          uri,
          0,
          "Parquet columns: "
              + String.join(", ", there)
              + " (expected: "
              + String.join(", ", missing)
              + " too; a mapping says which is which)");
    }
    return cells;
  }

  @Override
  public String inputFile() {
    return inputFile;
  }

  @Override
  public boolean next(FlowBatch batch) throws IOException {
    batch.clear();
    if (failure.isPresent()) {
      throw failure.get();
    }
    int whole = 0;
    try {
      while (!batch.isFull()) {
        if (ahead.isEmpty()) {
          ahead = Optional.ofNullable(rows.read());
        }
        if (ahead.isEmpty()) {
          break;
        }
        String from = inputFileCell.flatMap(cell -> cell.text(ahead.get())).orElse(ownInputFile);
        if (batch.rows() > 0 && !from.equals(inputFile)) {
          break;
        }
        inputFile = from;
        take(batch, ahead.get());
        whole = batch.rows();
        ahead = Optional.empty();
      }
    } catch (IOException | RuntimeException e) {
      MalformedFlowFileException damage =
          new MalformedFlowFileException(name, 0, "Parquet, row " + row + ": " + e.getMessage());
      damage.initCause(e);
      failure = Optional.of(damage);
      if (batch.rows() > whole) {
        batch.dropLast();
      }
      if (whole == 0) {
        throw damage;
      }
      // What was read before the damage is given first; the next call tells of it.
    }
    report.addRecords(batch.rows());
    return batch.rows() > 0;
  }

  private void take(FlowBatch batch, Group group) {
    int at = batch.append();
    batch.longs(FlowColumn.RECORD_ORDINAL)[at] = row;
    for (Map.Entry<FlowColumn, ParquetCell> cell : cells.entrySet()) {
      Optional<String> problem = cell.getValue().read(group, batch, at);
      if (problem.isPresent()) {
        batch.dropLast();
        report.add(Reason.BAD_RECORD, 0, 0, "row " + row + ", " + problem.get());
        break;
      }
    }
    row++;
  }

  @Override
  public DecodeReport report() {
    return report;
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
