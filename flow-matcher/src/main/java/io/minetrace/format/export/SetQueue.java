// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.DecodeReport.Reason;
import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowColumn;
import io.minetrace.flow.FlowNote;
import io.minetrace.format.bytes.ByteCursor;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Takes the sets that the decoders find, and gives their records in the order in which they can be
 * decoded: at once, or when the template has come (or element 160, without which an IPFIX record
 * with uptimes has no time).
 *
 * <p>What waits is bounded. A set that is pushed out, or still waits at the end, is decoded with a
 * template of another session of the same exporter and domain if there is one, with the export time
 * if only the start of the system is unknown, or else counted as {@link Reason#NO_TEMPLATE}.
 */
final class SetQueue {

  /** Bytes of sets that may wait. */
  static final long MAX_HELD_BYTES = 64L << 20;

  /** Some exporters never send element 160: what waits for it in vain is to stay small. */
  private static final int SHARE_AWAITING_SYSTEM_INIT = 4;

  private final DecodeReport report;
  private final ArrayDeque<DataSet> ready = new ArrayDeque<>();
  private final HeldSets awaitingTemplate;
  private final HeldSets awaitingSystemInit;
  private final RecordBlock block = new RecordBlock();
  private final StructuredData lists;
  private long arrivals;

  SetQueue(DecodeReport report, long maxHeldBytes) {
    this.report = report;
    this.lists = new StructuredData(report);
    this.awaitingTemplate = new HeldSets(maxHeldBytes);
    this.awaitingSystemInit = new HeldSets(maxHeldBytes / SHARE_AWAITING_SYSTEM_INIT);
  }

  DecodeReport report() {
    return report;
  }

  /** Counts what comes, so that earlier and later can be told. */
  long nextArrival() {
    return ++arrivals;
  }

  /** Takes records whose layout is known without a template. */
  void add(DataSet set) {
    ready.add(set);
  }

  /**
   * Takes a set for which there is a template.
   *
   * @param set at its first record; its bytes stay as they are until all rows are given
   * @return how many whole records it holds, for sequence numbers
   */
  int add(Message message, Template template, ByteCursor set) {
    return add(message, template, set, nextArrival(), 0);
  }

  private int add(Message message, Template template, ByteCursor set, long arrival, int notes) {
    if (template.layout().minimumLength() == 0) {
      String detail = "data set " + template.id() + ": records of 0 bytes by its template";
      report.add(Reason.BAD_RECORD, set.offset(), set.remaining(), detail);
      return 0;
    }
    RecordLayout.Extent extent = template.layout().extent(set);
    if (!DataSet.isPadding(set, extent.length())) {
      int rest = set.remaining() - extent.length();
      String detail =
          "data set %d: %d bytes behind %d records (expected: padding)"
              .formatted(template.id(), rest, extent.records());
      report.add(Reason.BAD_RECORD, set.offset() + extent.length(), rest, detail);
    }
    addRecords(message, template, set.head(extent.length()), arrival, notes);
    return extent.records();
  }

  private void addRecords(
      Message message, Template template, ByteCursor records, long arrival, int notes) {
    MessageHeader header = message.header();
    if (template.facts().isPresent()) {
      template.facts().get().readAll(records, header.facts());
      if (header.systemInitMillis() != FlowColumn.ABSENT_LONG) {
        releaseAwaitingSystemInit(message.session().domain());
      }
      return;
    }
    header.facts().replaced().used(template.id());
    RecordPlan plan = template.records().orElseThrow();
    if (plan.hasLists()) {
      TemplateView templates = new TemplateView(message.session(), arrival);
      OptionalInt missing = lists.firstMissing(plan, records, templates);
      if (missing.isPresent()) {
        int id = missing.getAsInt();
        hold(HeldSet.withoutNestedTemplate(message, template, id, records, arrival));
        return;
      }
    }
    addWithTemplates(message, template, records, arrival, notes);
  }

  /** Takes records for whose lists all templates are known that ever will be. */
  private void addWithTemplates(
      Message message, Template template, ByteCursor records, long arrival, int notes) {
    MessageHeader header = message.header();
    RecordPlan plan = template.records().orElseThrow();
    if (plan.mayEncloseFlows()) {
      addEnclosing(message, template, records, arrival, notes);
    } else if (!plan.describesFlows()) {
      countNoFlows(template, records);
    } else if (plan.needsSystemInit()
        && header.uptime() == MessageHeader.Uptime.BY_SYSTEM_INIT
        && header.systemInitMillis() == FlowColumn.ABSENT_LONG) {
      HeldSet held = HeldSet.withoutSystemInit(message, template, records, arrival);
      awaitingSystemInit.add(held);
      message.session().domain().awaitingSystemInit().add(held);
      while (awaitingSystemInit.isOverfull()) {
        awaitingSystemInit.removeOldest().ifPresent(this::giveUpSystemInit);
      }
    } else {
      addFlows(message, plan, records, arrival, notes);
    }
  }

  private void addFlows(
      Message message, RecordPlan plan, ByteCursor records, long arrival, int notes) {
    Optional<TemplateView> templates =
        plan.hasLists()
            ? Optional.of(new TemplateView(message.session(), arrival))
            : Optional.empty();
    ready.add(
        new DataSet(message.header(), message.unit(), plan, notes, templates, List.of(), records));
  }

  /** Takes records whose lists hold the flows, or the address of the other end. */
  private void addEnclosing(
      Message message, Template template, ByteCursor records, long arrival, int notes) {
    RecordPlan plan = template.records().orElseThrow();
    TemplateView templates = new TemplateView(message.session(), arrival);
    ByteCursor rest = records.copy();
    while (rest.hasRemaining()) {
      ByteCursor record = plan.nextRecord(rest);
      List<StructuredData.NestedFlows> flows = lists.flowsOf(plan, record, templates);
      for (StructuredData.NestedFlows nested : flows) {
        Optional<TemplateView> inner =
            nested.plan().hasLists() ? Optional.of(templates) : Optional.empty();
        ready.add(
            new DataSet(
                message.header(),
                message.unit(),
                nested.plan(),
                notes,
                inner,
                nested.enclosing(),
                nested.records()));
      }
      if (flows.isEmpty() && plan.describesFlows()) {
        addFlows(message, plan, record, arrival, notes);
      } else if (flows.isEmpty()) {
        countNoFlows(template, record);
      }
    }
  }

  private void countNoFlows(Template template, ByteCursor records) {
    String detail =
        "data set %d: records without %s"
            .formatted(
                template.id(),
                template.records().orElseThrow().describesPortBlock()
                    ? "a destination, with blocks of ports"
                    : "an address");
    report.add(Reason.NOT_FLOW_EXPORT, records.offset(), records.remaining(), detail);
  }

  /**
   * Takes a set for which there is no template yet.
   *
   * @param set at its first record; copied
   */
  void hold(Message message, int templateId, ByteCursor set) {
    hold(HeldSet.withoutTemplate(message, templateId, set, nextArrival()));
  }

  private void hold(HeldSet held) {
    awaitingTemplate.add(held);
    held.message().session().awaiting(held.awaitedId()).add(held);
    while (awaitingTemplate.isOverfull()) {
      awaitingTemplate.removeOldest().ifPresent(this::giveUpTemplate);
    }
  }

  /** Takes a new definition of a template: what waited for it can be decoded. */
  void define(TransportSession session, Template template) {
    session.define(template);
    for (HeldSet held : session.takeAwaiting(template.id())) {
      awaitingTemplate.remove(held);
      decode(held, template);
    }
  }

  /** Gives up waiting: what can be decoded in another way is, the rest is counted. */
  void finish() {
    for (Optional<HeldSet> held = awaitingTemplate.removeOldest();
        held.isPresent();
        held = awaitingTemplate.removeOldest()) {
      giveUpTemplate(held.get());
    }
    for (Optional<HeldSet> held = awaitingSystemInit.removeOldest();
        held.isPresent();
        held = awaitingSystemInit.removeOldest()) {
      giveUpSystemInit(held.get());
    }
  }

  private void decode(HeldSet held, Template template) {
    ByteCursor set = held.cursor(report.file());
    if (held.template().isPresent()) {
      Template own = held.template().get();
      addRecords(held.message(), own, set, held.arrival(), held.notes(template));
    } else if (template.fits(set)) {
      add(held.message(), template, set, held.arrival(), held.notes(template));
    } else {
      countNoTemplate(held, "the template that came later does not fit it");
    }
  }

  private void giveUpTemplate(HeldSet held) {
    TransportSession session = held.message().session();
    // What is given up is what came first of all, so it is the first of its session too.
    session.awaiting(held.awaitedId()).remove(held);
    Optional<Template> ofOtherSession = session.domain().newestTemplate(held.awaitedId());
    if (held.template().isPresent()) {
      Template own = held.template().get();
      ByteCursor set = held.cursor(report.file());
      addWithTemplates(held.message(), own, set, held.arrival(), held.notes(own));
    } else if (ofOtherSession.isPresent()) {
      decode(held, ofOtherSession.get());
    } else {
      countNoTemplate(held, "no template came");
    }
  }

  private void countNoTemplate(HeldSet held, String why) {
    DecodeReport.Exporter exporter = held.message().header().exporter();
    String detail =
        "data set %d of exporter %s, domain %d: %s"
            .formatted(held.awaitedId(), exporter.address(), exporter.domain(), why);
    report.add(Reason.NO_TEMPLATE, held.cursor(report.file()).offset(), held.length(), detail);
  }

  private void releaseAwaitingSystemInit(ObservationDomain domain) {
    for (HeldSet held : domain.takeAwaitingSystemInit()) {
      awaitingSystemInit.remove(held);
      addReady(held);
    }
  }

  private void giveUpSystemInit(HeldSet held) {
    held.message().session().domain().awaitingSystemInit().remove(held);
    addReady(held);
  }

  private void addReady(HeldSet held) {
    Template template = held.template().orElseThrow();
    addFlows(
        held.message(),
        template.records().orElseThrow(),
        held.cursor(report.file()),
        held.arrival(),
        held.notes(template));
  }

  /**
   * Appends the records that can be decoded.
   *
   * @return whether all were given; false if the batch is full and there are more
   */
  boolean drainTo(FlowBatch batch) {
    while (!ready.isEmpty()) {
      DataSet set = ready.peek();
      int records = set.decode(block, lists, batch);
      report.addRecords(records);
      report.addExporter(set.header().exporter(), records);
      if (FlowNote.LATE_TEMPLATE.isIn(set.notes())) {
        report.addLateRecords(records);
      }
      if (!set.isDone()) {
        return false;
      }
      ready.remove();
    }
    return true;
  }
}
