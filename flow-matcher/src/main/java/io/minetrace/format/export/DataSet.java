// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import io.minetrace.flow.FlowBatch;
import io.minetrace.format.bytes.ByteCursor;
import java.util.List;
import java.util.Optional;

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
  private final Optional<TemplateView> templates;
  private final List<StructuredData.Enclosing> enclosing;
  private final ByteCursor rest;

  /**
   * @param notes bits of {@link io.minetrace.flow.FlowNote} that hold for all its records
   * @param templates of its records' lists, if they can have any
   * @param enclosing the records around them, the innermost first, if they are nested themselves
   * @param records whole records only; their bytes must not change before all are given
   */
  DataSet(
      MessageHeader header,
      RecordUnit unit,
      RecordPlan plan,
      int notes,
      Optional<TemplateView> templates,
      List<StructuredData.Enclosing> enclosing,
      ByteCursor records) {
    this.header = header;
    this.unit = unit;
    this.plan = plan;
    this.notes = notes;
    this.templates = templates;
    this.enclosing = enclosing;
    this.rest = records.copy();
  }

  /** Records without lists, in a set of data. */
  static DataSet flat(
      MessageHeader header, RecordUnit unit, RecordPlan plan, int notes, ByteCursor records) {
    return new DataSet(header, unit, plan, notes, Optional.empty(), List.of(), records);
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
  int decode(RecordBlock block, StructuredData lists, FlowBatch batch) {
    int before = batch.rows();
    while (!batch.isFull() && !isDone()) {
      decodeBlock(block, lists, batch);
    }
    return batch.rows() - before;
  }

  private void decodeBlock(RecordBlock block, StructuredData lists, FlowBatch batch) {
    RecordLayout layout = plan.layout();
    int room = batch.capacity() - batch.rows();
    int from = rest.arrayIndex();
    int count;
    int end;
    if (layout.isVariable()) {
      count = block.locate(layout, rest, room);
      end = block.at;
    } else {
      count = Math.min(rest.remaining() / layout.minimumLength(), room);
      end = from + count * layout.minimumLength();
    }
    block.begin(header, batch, batch.append(count), count);
    plan.decode(block, rest);
    templates.ifPresent(view -> fillFromLists(block, lists, view, count));
    for (StructuredData.Enclosing around : enclosing) {
      around.fill(block);
    }
    block.complete(notes, unit);
    rest.take(end - from);
  }

  private void fillFromLists(
      RecordBlock block, StructuredData lists, TemplateView view, int count) {
    byte[] bytes = rest.array();
    int end = rest.arrayIndex() + rest.remaining();
    long fileOffset = rest.offset() - rest.arrayIndex();
    int at = rest.arrayIndex();
    for (int i = 0; i < count; i++) {
      block.from = i;
      block.to = i + 1;
      int next = plan.layout().next(bytes, at, end);
      lists.fill(block, plan, bytes, fileOffset, at, next, view);
      at = next;
    }
    block.from = 0;
    block.to = count;
  }

  /** Whether all records were given. */
  boolean isDone() {
    return !rest.hasRemaining();
  }

  MessageHeader header() {
    return header;
  }

  int notes() {
    return notes;
  }
}
