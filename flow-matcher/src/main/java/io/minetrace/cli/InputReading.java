// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowReader;
import io.minetrace.format.FlowFile;
import io.minetrace.format.bytes.FileStream;
import io.minetrace.format.options.ReadOptions;
import io.minetrace.report.FlowClock;
import io.minetrace.report.InputFailure;
import io.minetrace.report.InputFileId;
import io.minetrace.report.InputSummary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * Reads an input as the user named it, once, front to back: bytes counted and hashed on the way,
 * and what goes wrong told in its summary. Threads may share it.
 */
final class InputReading {

  private final LongAdder bytes;
  private final LongAdder flows;
  private final InputHashing hashing;
  private final ReadOptions source;

  /** Takes each batch while it is valid, with the id of the input it is from. */
  @FunctionalInterface
  interface BatchUse {
    void take(FlowBatch batch, String inputFile) throws IOException;
  }

  /**
   * A way of reading.
   *
   * @param bytes counts those read
   * @param flows counts those decoded
   */
  InputReading(LongAdder bytes, LongAdder flows, InputHashing hashing, ReadOptions source) {
    this.bytes = bytes;
    this.flows = flows;
    this.hashing = hashing;
    this.source = source;
  }

  /**
   * Reads one input.
   *
   * @param clock told of the times of all flows
   */
  InputSummary read(Path input, FlowClock clock, BatchUse use) {
    return read(input, clock, Optional.empty(), use);
  }

  /**
   * As {@link #read(Path, FlowClock, BatchUse)}.
   *
   * @param screen flows it does not want may be left out
   */
  InputSummary read(Path input, FlowClock clock, Optional<MatchScreen> screen, BatchUse use) {
    boolean stdin = input.equals(InputFiles.STDIN);
    try {
      String id = stdin ? InputFileId.STDIN : InputFileId.of(input);
      MeteredInput metered =
          stdin
              ? new MeteredInput(System.in, bytes, hashing, MeteredInput.Rest.LEAVE)
              : new MeteredInput(FileStream.open(input), bytes, hashing, MeteredInput.Rest.READ);
      return read(input.toString(), id, metered, clock, screen, use);
    } catch (IOException e) {
      return unread(input.toString(), InputMessages.failure(e));
    }
  }

  private InputSummary read(
      String name,
      String id,
      MeteredInput metered,
      FlowClock clock,
      Optional<MatchScreen> screen,
      BatchUse use) {
    Optional<DecodeReport> report = Optional.empty();
    List<InputFailure> failures = List.of();
    try (FlowReader reader = FlowFile.open(name, metered, source)) {
      report = Optional.of(reader.report());
      FlowBatch batch = new FlowBatch();
      long before = 0;
      while (screen.isPresent() ? reader.next(batch, screen.get()) : reader.next(batch)) {
        clock.add(batch);
        long records = reader.report().records();
        flows.add(records - before);
        before = records;
        use.take(batch, id);
      }
    } catch (IOException e) {
      failures = List.of(InputMessages.failure(e));
    }
    return new InputSummary(
        name,
        id,
        metered.bytes(),
        metered.sha256(),
        clock.span(),
        clock.timeless(),
        report,
        failures);
  }

  private static InputSummary unread(String name, InputFailure failure) {
    return new InputSummary(
        name, "", 0, Optional.empty(), Optional.empty(), 0, Optional.empty(), List.of(failure));
  }
}
