// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowReader;
import io.minetrace.flow.FlowScreen;
import java.io.IOException;
import java.util.Optional;

/**
 * Gives the rows that a reader had read when it failed, and fails at the next call: so no caller
 * has to look into a batch after an exception, and nothing readable is lost.
 */
final class RowsFirstReader implements FlowReader {

  private final FlowReader reader;
  private Optional<IOException> failure = Optional.empty();

  RowsFirstReader(FlowReader reader) {
    this.reader = reader;
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
      return step.next();
    } catch (IOException e) {
      failure = Optional.of(e);
      if (batch.rows() == 0) {
        throw e;
      }
      return true;
    }
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
