// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark.source;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowReader;
import java.io.IOException;

/** The flows of a capture, which all go by the id of its file. */
final class CaptureFlows implements IdentifiedFlows {

  private final FlowReader reader;
  private final String inputFile;

  CaptureFlows(FlowReader reader, String inputFile) {
    this.reader = reader;
    this.inputFile = inputFile;
  }

  @Override
  public String inputFile() {
    return inputFile;
  }

  @Override
  public boolean next(FlowBatch batch) throws IOException {
    return reader.next(batch);
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
