// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import io.minetrace.flow.DecodeReport;
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
  private final int from;
  private final int end;
  private final long fileOffset;
  private int position;

  /**
   * @param notes bits of {@link io.minetrace.flow.FlowNote} that hold for all its records
   * @param set at its first record; its bytes must not change before all records are given
   */
  DataSet(MessageHeader header, RecordUnit unit, RecordPlan plan, int notes, ByteCursor set) {
    this.header = header;
    this.unit = unit;
    this.plan = plan;
    this.notes = notes;
    this.bytes = set.array();
    this.from = set.arrayIndex();
    this.end = from + set.remaining();
    this.fileOffset = set.offset();
    this.position = from;
  }

  /** Whether what is left behind the last record is padding: short, or nothing but zeros. */
  static boolean isPadding(byte[] bytes, int from, int to) {
    if (to - from <= MAX_PADDING) {
      return true;
    }
    for (int i = from; i < to; i++) {
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
  int decode(RecordBlock block, FlowBatch batch, DecodeReport report) {
    int length = plan.layout().minimumLength();
    int before = batch.rows();
    block.bytes = bytes;
    if (plan.layout().isVariable()) {
      while (!batch.isFull() && end - position >= length && decodeOne(block, batch, report)) {}
    } else {
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

  private boolean decodeOne(RecordBlock block, FlowBatch batch, DecodeReport report) {
    int row = batch.append();
    block.begin(header, batch, row, 1);
    block.at = position;
    int next = plan.decodeVariable(block, end);
    if (next == RecordLayout.NONE) {
      batch.dropLast();
      if (!isPadding(bytes, position, end)) {
        report.add(
            DecodeReport.Reason.BAD_RECORD,
            fileOffset + position - from,
            end - position,
            "record: runs past the end of its set, " + (end - position) + " bytes on");
      }
      position = end;
      return false;
    }
    block.complete(notes, unit);
    position = next;
    return true;
  }

  /** Whether all records were given. */
  boolean isDone() {
    return end - position < plan.layout().minimumLength();
  }

  MessageHeader header() {
    return header;
  }

  int notes() {
    return notes;
  }
}
