// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import io.minetrace.flow.FlowBatch;
import io.minetrace.format.bytes.ByteCursor;

/**
 * The records of one data set, with all that is needed to decode them: now, or some calls of {@code
 * next()} later when the batch has room again.
 */
final class DataSet {

  /** Longer than any alignment that exporters pad to (3 and 7 bytes were seen). */
  private static final int MAX_PADDING = 7;

  private final MessageHeader header;
  private final RecordUnit unit;
  private final RecordPlan plan;
  private final int notes;
  private final byte[] bytes;
  private final int end;
  private int position;

  /**
   * @param notes bits of {@link io.minetrace.flow.FlowNote} that hold for all its records
   * @param records whole records only; their bytes must not change before all are given
   */
  DataSet(MessageHeader header, RecordUnit unit, RecordPlan plan, int notes, ByteCursor records) {
    this.header = header;
    this.unit = unit;
    this.plan = plan;
    this.notes = notes;
    this.bytes = records.array();
    this.position = records.arrayIndex();
    this.end = position + records.remaining();
  }

  /**
   * Whether what is left behind the last record is padding: short, or nothing but zeros.
   *
   * @param recordBytes the bytes of the records before it
   */
  static boolean isPadding(ByteCursor set, int recordBytes) {
    byte[] bytes = set.array();
    int end = set.arrayIndex() + set.remaining();
    if (set.remaining() - recordBytes <= MAX_PADDING) {
      return true;
    }
    for (int i = set.arrayIndex() + recordBytes; i < end; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Appends records until there are no more or the batch is full.
   *
   * @return how many
   */
  int decode(RecordBlock block, FlowBatch batch) {
    int before = batch.rows();
    block.bytes = bytes;
    if (plan.layout().isVariable()) {
      while (!batch.isFull() && !isDone()) {
        decodeOne(block, batch);
      }
    } else {
      int length = plan.layout().minimumLength();
      int count = Math.min((end - position) / length, batch.capacity() - batch.rows());
      int row = batch.append(count);
      block.begin(header, batch, row, count);
      block.at = position;
      plan.decodeFixed(block);
      block.complete(notes, unit);
      position += count * length;
    }
    return batch.rows() - before;
  }

  private void decodeOne(RecordBlock block, FlowBatch batch) {
    block.begin(header, batch, batch.append(), 1);
    block.at = position;
    position = plan.decodeVariable(block, end);
    block.complete(notes, unit);
  }

  /** Whether all records were given. */
  boolean isDone() {
    return position == end;
  }

  MessageHeader header() {
    return header;
  }

  int notes() {
    return notes;
  }
}
