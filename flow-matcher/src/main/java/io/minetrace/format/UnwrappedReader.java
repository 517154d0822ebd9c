// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowReader;
import io.minetrace.flow.FlowScreen;
import io.minetrace.flow.MalformedFlowFileException;
import io.minetrace.format.compression.UnwrappedInput;
import java.io.IOException;

/**
 * Reads the content of a compressed input. Where compressed data end early, so does their content,
 * and the decoder gives all it can make of that; only then this says what the reason was.
 */
final class UnwrappedReader implements FlowReader {

  private final FlowReader reader;
  private final UnwrappedInput input;

  UnwrappedReader(FlowReader reader, UnwrappedInput input) {
    this.reader = reader;
    this.input = input;
    reader.report().compressedBy(input.compression());
  }

  @Override
  public boolean next(FlowBatch batch) throws IOException {
    return afterDamage(() -> reader.next(batch));
  }

  @Override
  public boolean next(FlowBatch batch, FlowScreen screen) throws IOException {
    return afterDamage(() -> reader.next(batch, screen));
  }

  private boolean afterDamage(ReadStep step) throws IOException {
    boolean more;
    try {
      more = step.next();
    } catch (MalformedFlowFileException e) {
      throw input.damage().orElse(e);
    }
    if (!more && input.damage().isPresent()) {
      throw input.damage().get();
    }
    return more;
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
