// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.minetrace.flow.DecodeReport;
import java.io.IOException;
import java.util.Map;

/** What was not decoded, and why: the same in the manifest of a run and in an inspection. */
public final class TalliesJson {

  private TalliesJson() {}

  /** Writes the field {@code not_decoded}, an object a reason, into the object that is open. */
  public static void write(JsonGenerator json, DecodeReport report) throws IOException {
    json.writeArrayFieldStart("not_decoded");
    for (Map.Entry<DecodeReport.Reason, DecodeReport.Tally> entry : report.tallies().entrySet()) {
      json.writeStartObject();
      json.writeStringField("reason", entry.getKey().name());
      json.writeBooleanField("loss", entry.getKey().isLoss());
      json.writeNumberField("count", entry.getValue().count());
      json.writeNumberField("bytes", entry.getValue().bytes());
      json.writeNumberField("first_offset", entry.getValue().firstOffset());
      json.writeStringField("first_detail", entry.getValue().firstDetail());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
