// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.exchange;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.minetrace.report.ResultRow;
import io.minetrace.report.ResultWriter;
import io.minetrace.report.UtcTime;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Events for Timesketch, one JSON object a line and row: the fields that it demands ({@code
 * message}, {@code datetime}, {@code timestamp_desc}), its {@code timestamp} in microseconds, and
 * our columns under their names.
 *
 * <p>Source: Timesketch's guide to importing JSON lines.
 */
public final class TimesketchWriter implements ResultWriter {

  private static final long MICROSECONDS = 1000;

  private static final List<ExchangeColumn> COLUMNS =
      Stream.concat(OwnColumns.all().stream(), Stream.of(ExchangeColumn.communityId())).toList();

  private final JsonGenerator json;

  /** Starts events on a stream, which is closed with the writer. */
  public TimesketchWriter(OutputStream out) throws IOException {
    json = new JsonFactory().createGenerator(new BufferedOutputStream(out));
    json.setRootValueSeparator(null);
  }

  @Override
  public void write(ResultRow row) throws IOException {
    long start = ExchangeColumn.start(row);
    json.writeStartObject();
    json.writeStringField("message", ClaimText.of(row));
    json.writeStringField("datetime", UtcTime.format(start).replace("Z", "+00:00"));
    json.writeStringField("timestamp_desc", "Flow start");
    json.writeNumberField("timestamp", start * MICROSECONDS);
    json.writeStringField("data_type", "minetrace:flow:match");
    for (ExchangeColumn column : COLUMNS) {
      Optional<Object> value = column.value().apply(row);
      if (value.isPresent()) {
        json.writeFieldName(column.name());
        JsonRows.write(json, TimeStyle.ISO.written(column.kind(), value.get()));
      }
    }
    json.writeEndObject();
    json.writeRaw('\n');
  }

  @Override
  public void close() throws IOException {
    json.close();
  }
}
