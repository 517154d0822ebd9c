// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import io.minetrace.flow.DecodeReport;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Says in the report what is worth knowing of the exporters of an input, a line a topic, as {@code
 * sequence: 192.0.2.1 domain 7: 30 of 4030 flows lost in 2 gaps}.
 */
final class ExporterNotes {

  /** Of so many exporters each is named; a person reads no more. */
  private static final int MAX_NAMED = 4;

  private final ExporterTable exporters;
  private final DecodeReport report;

  ExporterNotes(ExporterTable exporters, DecodeReport report) {
    this.exporters = exporters;
    this.report = report;
  }

  /** Says all there is to say. */
  void write() {
    add("messages", messages());
    add("templates", templates());
    add("template flapping", each(ExporterNotes::flapping));
    add("odd field lengths", each(domain -> oddLengths(domain.templates().oddLengths())));
    add("sampling", each(domain -> domain.facts().describeSampling()));
    add(DecodeReport.REPLACED_ADDRESSES, replaced(ReplacedFields.Part.ADDRESSES));
    add(DecodeReport.REPLACED_PORTS_AND_TIMES, replaced(ReplacedFields.Part.PORTS_AND_TIMES));
    add("fields anonymised", replaced(ReplacedFields.Part.OTHERS));
    add("sequence", each(this::sequence));
    add("exporter clock", each(domain -> domain.clock().describe()));
  }

  private String replaced(ReplacedFields.Part part) {
    return each(domain -> domain.facts().replaced().of(part));
  }

  private void add(String topic, String text) {
    if (!text.isEmpty()) {
      report.addFact(topic, text);
    }
  }

  /** What is to be said of each exporter, of the first few by name. */
  private String each(Function<ObservationDomain, String> describe) {
    List<String> lines = new ArrayList<>();
    int unnamed = 0;
    for (ObservationDomain domain : exporters.domains()) {
      String text = describe.apply(domain);
      if (text.isEmpty()) {
        continue;
      }
      if (lines.size() < MAX_NAMED) {
        DecodeReport.Exporter exporter = domain.exporter();
        lines.add(exporter.address() + " domain " + exporter.domain() + ": " + text);
      } else {
        unnamed++;
      }
    }
    if (unnamed > 0) {
      lines.add(unnamed + " more");
    }
    return String.join("; ", lines);
  }

  private String messages() {
    Map<ExportProtocol, Long> counts = new EnumMap<>(ExportProtocol.class);
    for (ObservationDomain domain : exporters.domains()) {
      counts.merge(domain.protocol(), domain.messages(), Long::sum);
    }
    return counts.entrySet().stream()
        .map(entry -> entry.getValue() + " " + entry.getKey().displayName())
        .collect(Collectors.joining(", "));
  }

  private String templates() {
    long records = 0;
    long options = 0;
    long refreshes = 0;
    long redefinitions = 0;
    for (ObservationDomain domain : exporters.domains()) {
      records += domain.templates().records();
      options += domain.templates().options();
      refreshes += domain.templates().refreshes();
      redefinitions += domain.templates().redefinitions();
    }
    if (records + options == 0) {
      return "";
    }
    return records
        + " of records, "
        + options
        + " of options, sent again "
        + times(refreshes)
        + (redefinitions == 0 ? "" : ", redefined " + times(redefinitions));
  }

  private static String flapping(ObservationDomain domain) {
    Map<Integer, Long> flapping = domain.templates().flapping();
    if (flapping.isEmpty()) {
      return "";
    }
    String which =
        flapping.entrySet().stream()
            .limit(MAX_NAMED)
            .map(entry -> entry.getKey() + " " + times(entry.getValue()))
            .collect(Collectors.joining(", "));
    return which
        + (flapping.size() > MAX_NAMED ? ", …" : "")
        + " back to a definition it had before: more than one exporter behind this address?";
  }

  private static String oddLengths(Set<String> fields) {
    String first = fields.stream().limit(MAX_NAMED).collect(Collectors.joining(", "));
    return first + (fields.size() > MAX_NAMED ? ", …" : "");
  }

  private String sequence(ObservationDomain domain) {
    long lost = 0;
    long counted = 0;
    long gaps = 0;
    long restarts = 0;
    long late = 0;
    long copies = 0;
    for (TransportSession session : domain.sessions()) {
      SequenceTracker sequence = session.sequence();
      lost += sequence.lost();
      counted += sequence.counted();
      gaps += sequence.gaps();
      restarts += sequence.restarts();
      late += sequence.late();
      copies += sequence.copies();
    }
    List<String> parts = new ArrayList<>();
    if (lost > 0) {
      String unit = domain.protocol().sequenceUnit();
      parts.add(
          String.format(
              Locale.ROOT,
              "%d of %d %s lost (%.2g %%) in %s%s",
              lost,
              lost + counted,
              unit,
              100.0 * lost / (lost + counted),
              gaps == 1 ? "1 gap" : gaps + " gaps",
              flowsInMessages(domain, lost, counted)));
    }
    if (restarts > 0) {
      parts.add("restarted " + times(restarts));
    }
    if (late > 0) {
      parts.add(late + " out of order");
    }
    if (copies > 0) {
      parts.add(copies + " captured twice");
    }
    return String.join(", ", parts);
  }

  /** Where messages are counted, not flows: as many flows as those had that came. */
  private String flowsInMessages(ObservationDomain domain, long lost, long counted) {
    long flows = report.exporterCounts().of(domain.exporter());
    return domain.protocol().countsMessages() && counted > 0
        ? ", about " + Math.round((double) flows * lost / counted) + " flows"
        : "";
  }

  private static String times(long count) {
    return count == 1 ? "once" : count + " times";
  }
}
