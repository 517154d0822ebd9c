// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import io.minetrace.flow.FlowReader;
import io.minetrace.format.FlowFile;
import io.minetrace.format.options.ReadOptions;
import io.minetrace.match.ContextFlow;
import io.minetrace.match.ContextMatcher;
import io.minetrace.match.FlowRecord;
import io.minetrace.match.Match;
import io.minetrace.match.MatchOptions;
import io.minetrace.match.Matcher;
import io.minetrace.match.Reason;
import io.minetrace.match.Scores;
import io.minetrace.report.ContextSorter;
import io.minetrace.report.FlowClock;
import io.minetrace.report.InputSummary;
import io.minetrace.report.ResultRow;
import io.minetrace.report.RowSorter;
import io.minetrace.window.TimeSpan;
import io.minetrace.window.WindowIndex;
import java.io.IOException;
import java.io.UncheckedIOException;
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
  private final AnonymiseChoice outgoing;
  private final RowSorter rows;
  private final Optional<ContextSorter> context;
  private final FlowClock clock = new FlowClock();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder flows = new LongAdder();

  /**
   * @param wanted flows outside of this span are left out
   * @param source what the inputs do not say themselves
   * @param outgoing replaces addresses, if that is asked for, before anything is kept
   * @param rows takes the matches
   * @param context takes the flows of context, if these are wanted
   */
  MatchRun(
      WindowIndex windows,
      MatchOptions options,
      Scores scores,
      Optional<TimeSpan> wanted,
      InputHashing hashing,
      ReadOptions source,
      AnonymiseChoice outgoing,
      RowSorter rows,
      Optional<ContextSorter> context) {
    this.windows = windows;
    this.options = options;
    this.scores = scores;
    this.wanted = wanted;
    this.hashing = hashing;
    this.source = source;
    this.outgoing = outgoing;
    this.rows = rows;
    this.context = context;
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
    Matcher matcher = new Matcher(windows, options, scores);
    Optional<ContextMatcher> contextMatcher =
        context.map(wantedToo -> new ContextMatcher(windows, options, scores));
    InputReading reading = new InputReading(bytes, flows, hashing, source);
    InputSummary summary;
    try {
      summary =
          reading.read(
              input,
              ownClock,
              (batch, id) -> {
                outgoing.look(batch);
                matcher.match(batch, match -> keep(match, id));
                if (contextMatcher.isPresent()) {
                  contextMatcher.get().match(batch, this::keep);
                }
              });
      if (summary.timeless() > 0 && options.timeless().isEmpty()) {
        summary = matchTimeless(input, summary);
      }
    } catch (UncheckedIOException e) {
      // Kept apart from the input's own troubles: a match could not be stored.
      throw e.getCause();
    }
    synchronized (clock) {
      clock.merge(ownClock);
    }
    return summary;
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

  private boolean isWanted(FlowRecord flow) {
    return wanted.isEmpty() || wanted.get().touches(new TimeSpan(flow.start(), flow.end()));
  }

  private void keep(ContextFlow found) {
    if (!isWanted(found.flow())) {
      return;
    }
    try {
      context.orElseThrow().add(outgoing.of(found));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void keep(Match match, String inputFile) {
    if (!isWanted(match.flow())) {
      return;
    }
    try {
      rows.add(outgoing.of(ResultRow.of(match, inputFile)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
