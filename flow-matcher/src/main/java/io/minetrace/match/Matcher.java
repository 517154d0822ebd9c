// SPDX-License-Identifier: Apache-2.0
package io.minetrace.match;

import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowColumn;
import io.minetrace.flow.FlowReader;
import io.minetrace.window.TimeSpan;
import io.minetrace.window.WindowIndex;
import java.io.IOException;
import java.util.BitSet;

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

  /** By protocol number, whether any window has that transport; index 256 stands for absent. */
  private final boolean[] protocols = new boolean[257];

  /** A matcher with the built-in scores. */
  public Matcher(WindowIndex windows, MatchOptions options) {
    this(windows, options, Scores.BUILT_IN);
  }

  public Matcher(WindowIndex windows, MatchOptions options, Scores scores) {
    this.windows = windows;
    this.options = options;
    this.maker = new MatchMaker(windows, options, scores);
    BitSet present = windows.protocols();
    for (int protocol = 0; protocol < 256; protocol++) {
      protocols[protocol] = present.get(protocol);
    }
  }

  /** Matches everything a reader has left. */
  public void match(FlowReader flows, Sink sink) throws IOException {
    while (flows.next()) {
      match(flows.batch(), sink);
    }
  }

  /** Matches one batch. */
  public void match(FlowBatch batch, Sink sink) throws IOException {
    int rows = batch.rows();
    int[] protocol = batch.ints(FlowColumn.PROTOCOL_IDENTIFIER);
    int[] sourcePort = batch.ints(FlowColumn.SOURCE_TRANSPORT_PORT);
    int[] destinationPort = batch.ints(FlowColumn.DESTINATION_TRANSPORT_PORT);
    int[] natSourcePort = batch.ints(FlowColumn.POST_NAPT_SOURCE_TRANSPORT_PORT);
    int[] natDestinationPort = batch.ints(FlowColumn.POST_NAPT_DESTINATION_TRANSPORT_PORT);
    for (int row = 0; row < rows; row++) {
      // Absent is -1, which the mask turns into a number beyond every protocol.
      if (!protocols[Math.min(protocol[row] & 0xffff, 256)]) {
        continue;
      }
      if (windows.mayHavePort(destinationPort[row])
          || windows.mayHavePort(sourcePort[row])
          || windows.mayHavePort(natDestinationPort[row])
          || windows.mayHavePort(natSourcePort[row])) {
        examine(batch, row, sink);
      }
    }
  }

  private void examine(FlowBatch batch, int row, Sink sink) throws IOException {
    Side destination = side(batch, row, Side.DESTINATION);
    Side source = side(batch, row, Side.SOURCE);
    if (!destination.isKnown() && !source.isKnown()) {
      return;
    }
    boolean timeless = FlowRecord.isTimeless(batch, row);
    if (timeless && options.timeless().isEmpty()) {
      return;
    }
    TimeSpan span = timeless ? options.timeless().get() : flowSpan(batch, row);
    var match = maker.make(batch, row, span, destination, source);
    if (match.isPresent()) {
      sink.accept(match.get());
    }
  }

  /**
   * The stretch from the earlier to the later of a row's two times, whatever order they were in.
   */
  private static TimeSpan flowSpan(FlowBatch batch, int row) {
    long start = batch.longs(FlowColumn.FLOW_START)[row];
    long end = batch.longs(FlowColumn.FLOW_END)[row];
    return new TimeSpan(Math.min(start, end), Math.max(start, end));
  }

  /** Looks a side of a flow up, as exported and after translation. */
  private Side side(FlowBatch batch, int row, Side.Columns columns) {
    int protocol = batch.ints(FlowColumn.PROTOCOL_IDENTIFIER)[row];
    long high = batch.high(columns.address())[row];
    long low = batch.low(columns.address())[row];
    int port = batch.ints(columns.port())[row];
    int exported = windows.find(high, low, port, protocol);
    long natHigh = batch.high(columns.natAddress())[row];
    long natLow = batch.low(columns.natAddress())[row];
    int natPort = batch.ints(columns.natPort())[row];
    boolean noAddress = natHigh == 0 && natLow == 0;
    boolean noPort = natPort == FlowColumn.ABSENT_INT;
    if (noAddress && noPort) {
      return new Side(exported, WindowIndex.NONE);
    }
    // A device that translates only the address, or only the port, exports only that.
    int translated =
        windows.find(
            noAddress ? high : natHigh,
            noAddress ? low : natLow,
            noPort ? port : natPort,
            protocol);
    return new Side(exported, translated == exported ? WindowIndex.NONE : translated);
  }
}
