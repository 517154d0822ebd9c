// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.DecodeReport.Reason;
import io.minetrace.format.bytes.ByteCursor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Reads the records in the lists of a record (RFC 6313): for the row of the record, or as rows of
 * their own. A list that cannot be read costs no more than itself, for the length of its field
 * tells where it ends. Used by one thread.
 */
final class StructuredData {

  /** Far deeper than any exporter nests; each level costs a message at least 3 bytes. */
  static final int MAX_DEPTH = 8;

  /** A record around others: what it tells holds for them too. */
  record Enclosing(RecordPlan plan, ByteCursor record) {

    /** Fills what the rows of a block still lack. */
    void fill(RecordBlock block) {
      int from = record.arrayIndex();
      plan.fill(block, record.array(), from, from + record.remaining());
    }
  }

  /**
   * Nested records that are flows.
   *
   * @param enclosing the records around them, the innermost first
   */
  record NestedFlows(RecordPlan plan, ByteCursor records, List<Enclosing> enclosing) {}

  private final DecodeReport report;

  /** One for each depth, from 1. */
  private final List<ListWalk> walks;

  StructuredData(DecodeReport report) {
    this.report = report;
    this.walks =
        IntStream.rangeClosed(0, MAX_DEPTH).mapToObj(depth -> new ListWalk(report)).toList();
  }

  /**
   * Fills what the row of a block of one record still lacks from the records nested in it. A list
   * of several records tells of several things, of which the row could tell one only: it is left
   * alone.
   *
   * @param fileOffset of the first byte of the array, for the report
   * @param from the index of the record's first byte
   */
  void fill(
      RecordBlock block,
      RecordPlan plan,
      byte[] bytes,
      long fileOffset,
      int from,
      int end,
      TemplateView templates) {
    fill(block, plan, bytes, fileOffset, from, end, templates, 1);
  }

  private void fill(
      RecordBlock block,
      RecordPlan plan,
      byte[] bytes,
      long fileOffset,
      int from,
      int end,
      TemplateView templates,
      int depth) {
    if (isTooDeep(depth, fileOffset + from, end - from)) {
      return;
    }
    ListWalk walk = walks.get(depth);
    walk.begin(plan, bytes, fileOffset, from, end);
    while (walk.next()) {
      Optional<RecordPlan> nested = walk.plan(templates);
      if (nested.isEmpty()) {
        countUnknown(walk, fileOffset, Reason.NOT_FLOW_EXPORT);
        continue;
      }
      int records = nested.get().layout().recordsFilling(bytes, walk.from(), walk.to());
      if (records == 0) {
        countBroken(walk, fileOffset);
      } else if (records == 1) {
        nested.get().fill(block, bytes, walk.from(), walk.to());
        if (nested.get().hasLists()) {
          fill(
              block, nested.get(), bytes, fileOffset, walk.from(), walk.to(), templates, depth + 1);
        }
      }
    }
  }

  /**
   * The nested records that are flows where the record itself is none: those with an address that
   * it lacks.
   */
  List<NestedFlows> flowsOf(RecordPlan plan, ByteCursor record, TemplateView templates) {
    List<NestedFlows> flows = new ArrayList<>();
    collectFlows(templates, List.of(new Enclosing(plan, record)), flows);
    return flows;
  }

  private void collectFlows(
      TemplateView templates, List<Enclosing> enclosing, List<NestedFlows> flows) {
    RecordPlan outermost = enclosing.get(enclosing.size() - 1).plan();
    ByteCursor record = enclosing.get(0).record();
    int depth = enclosing.size();
    if (isTooDeep(depth, record.offset(), record.remaining())) {
      return;
    }
    byte[] bytes = record.array();
    int from = record.arrayIndex();
    long fileOffset = record.offset() - from;
    ListWalk walk = walks.get(depth);
    walk.begin(enclosing.get(0).plan(), bytes, fileOffset, from, from + record.remaining());
    while (walk.next()) {
      Optional<RecordPlan> known = walk.plan(templates);
      if (known.isEmpty()) {
        countUnknown(walk, fileOffset, Reason.NO_TEMPLATE);
        continue;
      }
      RecordPlan nested = known.get();
      ByteCursor records = cursor(bytes, fileOffset, walk.from(), walk.to());
      if (nested.layout().recordsFilling(bytes, walk.from(), walk.to()) == 0) {
        countBroken(walk, fileOffset);
      } else if (nested.completes(outermost)) {
        flows.add(new NestedFlows(nested, records, enclosing));
      } else if (nested.hasLists()) {
        while (records.hasRemaining()) {
          List<Enclosing> chain = new ArrayList<>();
          chain.add(new Enclosing(nested, nested.nextRecord(records)));
          chain.addAll(enclosing);
          collectFlows(templates, List.copyOf(chain), flows);
        }
      }
    }
  }

  /** The first template that the lists of some records name and that is not there yet. */
  OptionalInt firstMissing(RecordPlan plan, ByteCursor records, TemplateView templates) {
    int from = records.arrayIndex();
    int end = from + records.remaining();
    return firstMissing(plan, records.array(), from, end, templates, 1);
  }

  private OptionalInt firstMissing(
      RecordPlan plan, byte[] bytes, int from, int end, TemplateView templates, int depth) {
    if (depth > MAX_DEPTH) {
      return OptionalInt.empty();
    }
    ListWalk walk = walks.get(depth);
    int next;
    for (int at = from; at < end; at = next) {
      next = plan.layout().next(bytes, at, end);
      walk.begin(plan, bytes, 0, at, next);
      walk.keepSilent();
      while (walk.next()) {
        Optional<RecordPlan> nested = walk.plan(templates);
        if (nested.isEmpty()) {
          return OptionalInt.of(walk.templateId());
        }
        if (nested.get().hasLists()
            && nested.get().layout().recordsFilling(bytes, walk.from(), walk.to()) > 0) {
          OptionalInt missing =
              firstMissing(nested.get(), bytes, walk.from(), walk.to(), templates, depth + 1);
          if (missing.isPresent()) {
            return missing;
          }
        }
      }
    }
    return OptionalInt.empty();
  }

  private ByteCursor cursor(byte[] bytes, long fileOffset, int from, int to) {
    return new ByteCursor(report.file(), fileOffset + from, bytes, from, to - from);
  }

  private boolean isTooDeep(int depth, long offset, int length) {
    if (depth <= MAX_DEPTH) {
      return false;
    }
    String detail = "list: nested deeper than " + MAX_DEPTH + " levels";
    report.add(Reason.NOT_SUPPORTED, offset, length, detail);
    return true;
  }

  private void countUnknown(ListWalk walk, long fileOffset, Reason reason) {
    String detail = "list of template " + walk.templateId() + ": no such template";
    report.add(reason, fileOffset + walk.from(), walk.to() - walk.from(), detail);
  }

  private void countBroken(ListWalk walk, long fileOffset) {
    int length = walk.to() - walk.from();
    String detail = "list: " + length + " bytes (expected: whole records)";
    report.add(Reason.BAD_RECORD, fileOffset + walk.from(), length, detail);
  }
}
