// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.DecodeReport.Reason;
import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowColumn;
import io.minetrace.flow.FlowNote;
import io.minetrace.format.bytes.ByteCursor;
import java.util.ArrayDeque;
import java.util.Optional;

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
  private long arrivals;

  SetQueue(DecodeReport report, long maxHeldBytes) {
    this.report = report;
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
    RecordPlan plan = template.records().orElseThrow();
    if (!plan.describesFlows()) {
      String detail = "data set " + template.id() + ": records without an address";
      report.add(Reason.NOT_FLOW_EXPORT, records.offset(), records.remaining(), detail);
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
      ready.add(new DataSet(header, message.unit(), plan, notes, records));
    }
  }

  /**
   * Takes a set for which there is no template yet.
   *
   * @param set at its first record; copied
   */
  void hold(Message message, int templateId, ByteCursor set) {
    HeldSet held = HeldSet.withoutTemplate(message, templateId, set, nextArrival());
    awaitingTemplate.add(held);
    message.session().awaiting(templateId).add(held);
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
    if (template.fits(set)) {
      add(held.message(), template, set, held.arrival(), held.notes(template));
    } else {
      countNoTemplate(held, "the template that came later does not fit it");
    }
  }

  private void giveUpTemplate(HeldSet held) {
    TransportSession session = held.message().session();
    // What is given up is what came first of all, so it is the first of its session too.
    session.awaiting(held.templateId()).remove(held);
    Optional<Template> ofOtherSession = session.domain().newestTemplate(held.templateId());
    if (ofOtherSession.isPresent()) {
      decode(held, ofOtherSession.get());
    } else {
      countNoTemplate(held, "no template came");
    }
  }

  private void countNoTemplate(HeldSet held, String why) {
    DecodeReport.Exporter exporter = held.message().header().exporter();
    String detail =
        "data set %d of exporter %s, domain %d: %s"
            .formatted(held.templateId(), exporter.address(), exporter.domain(), why);
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
    ready.add(
        new DataSet(
            held.message().header(),
            held.message().unit(),
            template.records().orElseThrow(),
            held.notes(template),
            held.cursor(report.file())));
  }

  /**
   * Appends the records that can be decoded.
   *
   * @return whether all were given; false if the batch is full and there are more
   */
  boolean drainTo(FlowBatch batch) {
    while (!ready.isEmpty()) {
      DataSet set = ready.peek();
      int records = set.decode(block, batch);
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
