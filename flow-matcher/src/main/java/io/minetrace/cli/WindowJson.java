// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.TimeSpan;
import io.minetrace.window.WindowSegment;
import java.io.IOException;

/**
 * A window as a JSON object with the names of {@code windows.csv}; what there is one row a segment
 * of stands in {@code segments}.
 */
final class WindowJson {

  private WindowJson() {}

  /** Writes the fields that two states of one window may differ in. */
  static void writeState(JsonGenerator json, AvailabilityWindow window) throws IOException {
    JsonLine.time(json, "last_up", window.up().to());
    JsonLine.time(json, "not_before", window.notBefore());
    JsonLine.time(json, "not_after", window.notAfter());
    json.writeStringField("start_reason", window.startReason().name());
    json.writeStringField("end_reason", window.endReason().name());
    json.writeNumberField("interval_ms", window.intervalMillis());
    json.writeNumberField("up_count", window.upCount());
    json.writeNumberField("missed_count", window.missedCount());
    json.writeArrayFieldStart("bridged");
    for (TimeSpan hole : window.bridged()) {
      json.writeStartObject();
      JsonLine.time(json, "from", hole.from());
      JsonLine.time(json, "to", hole.to());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberField("max_gap_ms", window.maxGapMillis());
    json.writeStringField("evidence", window.evidence().name());
    json.writeArrayFieldStart("segments");
    for (WindowSegment segment : window.segments()) {
      json.writeStartObject();
      write(json, segment);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, WindowSegment segment) throws IOException {
    JsonLine.time(json, "segment_from", segment.span().from());
    JsonLine.time(json, "segment_to", segment.span().to());
    JsonLine.texts(json, "pools", segment.pools());
    JsonLine.texts(json, "fqdns", segment.fqdns());
    JsonLine.texts(json, "stale_fqdns", segment.staleFqdns());
    JsonLine.texts(json, "coins", segment.coins());
    json.writeStringField("coin_basis", segment.coinBasis().word());
    JsonLine.texts(json, "protocols", segment.protocols());
    json.writeStringField("channel", segment.channel().word());
    json.writeStringField("software", segment.software().isEmpty() ? null : segment.software());
    json.writeBooleanField("shared", segment.shared());
    json.writeBooleanField("switching", segment.switching());
  }
}
