// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowReader;
import io.minetrace.format.FlowFile;
import io.minetrace.format.options.ReadOptions;
import io.minetrace.match.Match;
import io.minetrace.match.MatchOptions;
import io.minetrace.match.Matcher;
import io.minetrace.match.Reason;
import io.minetrace.match.Scores;
import io.minetrace.report.FlowClock;
import io.minetrace.report.InputFileId;
import io.minetrace.report.InputSummary;
import io.minetrace.report.ResultRow;
import io.minetrace.report.RowSorter;
import io.minetrace.window.TimeSpan;
import io.minetrace.window.WindowIndex;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;

/**
 * Reads many inputs, several at a time, and collects their matches. What comes out does not depend
 * on the number of threads or the order of the inputs.
 */
final class MatchRun {

  private final WindowIndex windows;
  private final MatchOptions options;
  private final Scores scores;
  private final Optional<TimeSpan> wanted;
  private final InputHashing hashing;
  private final ReadOptions source;
  private final RowSorter rows;
  private final FlowClock clock = new FlowClock();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder flows = new LongAdder();

  /**
   * @param wanted flows outside of this span are left out
   * @param source what the inputs do not say themselves
   * @param rows takes the matches
   */
  MatchRun(
      WindowIndex windows,
      MatchOptions options,
      Scores scores,
      Optional<TimeSpan> wanted,
      InputHashing hashing,
      ReadOptions source,
      RowSorter rows) {
    this.windows = windows;
    this.options = options;
    this.scores = scores;
    this.wanted = wanted;
    this.hashing = hashing;
    this.source = source;
    this.rows = rows;
  }

  /** Bytes read so far, of all inputs. */
  LongAdder bytes() {
    return bytes;
  }

  /** Flow records decoded so far, of all inputs. */
  LongAdder flows() {
    return flows;
  }

  /** The times of all flows; complete after {@link #read}. */
  FlowClock clock() {
    return clock;
  }

  /**
   * Reads the inputs.
   *
   * @return what became of each, in the order given
   * @throws IOException if a result could not be kept; what goes wrong with an input is in its
   *     summary
   */
  List<InputSummary> read(Collection<Path> inputs, int threads) throws IOException {
    ExecutorService pool = Executors.newFixedThreadPool(Math.min(threads, inputs.size()));
    try {
      List<Future<InputSummary>> futures = new ArrayList<>();
      for (Path input : inputs) {
        futures.add(pool.submit(() -> read(input)));
      }
      List<InputSummary> summaries = new ArrayList<>();
      for (Future<InputSummary> future : futures) {
        summaries.add(future.get());
      }
      return summaries;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      pool.shutdownNow();
    }
  }

  private InputSummary read(Path input) throws IOException {
    FlowClock ownClock = new FlowClock();
    InputSummary summary;
    try {
      boolean stdin = input.equals(InputFiles.STDIN);
      String id = stdin ? InputFileId.STDIN : InputFileId.of(input);
      MeteredInput metered =
          stdin
              ? new MeteredInput(System.in, bytes, hashing, MeteredInput.Rest.LEAVE)
              : new MeteredInput(
                  Files.newInputStream(input), bytes, hashing, MeteredInput.Rest.READ);
      summary = read(input.toString(), id, metered, ownClock);
      if (summary.timeless() > 0 && options.timeless().isEmpty()) {
        summary = matchTimeless(input, summary);
      }
    } catch (UncheckedIOException e) {
      // Kept apart from the input's own troubles: a match could not be stored.
      throw e.getCause();
    } catch (IOException e) {
      summary = unread(input.toString(), IoMessages.describe(e));
    }
    synchronized (clock) {
      clock.merge(ownClock);
    }
    return summary;
  }

  private static InputSummary unread(String name, String failure) {
    return new InputSummary(
        name, "", 0, Optional.empty(), Optional.empty(), 0, Optional.empty(), Optional.of(failure));
  }

  private InputSummary read(String name, String id, MeteredInput metered, FlowClock ownClock) {
    Matcher matcher = new Matcher(windows, options, scores);
    Optional<DecodeReport> report = Optional.empty();
    Optional<String> failure = Optional.empty();
    try (FlowReader reader = FlowFile.open(name, metered, source)) {
      report = Optional.of(reader.report());
      FlowBatch batch = new FlowBatch();
      while (reader.next(batch)) {
        ownClock.add(batch);
        flows.add(batch.rows());
        matcher.match(batch, match -> keep(match, id));
      }
    } catch (IOException e) {
      failure = Optional.of(IoMessages.describe(e));
    }
    return new InputSummary(
        name,
        id,
        metered.bytes(),
        metered.sha256(),
        ownClock.span(),
        ownClock.timeless(),
        report,
        failure);
  }

  /**
   * Flows without times take the span of their file, which is known only after it was read: such a
   * file is read once more, for them alone. Where that cannot be, they are not matched, and the
   * summary says so.
   */
  private InputSummary matchTimeless(Path input, InputSummary summary) {
    if (input.equals(InputFiles.STDIN) || summary.flowTimes().isEmpty()) {
      return summary.withFailure(
          summary.timeless() + " flows without time were not matched (--from and --to give it)");
    }
    Matcher matcher = new Matcher(windows, options.withTimeless(summary.flowTimes().get()), scores);
    try (FlowReader reader = FlowFile.open(input, source)) {
      matcher.match(
          reader,
          match -> {
            if (match.reasons().contains(Reason.NO_FLOW_TIME)) {
              keep(match, summary.inputFile());
            }
          });
      return summary;
    } catch (IOException e) {
      // Where the first reading ended early, this one does too; that is reported already.
      return summary.failure().isPresent()
          ? summary
          : summary.withFailure("second reading: " + IoMessages.describe(e));
    }
  }

  private void keep(Match match, String inputFile) {
    long start = match.flow().start();
    long end = match.flow().end();
    TimeSpan span = new TimeSpan(Math.min(start, end), Math.max(start, end));
    if (wanted.isPresent() && !wanted.get().touches(span)) {
      return;
    }
    try {
      rows.add(ResultRow.of(match, inputFile));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
