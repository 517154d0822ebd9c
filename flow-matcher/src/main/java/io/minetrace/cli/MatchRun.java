// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import io.minetrace.flow.FlowReader;
import io.minetrace.format.FlowFile;
import io.minetrace.format.options.ReadAhead;
import io.minetrace.format.options.ReadOptions;
import io.minetrace.match.ContextFlow;
import io.minetrace.match.ContextMatcher;
import io.minetrace.match.FlowRecord;
import io.minetrace.match.Match;
import io.minetrace.match.MatchOptions;
import io.minetrace.match.Matcher;
import io.minetrace.match.Reason;
import io.minetrace.match.Scores;
import io.minetrace.match.UnmatchableFlows;
import io.minetrace.report.ContextSorter;
import io.minetrace.report.FlowClock;
import io.minetrace.report.InputFailure;
import io.minetrace.report.InputSummary;
import io.minetrace.report.Quantity;
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
import java.util.concurrent.atomic.AtomicInteger;
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
  private final boolean hashes;
  private final ReadOptions source;
  private final CorruptChoices.OnCorrupt onCorrupt;
  private final AnonymiseChoice outgoing;
  private final RowSorter rows;
  private final Optional<ContextSorter> context;
  private final Optional<ContextMatcher> contextMatcher;
  private final FlowClock clock = new FlowClock();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder flows = new LongAdder();

  /**
   * @param wanted flows outside of this span are left out
   * @param hashes whether whole inputs are hashed
   * @param source what the inputs do not say themselves
   * @param onCorrupt what damage of an input comes to
   * @param outgoing replaces addresses, if that is asked for, before anything is kept
   * @param rows takes the matches
   * @param context takes the flows of context, if these are wanted
   */
  MatchRun(
      WindowIndex windows,
      MatchOptions options,
      Scores scores,
      Optional<TimeSpan> wanted,
      boolean hashes,
      ReadOptions source,
      CorruptChoices.OnCorrupt onCorrupt,
      AnonymiseChoice outgoing,
      RowSorter rows,
      Optional<ContextSorter> context) {
    this.windows = windows;
    this.options = options;
    this.scores = scores;
    this.wanted = wanted;
    this.hashes = hashes;
    this.source = source;
    this.onCorrupt = onCorrupt;
    this.outgoing = outgoing;
    this.rows = rows;
    this.context = context;
    this.contextMatcher = context.map(wantedToo -> new ContextMatcher(windows, options, scores));
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
   * @throws CommandFailure if an input is damaged and that is to end the run: the first in the
   *     order given, whatever was found first
   */
  List<InputSummary> read(Collection<Path> inputs, int threads) throws IOException {
    ExecutorService pool = Executors.newFixedThreadPool(Math.min(threads, inputs.size()));
    try {
      // Where every thread has an input of its own, readers with threads beside them only get in
      // their way.
      boolean spare = inputs.size() < threads;
      ReadAhead ahead = spare ? ReadAhead.ON : ReadAhead.OFF;
      InputHashing hashing =
          !hashes ? InputHashing.OFF : spare ? InputHashing.BESIDE : InputHashing.INLINE;
      InputReading reading = new InputReading(bytes, flows, hashing, source.withReadAhead(ahead));
      AtomicInteger stoppedAt = new AtomicInteger(Integer.MAX_VALUE);
      List<Future<Optional<InputSummary>>> futures = new ArrayList<>();
      for (Path input : inputs) {
        int place = futures.size();
        futures.add(pool.submit(() -> read(input, reading, place, stoppedAt)));
      }
      List<InputSummary> summaries = new ArrayList<>();
      for (Future<Optional<InputSummary>> future : futures) {
        // Those before the place where the run stops are all read.
        summaries.add(future.get().orElseThrow());
        if (summaries.size() > stoppedAt.get()) {
          throw InputMessages.stopped(outgoing.of(summaries.get(stoppedAt.get())));
        }
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

  /** Reads an input, if none before it in the order given has stopped the run. */
  private Optional<InputSummary> read(
      Path input, InputReading reading, int place, AtomicInteger stoppedAt) throws IOException {
    if (place > stoppedAt.get()) {
      return Optional.empty();
    }
    if (onCorrupt != CorruptChoices.OnCorrupt.SKIP_FILE) {
      InputSummary summary = read(input, reading, rows, context);
      if (onCorrupt == CorruptChoices.OnCorrupt.STOP && summary.isDamaged()) {
        stoppedAt.accumulateAndGet(place, Math::min);
      }
      return Optional.of(summary);
    }
    Optional<ContextSorter> heldContext = context.map(ContextSorter::held);
    try (RowSorter held = rows.held()) {
      InputSummary summary = read(input, reading, held, heldContext);
      if (summary.isDamaged()) {
        return Optional.of(
            summary.withFailure(
                InputFailure.Kind.LEFT_OUT,
                "left out, "
                    + summary.decoded()
                    + " flow records that could be read among it (--on-corrupt skip-file)"));
      }
      held.drainTo(rows::add);
      if (heldContext.isPresent()) {
        context.orElseThrow().addAll(heldContext.get());
      }
      return Optional.of(summary);
    } finally {
      if (heldContext.isPresent()) {
        heldContext.get().close();
      }
    }
  }

  private InputSummary read(
      Path input, InputReading reading, RowSorter target, Optional<ContextSorter> contextTarget)
      throws IOException {
    FlowClock ownClock = new FlowClock(wanted);
    Matcher matcher = new Matcher(windows, options, scores);
    UnmatchableFlows unmatchable = new UnmatchableFlows();
    InputSummary summary;
    try {
      summary =
          reading.read(
              input,
              ownClock,
              contextMatcher.isPresent() || outgoing.wantsAllFlows()
                  ? Optional.empty()
                  : Optional.of(new MatchScreen(windows, ownClock)),
              (batch, id) -> {
                outgoing.look(batch);
                unmatchable.add(batch);
                matcher.match(batch, match -> keep(match, id, target));
                if (contextMatcher.isPresent()) {
                  contextMatcher
                      .get()
                      .match(batch, found -> keep(found, contextTarget.orElseThrow()));
                }
              });
      summary = withUnmatchable(summary, unmatchable);
      if (summary.timeless() > 0 && options.timeless().isEmpty()) {
        summary = matchTimeless(input, summary, unmatchable.timeless(), target);
      }
    } catch (UncheckedIOException e) {
      // Kept apart from the input's own troubles: a match could not be stored.
      throw e.getCause();
    }
    if (onCorrupt != CorruptChoices.OnCorrupt.SKIP_FILE || !summary.isDamaged()) {
      synchronized (clock) {
        clock.merge(ownClock);
      }
    }
    return summary;
  }

  private static InputSummary withUnmatchable(InputSummary summary, UnmatchableFlows flows) {
    InputSummary told = summary;
    if (flows.withoutProtocol() > 0) {
      told =
          told.withFailure(
              InputFailure.Kind.NO_PROTOCOL,
              InputMessages.withoutProtocol(flows.withoutProtocol()),
              flows.withoutProtocol());
    }
    if (flows.withoutPorts() > 0) {
      told =
          told.withFailure(
              InputFailure.Kind.NO_PORT,
              InputMessages.withoutPorts(flows.withoutPorts()),
              flows.withoutPorts());
    }
    return told;
  }

  /**
   * Flows without times take the span of their file, which is known only after it was read: such a
   * file is read once more, for them alone. Where that cannot be, they are not matched, and the
   * summary says so.
   *
   * @param counted of them, for want of a protocol or port
   */
  private InputSummary matchTimeless(
      Path input, InputSummary summary, long counted, RowSorter target) {
    if (input.equals(InputFiles.STDIN) || summary.flowTimes().isEmpty()) {
      long others = summary.timeless() - counted;
      return others == 0
          ? summary
          : summary.withFailure(
              InputFailure.Kind.NO_FLOW_TIME,
              Quantity.count(others, "flow")
                  + " without time "
                  + (others == 1 ? "was" : "were")
                  + " not matched (--from and --to give it)",
              others);
    }
    Matcher matcher = new Matcher(windows, options.withTimeless(summary.flowTimes().get()), scores);
    try (FlowReader reader = FlowFile.open(input, source)) {
      matcher.match(
          reader,
          match -> {
            if (match.reasons().contains(Reason.NO_FLOW_TIME)) {
              keep(match, summary.inputFile(), target);
            }
          });
      return summary;
    } catch (IOException e) {
      // Where the first reading ended early, this one does too; that is reported already.
      return summary.isCutShort()
          ? summary
          : summary.withFailure(
              InputFailure.Kind.UNREADABLE, "second reading: " + IoMessages.describe(e));
    }
  }

  private boolean isWanted(FlowRecord flow) {
    return wanted.isEmpty() || wanted.get().touches(new TimeSpan(flow.start(), flow.end()));
  }

  private void keep(ContextFlow found, ContextSorter target) {
    if (!isWanted(found.flow())) {
      return;
    }
    try {
      target.add(outgoing.of(found));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void keep(Match match, String inputFile, RowSorter target) {
    if (!isWanted(match.flow())) {
      return;
    }
    try {
      target.add(outgoing.of(ResultRow.of(match, inputFile)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
