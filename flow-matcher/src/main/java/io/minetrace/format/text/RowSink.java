// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.text;

import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowColumn;
import java.util.Arrays;
import java.util.Set;

/** Writes rows to the columns of a batch. Used by one thread. */
final class RowSink {

  private static final Slot[] INTS = slots(FlowColumn.Type.INT);
  private static final Slot[] LONGS = slots(FlowColumn.Type.LONG, FlowColumn.Type.TIMESTAMP);
  private static final Slot[] ADDRESSES = slots(FlowColumn.Type.ADDRESS);

  private final FlowBatch batch;
  private final int[][] ints = new int[INTS.length][];
  private final long[][] longs = new long[LONGS.length][];
  private final long[][] highs = new long[ADDRESSES.length][];
  private final long[][] lows = new long[ADDRESSES.length][];
  private final int[] notes;
  private final long[] ordinals;

  RowSink(FlowBatch batch) {
    this.batch = batch;
    for (int i = 0; i < INTS.length; i++) {
      ints[i] = batch.ints(INTS[i].column().orElseThrow());
    }
    for (int i = 0; i < LONGS.length; i++) {
      longs[i] = batch.longs(LONGS[i].column().orElseThrow());
    }
    for (int i = 0; i < ADDRESSES.length; i++) {
      highs[i] = batch.high(ADDRESSES[i].column().orElseThrow());
      lows[i] = batch.low(ADDRESSES[i].column().orElseThrow());
    }
    notes = batch.ints(FlowColumn.FLOW_NOTES);
    ordinals = batch.longs(FlowColumn.RECORD_ORDINAL);
  }

  private static Slot[] slots(FlowColumn.Type... types) {
    return Arrays.stream(Slot.values())
        .filter(slot -> slot.column().isPresent() && slot != Slot.NOTES)
        .filter(slot -> Set.of(types).contains(slot.column().get().type()))
        .toArray(Slot[]::new);
  }

  /** Whether it writes to this batch. */
  boolean isOf(FlowBatch other) {
    return batch == other;
  }

  /** Appends a row; the batch must not be full. */
  void write(Row row, long ordinal) {
    int at = batch.append();
    for (int i = 0; i < INTS.length; i++) {
      Slot slot = INTS[i];
      if (row.has(slot)) {
        ints[i][at] = (int) row.value(slot);
      }
    }
    for (int i = 0; i < LONGS.length; i++) {
      longs[i][at] = row.value(LONGS[i]);
    }
    for (int i = 0; i < ADDRESSES.length; i++) {
      Slot slot = ADDRESSES[i];
      if (row.has(slot)) {
        highs[i][at] = row.high(slot);
        lows[i][at] = row.value(slot);
      }
    }
    notes[at] = row.notes();
    ordinals[at] = ordinal;
  }
}
