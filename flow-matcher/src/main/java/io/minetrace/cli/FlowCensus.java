// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowColumn;
import io.minetrace.flow.FlowNote;
import io.minetrace.match.UnmatchableFlows;
import io.minetrace.report.FlowClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Counts what is worth knowing of the flows of one input. Used by one thread. */
final class FlowCensus {

  /** A file with more is damaged, or its intervals are something else. */
  private static final int MAX_INTERVALS = 16;

  /** A table of ours may have been edited by hand. */
  private static final int ALL_NOTES = (1 << FlowNote.values().length) - 1;

  private final FlowClock clock = new FlowClock();
  private final Map<Integer, Long> intervals = new TreeMap<>();
  private final long[] notes = new long[FlowNote.values().length];
  private long otherIntervals;
  private long endBeforeStart;
  private final UnmatchableFlows unmatchable = new UnmatchableFlows();

  void add(FlowBatch batch) {
    clock.add(batch);
    unmatchable.add(batch);
    long[] starts = batch.longs(FlowColumn.FLOW_START);
    long[] ends = batch.longs(FlowColumn.FLOW_END);
    int[] sampling = batch.ints(FlowColumn.SAMPLING_PACKET_INTERVAL);
    int[] bits = batch.ints(FlowColumn.FLOW_NOTES);
    for (int row = 0; row < batch.rows(); row++) {
      if (ends[row] != FlowColumn.ABSENT_LONG && ends[row] < starts[row]) {
        endBeforeStart++;
      }
      if (sampling[row] != FlowColumn.ABSENT_INT) {
        addInterval(sampling[row]);
      }
      for (int note = bits[row] & ALL_NOTES; note != 0; note &= note - 1) {
        notes[Integer.numberOfTrailingZeros(note)]++;
      }
    }
  }

  private void addInterval(int interval) {
    if (intervals.size() < MAX_INTERVALS || intervals.containsKey(interval)) {
      intervals.merge(interval, 1L, Long::sum);
    } else {
      otherIntervals++;
    }
  }

  FlowClock clock() {
    return clock;
  }

  /** Flows that end before they start, as their exporter wrote them. */
  long endBeforeStart() {
    return endBeforeStart;
  }

  /** Those that match no window, for want of what windows are told apart by. */
  UnmatchableFlows unmatchable() {
    return unmatchable;
  }

  /** Flows by the number of packets of which one was looked at, for the first few numbers. */
  Map<Integer, Long> samplingIntervals() {
    return intervals;
  }

  /** {@code 1 in 100 (30 flows), 1 in 1000 (4 flows)}; empty if no flow was sampled. */
  String describeSampling() {
    List<String> parts = new ArrayList<>();
    intervals.forEach(
        (interval, count) -> parts.add("1 in " + interval + " (" + count + " flows)"));
    if (otherIntervals > 0) {
      parts.add("others (" + otherIntervals + " flows)");
    }
    return String.join(", ", parts);
  }

  /** Flows by what their decoder has to say of them, by the note's name in result files. */
  Map<String, Long> noted() {
    Map<String, Long> named = new TreeMap<>();
    for (FlowNote note : FlowNote.values()) {
      if (notes[note.ordinal()] > 0) {
        named.put(note.name().toLowerCase(Locale.ROOT), notes[note.ordinal()]);
      }
    }
    return named;
  }
}
