// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark.job;

import io.minetrace.cli.IoMessages;
import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.MalformedFlowFileException;
import io.minetrace.match.Match;
import io.minetrace.match.MatchOptions;
import io.minetrace.match.Matcher;
import io.minetrace.match.Reason;
import io.minetrace.match.UnmatchableFlows;
import io.minetrace.report.FlowClock;
import io.minetrace.report.ResultRow;
import io.minetrace.spark.source.CaptureFile;
import io.minetrace.spark.source.IdentifiedFlows;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;

/**
 * One flow file on its way through the matcher, a batch at a time. What it gives, and when it gives
 * up, is as in {@code flow-matcher match}. Used by one thread.
 */
final class MatchedFile implements Closeable {

  private final CaptureFile file;
  private final Configuration hadoop;
  private final ShippedWindows.Loaded windows;
  private final MatchSettings settings;
  private final FlowClock clock;
  private final FlowBatch batch = new FlowBatch();
  private long kept;
  private final UnmatchableFlows unmatchable = new UnmatchableFlows();
  private String inputFile = "";
  private Optional<DecodeReport> report = Optional.empty();
  private Optional<String> failure = Optional.empty();
  private Optional<IdentifiedFlows> flows = Optional.empty();
  private Matcher matcher;

  /** Whether this is the second reading, for flows without times alone. */
  private boolean again;

  private boolean started;

  MatchedFile(
      CaptureFile file,
      Configuration hadoop,
      ShippedWindows.Loaded windows,
      MatchSettings settings) {
    this.file = file;
    this.hadoop = hadoop;
    this.windows = windows;
    this.settings = settings;
    this.clock = new FlowClock(settings.wanted());
    this.matcher = new Matcher(windows.index(), settings.options(), windows.scores());
  }

  /**
   * Reads on.
   *
   * @param matches takes what the next batch has
   * @return false if there was none, and all is said
   * @throws IOException if the file cannot be read a second time; what goes wrong at the first is
   *     in the outcome
   */
  boolean next(Consumer<ResultRow> matches) throws IOException {
    if (!again && nextBatch(matches)) {
      return true;
    }
    if (!again) {
      again = true;
      openAgain();
    }
    return nextBatchAgain(matches);
  }

  private boolean nextBatch(Consumer<ResultRow> matches) {
    try {
      if (!started) {
        started = true;
        inputFile = file.inputFile(hadoop);
        flows = Optional.of(file.flows(hadoop, settings.source().readOptions(), inputFile));
        report = flows.map(IdentifiedFlows::report);
      }
      if (flows.isEmpty() || !flows.get().next(batch)) {
        return false;
      }
      clock.add(batch);
      unmatchable.add(batch);
      matcher.match(batch, match -> keep(match, matches));
      return true;
    } catch (IOException e) {
      failure = Optional.of(IoMessages.describe(e));
      return false;
    }
  }

  /**
   * Flows without times take the span of their file, which is known only after it was read: such a
   * file is read once more, for them alone.
   */
  private void openAgain() throws IOException {
    close();
    MatchOptions options = settings.options();
    if (clock.timeless() > 0 && options.timeless().isEmpty() && clock.span().isPresent()) {
      matcher =
          new Matcher(windows.index(), options.withTimeless(clock.span().get()), windows.scores());
      flows = Optional.of(file.flows(hadoop, settings.source().readOptions(), inputFile));
    }
  }

  private boolean nextBatchAgain(Consumer<ResultRow> matches) throws IOException {
    try {
      if (flows.isEmpty() || !flows.get().next(batch)) {
        return false;
      }
    } catch (MalformedFlowFileException e) {
      // Where the first reading ended early, this one does too; that is reported already.
      return false;
    }
    matcher.match(
        batch,
        match -> {
          if (match.reasons().contains(Reason.NO_FLOW_TIME)) {
            keep(match, matches);
          }
        });
    return true;
  }

  private void keep(Match match, Consumer<ResultRow> matches) {
    ResultRow row = ResultRow.of(match, flows.map(IdentifiedFlows::inputFile).orElse(inputFile));
    if (settings.wants(row)) {
      kept++;
      matches.accept(row);
    }
  }

  /** What became of the file, once all is read. */
  FileOutcome outcome() {
    return FileOutcome.of(file.uri(), inputFile, report, kept, unmatchable, failure, clock);
  }

  @Override
  public void close() throws IOException {
    if (flows.isPresent()) {
      flows.get().close();
    }
    flows = Optional.empty();
  }
}
