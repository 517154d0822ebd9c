// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import io.minetrace.flow.DecodeReport;
import io.minetrace.net.IpAddress;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of one observation domain (NetFlow: source id, engine) of one exporter, whatever
 * ports its messages come from.
 */
final class ObservationDomain {

  private final ExportProtocol protocol;
  private final DecodeReport.Exporter exporter;
  private final ExporterFacts facts = new ExporterFacts();
  private final ExporterClock clock = new ExporterClock();
  private final TemplateHistory templates = new TemplateHistory();
  private final Map<Long, TransportSession> sessions = new HashMap<>();
  private final Map<Integer, Template> newestTemplates = new HashMap<>();
  private final ArrayDeque<HeldSet> awaitingSystemInit = new ArrayDeque<>();

  ObservationDomain(ExportProtocol protocol, IpAddress address, long domain) {
    this.protocol = protocol;
    this.exporter = new DecodeReport.Exporter(address, domain);
  }

  ExportProtocol protocol() {
    return protocol;
  }

  /** Messages whose headers were read. */
  long messages() {
    return clock.readings();
  }

  DecodeReport.Exporter exporter() {
    return exporter;
  }

  ExporterFacts facts() {
    return facts;
  }

  ExporterClock clock() {
    return clock;
  }

  TemplateHistory templates() {
    return templates;
  }

  /** All sessions, in no order. */
  Collection<TransportSession> sessions() {
    return sessions.values();
  }

  Optional<TransportSession> session(long number) {
    return Optional.ofNullable(sessions.get(number));
  }

  TransportSession addSession(long number, ExportDatagram.Transport transport) {
    TransportSession session = new TransportSession(this, transport);
    sessions.put(number, session);
    return session;
  }

  /** The newest definition of a template by any session: for sessions that never define it. */
  Optional<Template> newestTemplate(int id) {
    return Optional.ofNullable(newestTemplates.get(id));
  }

  void defined(Template template) {
    newestTemplates.put(template.id(), template);
  }

  void withdrawn(Template template) {
    newestTemplates.remove(template.id(), template);
  }

  /** Sets whose records have no time before element 160 is known, in order of arrival. */
  ArrayDeque<HeldSet> awaitingSystemInit() {
    return awaitingSystemInit;
  }

  /** The same, which wait no longer. */
  List<HeldSet> takeAwaitingSystemInit() {
    List<HeldSet> taken = List.copyOf(awaitingSystemInit);
    awaitingSystemInit.clear();
    return taken;
  }
}
