// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * The canonical row: one JSON object with all columns in schema order, no white space, integer
 * milliseconds, {@code null} written, UTF-8, LF. The NDJSON results are these lines, so that anyone
 * can recompute the digest from them.
 */
final class CanonicalJson {

  private static final JsonFactory JSON = new JsonFactory();

  private CanonicalJson() {}

  /** Made anew at each call; {@link ResultRow#canonicalLine} keeps it. */
  static byte[] line(ResultRow row) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      for (ResultColumn column : ResultColumn.values()) {
        json.writeFieldName(column.columnName());
        writeValue(json, column.type(), row.value(column));
      }
      json.writeEndObject();
      json.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }

  /** A value of a row: integer milliseconds, lists as arrays, null where there is none. */
  static void writeValue(JsonGenerator json, ResultColumn.Type type, Optional<Object> value)
      throws IOException {
    if (value.isEmpty()) {
      json.writeNull();
      return;
    }
    switch (type) {
      case INT, LONG, TIMESTAMP -> json.writeNumber(((Number) value.get()).longValue());
      case STRING -> json.writeString((String) value.get());
      case STRINGS -> {
        json.writeStartArray();
        for (Object text : (List<?>) value.get()) {
          json.writeString((String) text);
        }
        json.writeEndArray();
      }
    }
  }
}
