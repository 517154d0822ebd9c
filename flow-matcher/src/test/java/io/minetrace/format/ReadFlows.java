// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowColumn;
import io.minetrace.flow.FlowReader;
import io.minetrace.flow.MalformedFlowFileException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Everything that a reader gives for some bytes, each flow as one line of text.
 *
 * @param flows every column of every flow, absent ones left out
 * @param report complete; empty if not even opening worked
 * @param failure what ended reading early
 */
public record ReadFlows(
    List<String> flows, Optional<DecodeReport> report, Optional<String> failure) {

  /** Reads to the end. Any escape but the two kinds a reader may throw fails the test. */
  public static ReadFlows of(byte[] bytes) throws IOException {
    return of(new ByteArrayInputStream(bytes));
  }

  /** As {@link #of(byte[])}; the stream may fail. */
  static ReadFlows of(InputStream stream) throws IOException {
    List<String> flows = new ArrayList<>();
    Optional<DecodeReport> report = Optional.empty();
    try (FlowReader reader = FlowFile.open("input", stream)) {
      report = Optional.of(reader.report());
      FlowBatch batch = new FlowBatch();
      while (reader.next(batch)) {
        for (int row = 0; row < batch.rows(); row++) {
          flows.add(line(batch, row));
        }
      }
      return new ReadFlows(flows, report, Optional.empty());
    } catch (MalformedFlowFileException | FailingStream.Failure e) {
      return new ReadFlows(flows, report, Optional.of(e.getMessage()));
    }
  }

  private static String line(FlowBatch batch, int row) {
    StringBuilder line = new StringBuilder();
    for (FlowColumn column : FlowColumn.values()) {
      String cell =
          switch (column.type()) {
            case INT -> Integer.toString(batch.ints(column)[row]);
            case LONG, TIMESTAMP -> Long.toString(batch.longs(column)[row]);
            case ADDRESS -> batch.address(column, row).toString();
          };
      line.append(column.columnName()).append('=').append(cell).append(' ');
    }
    return line.toString();
  }
}
