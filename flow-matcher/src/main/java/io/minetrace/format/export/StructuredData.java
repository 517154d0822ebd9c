// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.DecodeReport.Reason;
import io.minetrace.flow.MalformedFlowFileException;
import io.minetrace.format.bytes.ByteCursor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Finds the records in the lists of a record (RFC 6313).
 *
 * <pre>
 * basicList:            semantic(1), element, its length [, enterprise number(4)], values
 * subTemplateList:      semantic(1), template id, records
 * subTemplateMultiList: semantic(1), then for each template: id, length with these 4 bytes, records
 * </pre>
 *
 * A list that cannot be read costs no more than itself: the length of its field tells where it
 * ends. Used by one thread.
 */
final class StructuredData {

  /** Far deeper than any exporter nests; each level costs a message at least 3 bytes. */
  static final int MAX_DEPTH = 8;

  private static final int MULTI_LIST_ENTRY_BYTES = 4;
  private static final int ENTERPRISE_BIT = 0x8000;

  /** Plans of basic lists that are kept: more elements than that is playing with our memory. */
  private static final int MAX_BASIC_LISTS = 1 << 12;

  /**
   * Records of one template, in one list.
   *
   * @param records whole records only
   * @param count how many
   */
  record NestedRecords(RecordPlan plan, ByteCursor records, int count) {}

  /** A record around others: what it tells holds for them too. */
  record Enclosing(RecordPlan plan, ByteCursor record) {}

  /**
   * Nested records that are flows.
   *
   * @param enclosing the records around them, the innermost first
   */
  record NestedFlows(RecordPlan plan, ByteCursor records, List<Enclosing> enclosing) {}

  private final DecodeReport report;
  private final Map<FieldSpecifier, RecordPlan> basicLists = new HashMap<>();

  StructuredData(DecodeReport report) {
    this.report = report;
  }

  /**
   * Fills what the row of a block of one record still lacks from the records nested in it. A list
   * of several records tells of several things, of which the row could tell one only: it is left
   * alone.
   *
   * @param record the record itself
   */
  void fill(RecordBlock block, RecordPlan plan, ByteCursor record, TemplateView templates) {
    fill(block, plan, record, templates, 1);
  }

  private void fill(
      RecordBlock block, RecordPlan plan, ByteCursor record, TemplateView templates, int depth) {
    for (NestedRecords nested : listsOf(plan, record, templates, Reason.NOT_FLOW_EXPORT, depth)) {
      if (nested.count() == 1) {
        nested.plan().fillRow(block, nested.records());
        fill(block, nested.plan(), nested.records(), templates, depth + 1);
      }
    }
  }

  /**
   * The nested records that are flows where the record itself is none: those with an address that
   * it lacks.
   */
  List<NestedFlows> flowsOf(RecordPlan plan, ByteCursor record, TemplateView templates) {
    List<NestedFlows> flows = new ArrayList<>();
    collectFlows(plan, record, templates, List.of(new Enclosing(plan, record)), flows);
    return flows;
  }

  private void collectFlows(
      RecordPlan plan,
      ByteCursor record,
      TemplateView templates,
      List<Enclosing> enclosing,
      List<NestedFlows> flows) {
    RecordPlan outermost = enclosing.get(enclosing.size() - 1).plan();
    int depth = enclosing.size();
    for (NestedRecords nested : listsOf(plan, record, templates, Reason.NO_TEMPLATE, depth)) {
      if (nested.plan().completes(outermost)) {
        flows.add(new NestedFlows(nested.plan(), nested.records(), enclosing));
      } else if (nested.plan().hasLists()) {
        ByteCursor rest = nested.records().copy();
        while (rest.hasRemaining()) {
          ByteCursor inner = nested.plan().nextRecord(rest);
          List<Enclosing> chain = new ArrayList<>();
          chain.add(new Enclosing(nested.plan(), inner));
          chain.addAll(enclosing);
          collectFlows(nested.plan(), inner, templates, List.copyOf(chain), flows);
        }
      }
    }
  }

  /** The first template that the lists of some records name and that is not there yet. */
  OptionalInt firstMissing(RecordPlan plan, ByteCursor records, TemplateView templates) {
    return firstMissing(plan, records, templates, 1);
  }

  private OptionalInt firstMissing(
      RecordPlan plan, ByteCursor records, TemplateView templates, int depth) {
    ByteCursor rest = records.copy();
    while (rest.hasRemaining() && depth <= MAX_DEPTH) {
      ByteCursor record = plan.nextRecord(rest);
      for (RecordPlan.ListField field : plan.lists(record)) {
        for (Content content : contents(field)) {
          if (content.plan(templates).isEmpty()) {
            return OptionalInt.of(content.templateId());
          }
          Optional<NestedRecords> nested =
              content.plan(templates).flatMap(inner -> whole(inner, content.bytes()));
          if (nested.isPresent() && nested.get().plan().hasLists()) {
            OptionalInt missing =
                firstMissing(nested.get().plan(), nested.get().records(), templates, depth + 1);
            if (missing.isPresent()) {
              return missing;
            }
          }
        }
      }
    }
    return OptionalInt.empty();
  }

  /** The readable lists of a record; what is not readable is counted. */
  private List<NestedRecords> listsOf(
      RecordPlan plan, ByteCursor record, TemplateView templates, Reason ifUnknown, int depth) {
    List<NestedRecords> all = new ArrayList<>();
    for (RecordPlan.ListField field : plan.lists(record)) {
      if (depth > MAX_DEPTH) {
        String detail = "list: nested deeper than " + MAX_DEPTH + " levels";
        report.add(Reason.NOT_SUPPORTED, field.value().offset(), field.value().remaining(), detail);
        continue;
      }
      for (Content content : contents(field)) {
        ByteCursor bytes = content.bytes();
        Optional<RecordPlan> inner = content.plan(templates);
        if (inner.isEmpty()) {
          String detail = "list of template " + content.templateId() + ": no such template";
          report.add(ifUnknown, bytes.offset(), bytes.remaining(), detail);
          continue;
        }
        Optional<NestedRecords> nested = whole(inner.get(), bytes);
        if (nested.isEmpty()) {
          String detail = "list: " + bytes.remaining() + " bytes (expected: whole records)";
          report.add(Reason.BAD_RECORD, bytes.offset(), bytes.remaining(), detail);
        } else {
          all.add(nested.get());
        }
      }
    }
    return all;
  }

  private static Optional<NestedRecords> whole(RecordPlan plan, ByteCursor bytes) {
    if (plan.layout().minimumLength() == 0) {
      return Optional.empty();
    }
    RecordLayout.Extent extent = plan.layout().extent(bytes);
    return extent.records() > 0 && extent.length() == bytes.remaining()
        ? Optional.of(new NestedRecords(plan, bytes, extent.records()))
        : Optional.empty();
  }

  /**
   * A run of records in a list.
   *
   * @param basic the plan of a basic list's values, which has no template
   * @param templateId else the template
   */
  private record Content(Optional<RecordPlan> basic, int templateId, ByteCursor bytes) {
    Optional<RecordPlan> plan(TemplateView templates) {
      return basic.isPresent() ? basic : templates.records(templateId);
    }
  }

  /** The runs of a list that hold anything, up to where it makes no sense, which is counted. */
  private List<Content> contents(RecordPlan.ListField field) {
    List<Content> all = new ArrayList<>();
    ByteCursor list = field.value().copy();
    int length = list.remaining();
    if (length == 0) {
      return all;
    }
    try {
      // Whether its records are all true or one of them, no column could say.
      list.skip(1, "list semantic");
      switch (field.kind()) {
        case BASIC_LIST -> {
          RecordPlan plan = basicListPlan(list);
          addContent(all, Optional.of(plan), 0, list);
        }
        case SUB_TEMPLATE_LIST -> {
          int id = list.u16("list template id");
          addContent(all, Optional.empty(), id, list);
        }
        case SUB_TEMPLATE_MULTI_LIST -> {
          while (list.hasRemaining()) {
            int id = list.u16("list template id");
            int bytes = list.u16("list length") - MULTI_LIST_ENTRY_BYTES;
            addContent(all, Optional.empty(), id, list.slice(bytes, "list records"));
          }
        }
      }
    } catch (MalformedFlowFileException e) {
      report.add(Reason.BAD_RECORD, e.offset(), length, e.problem());
    }
    return all;
  }

  private static void addContent(
      List<Content> all, Optional<RecordPlan> basic, int id, ByteCursor bytes) {
    if (bytes.hasRemaining()) {
      all.add(new Content(basic, id, bytes));
    }
  }

  private RecordPlan basicListPlan(ByteCursor list) throws MalformedFlowFileException {
    int element = list.u16("list element");
    int length = list.u16("list element length");
    boolean ofEnterprise = (element & ENTERPRISE_BIT) != 0;
    long enterprise = ofEnterprise ? list.u32("list enterprise number") : Enterprise.IANA;
    FieldSpecifier field = new FieldSpecifier(enterprise, element & ~ENTERPRISE_BIT, length);
    if (basicLists.size() == MAX_BASIC_LISTS) {
      basicLists.clear();
    }
    return basicLists.computeIfAbsent(
        field, only -> new RecordPlan(List.of(only), new RecordLayout(List.of(only))));
  }
}
