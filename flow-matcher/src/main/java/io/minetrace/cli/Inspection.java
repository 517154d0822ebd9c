// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowReader;
import io.minetrace.format.options.ReadOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What was found in one input.
 *
 * @param file as the user named it
 * @param report of its reader; empty if it could not even be opened
 * @param census of its flows
 * @param failure why reading ended early, or did not begin
 */
record Inspection(
    String file, Optional<DecodeReport> report, FlowCensus census, Optional<String> failure) {

  /**
   * Reads an input to its end.
   *
   * @param batch to be used for it; what it holds is lost
   */
  static Inspection of(Path input, ReadOptions options, FlowBatch batch) {
    FlowCensus census = new FlowCensus();
    Optional<DecodeReport> report = Optional.empty();
    Optional<String> failure = Optional.empty();
    try (FlowReader reader = FlowsCommand.open(input, options)) {
      report = Optional.of(reader.report());
      while (reader.next(batch)) {
        census.add(batch);
      }
    } catch (IOException e) {
      failure = Optional.of(IoMessages.describe(input.toString(), e));
    }
    return new Inspection(input.toString(), report, census, failure);
  }

  /** Flow records read. */
  long records() {
    return report.map(DecodeReport::records).orElse(0L);
  }

  /** Whether anything of it may have been lost. */
  boolean isPartial() {
    return failure.isPresent() || report.map(DecodeReport::isPartial).orElse(true);
  }
}
