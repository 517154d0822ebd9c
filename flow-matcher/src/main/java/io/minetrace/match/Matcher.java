// SPDX-License-Identifier: Apache-2.0
package io.minetrace.match;

import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowColumn;
import io.minetrace.flow.FlowReader;
import io.minetrace.window.TimeSpan;
import io.minetrace.window.WindowIndex;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Joins flows with windows. A pure function: the same batches, windows and options give the same
 * matches, whoever calls. Immutable; may be shared by threads.
 */
public final class Matcher {

  /** Takes matches, in the order of their rows. */
  @FunctionalInterface
  public interface Sink {
    void accept(Match match) throws IOException;
  }

  private final WindowIndex windows;
  private final MatchOptions options;
  private final MatchMaker maker;

  /** A matcher with the built-in scores. */
  public Matcher(WindowIndex windows, MatchOptions options) {
    this(windows, options, Scores.BUILT_IN);
  }

  public Matcher(WindowIndex windows, MatchOptions options, Scores scores) {
    this.windows = windows;
    this.options = options;
    this.maker = new MatchMaker(windows, options, scores);
  }

  /** Matches everything a reader has left. */
  public void match(FlowReader flows, Sink sink) throws IOException {
    FlowBatch batch = new FlowBatch();
    while (flows.next(batch)) {
      match(batch, sink);
    }
  }

  /** Matches one batch. */
  @SuppressWarnings("ShortCircuitBoolean") // on purpose, see below
  public void match(FlowBatch batch, Sink sink) throws IOException {
    int rows = batch.rows();
    int[] protocol = batch.ints(FlowColumn.PROTOCOL_IDENTIFIER);
    Side.Arrays source = new Side.Arrays(batch, Side.SOURCE);
    Side.Arrays destination = new Side.Arrays(batch, Side.DESTINATION);
    boolean translations = source.hasTranslations(rows) || destination.hasTranslations(rows);
    for (int row = 0; row < rows; row++) {
      // Both sides with one branch, which is hardly ever taken: two of them, or a test of the port
      // before, are foreseen badly, and cost 15 ns a flow.
      if (!translations && (filtered(destination, row) & filtered(source, row))) {
        continue;
      }
      Side to = side(destination, row, protocol[row]);
      Side from = side(source, row, protocol[row]);
      if (to.isKnown() || from.isKnown()) {
        examine(batch, row, to, from, sink);
      }
    }
  }

  private void examine(FlowBatch batch, int row, Side destination, Side source, Sink sink)
      throws IOException {
    boolean timeless = FlowRecord.isTimeless(batch, row);
    if (timeless && options.timeless().isEmpty()) {
      return;
    }
    TimeSpan span = timeless ? options.timeless().get() : flowSpan(batch, row);
    Optional<Match> match = maker.make(batch, row, span, destination, source);
    if (match.isPresent()) {
      sink.accept(match.get());
    }
  }

  /** Whether a row matches: for callers that ask it of few. */
  boolean matches(FlowBatch batch, int row) throws IOException {
    int protocol = batch.ints(FlowColumn.PROTOCOL_IDENTIFIER)[row];
    Side to = side(new Side.Arrays(batch, Side.DESTINATION), row, protocol);
    Side from = side(new Side.Arrays(batch, Side.SOURCE), row, protocol);
    List<Match> found = new ArrayList<>(1);
    if (to.isKnown() || from.isKnown()) {
      examine(batch, row, to, from, found::add);
    }
    return !found.isEmpty();
  }

  /**
   * The stretch from the earlier to the later of a row's two times, whatever order they were in.
   */
  public static TimeSpan flowSpan(FlowBatch batch, int row) {
    long start = batch.longs(FlowColumn.FLOW_START)[row];
    long end = batch.longs(FlowColumn.FLOW_END)[row];
    return new TimeSpan(Math.min(start, end), Math.max(start, end));
  }

  /** Whether a side of a flow, as exported, is surely no endpoint with windows. */
  private boolean filtered(Side.Arrays arrays, int row) {
    return !windows.mayHold(arrays.low[row], arrays.port[row]);
  }

  /** Looks a side of a flow up, as exported and after translation. */
  private Side side(Side.Arrays arrays, int row, int protocol) {
    int exported = windows.find(arrays.high[row], arrays.low[row], arrays.port[row], protocol);
    int translated =
        arrays.isTranslated(row) ? translated(arrays, row, protocol) : WindowIndex.NONE;
    if (exported == WindowIndex.NONE && translated == WindowIndex.NONE) {
      return Side.UNKNOWN;
    }
    return new Side(exported, translated == exported ? WindowIndex.NONE : translated);
  }

  /** A device that translates only the address, or only the port, exports only that. */
  private int translated(Side.Arrays arrays, int row, int protocol) {
    boolean noAddress = arrays.natHigh[row] == 0 && arrays.natLow[row] == 0;
    boolean noPort = arrays.natPort[row] == FlowColumn.ABSENT_INT;
    return windows.find(
        noAddress ? arrays.high[row] : arrays.natHigh[row],
        noAddress ? arrays.low[row] : arrays.natLow[row],
        noPort ? arrays.port[row] : arrays.natPort[row],
        protocol);
  }
}
