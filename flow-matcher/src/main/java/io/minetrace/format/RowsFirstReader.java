// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowReader;
import io.minetrace.flow.FlowScreen;
import io.minetrace.format.bytes.FlowInput;
import java.io.IOException;
import java.util.Optional;

/**
 * Gives the rows that a reader had read when it failed, and fails at the next call: so no caller
 * has to look into a batch after an exception, and nothing readable is lost. A reader takes the
 * place where its input failed for the end; here it is told from that.
 */
final class RowsFirstReader implements FlowReader {

  private final FlowReader reader;
  private final FlowInput input;
  private Optional<IOException> failure = Optional.empty();

  /**
   * @param input what the reader reads
   */
  RowsFirstReader(FlowReader reader, FlowInput input) {
    this.reader = reader;
    this.input = input;
  }

  @Override
  public boolean next(FlowBatch batch) throws IOException {
    return rowsFirst(batch, () -> reader.next(batch));
  }

  @Override
  public boolean next(FlowBatch batch, FlowScreen screen) throws IOException {
    return rowsFirst(batch, () -> reader.next(batch, screen));
  }

  private boolean rowsFirst(FlowBatch batch, ReadStep step) throws IOException {
    if (failure.isPresent()) {
      batch.clear();
      throw failure.get();
    }
    try {
      if (step.next()) {
        return true;
      }
      failure = input.failure();
    } catch (IOException e) {
      failure = input.failure().or(() -> Optional.of(e));
    }
    if (batch.rows() == 0 && failure.isPresent()) {
      throw failure.get();
    }
    return batch.rows() > 0;
  }

  @Override
  public DecodeReport report() {
    return reader.report();
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
