// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.minetrace.flow.DecodeReport;
import io.minetrace.net.IpAddress;
import io.minetrace.report.TalliesJson;
import io.minetrace.report.UtcTime;
import io.minetrace.window.TimeSpan;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/**
 * Prints what was found in an input for a program to read: one JSON object, on one line. What is
 * not known is null.
 */
final class InspectionJson {

  private static final JsonFactory JSON = new JsonFactory();

  private InspectionJson() {}

  static void print(Inspection inspection, PrintStream out) {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      json.writeStringField("file", inspection.file());
      json.writeStringField("failure", inspection.failure().orElse(null));
      Optional<DecodeReport> report = inspection.report();
      json.writeStringField("format", report.map(DecodeReport::format).orElse(null));
      json.writeBooleanField("partial", inspection.isPartial());
      json.writeNumberField("flow_records", inspection.records());
      write(json, inspection.census());
      if (report.isPresent()) {
        write(json, report.get());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    out.println(line);
  }

  private static void write(JsonGenerator json, FlowCensus census) throws IOException {
    Optional<TimeSpan> span = census.clock().span();
    json.writeStringField("first_flow_time", span.map(s -> UtcTime.format(s.from())).orElse(null));
    json.writeStringField("last_flow_time", span.map(s -> UtcTime.format(s.to())).orElse(null));
    json.writeNumberField("flow_records_without_time", census.clock().timeless());
    json.writeNumberField("flow_records_without_protocol", census.unmatchable().withoutProtocol());
    json.writeNumberField("flow_records_without_ports", census.unmatchable().withoutPorts());
    json.writeNumberField("flow_records_end_before_start", census.endBeforeStart());
    json.writeObjectFieldStart("flow_records_by_sampling_packet_interval");
    for (Map.Entry<Integer, Long> interval : census.samplingIntervals().entrySet()) {
      json.writeNumberField(interval.getKey().toString(), interval.getValue());
    }
    json.writeEndObject();
    json.writeObjectFieldStart("flow_records_by_note");
    for (Map.Entry<String, Long> note : census.noted().entrySet()) {
      json.writeNumberField(note.getKey(), note.getValue());
    }
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, DecodeReport report) throws IOException {
    json.writeNumberField("units_read", report.unitsRead());
    json.writeNumberField("units_skipped", report.unitsSkipped());
    json.writeNumberField("flow_records_by_late_template", report.lateRecords());
    json.writeNumberField("lost_by_exporter", report.lostByExporter());
    json.writeArrayFieldStart("exporters");
    for (Map.Entry<DecodeReport.Exporter, Long> exporter : report.exporters().entrySet()) {
      IpAddress address = exporter.getKey().address();
      json.writeStartObject();
      json.writeStringField(
          "exporter_ip_address", address.equals(IpAddress.UNSPECIFIED) ? null : address.toString());
      json.writeNumberField("observation_domain_id", exporter.getKey().domain());
      json.writeNumberField("flow_records", exporter.getValue());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberField("flow_records_of_other_exporters", report.exporterCounts().others());
    json.writeObjectFieldStart("facts");
    for (Map.Entry<String, String> fact : report.facts().entrySet()) {
      json.writeStringField(fact.getKey().replace(' ', '_'), fact.getValue());
    }
    json.writeEndObject();
    TalliesJson.write(json, report);
  }
}
