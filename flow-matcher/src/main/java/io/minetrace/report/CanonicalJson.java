// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
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

  private static final JsonFactory JSON =
      new JsonFactoryBuilder().rootValueSeparator((String) null).build();

  private static final ResultColumn[] COLUMNS = ResultColumn.values();

  /** To make and close a generator for each line takes as long as to write the line. */
  private static final ThreadLocal<CanonicalJson> OF_THREAD =
      ThreadLocal.withInitial(CanonicalJson::new);

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
  private final JsonGenerator json;

  private CanonicalJson() {
    try {
      json = JSON.createGenerator(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
  }

  /** Made anew at each call; {@link ResultRow#canonicalLine} keeps it. */
  static byte[] line(ResultRow row) {
    return OF_THREAD.get().write(row);
  }

  private byte[] write(ResultRow row) {
    bytes.reset();
    // Half a line stays in the generator, which no further line may follow.
    OF_THREAD.remove();
    try {
      json.writeStartObject();
      for (ResultColumn column : COLUMNS) {
        json.writeFieldName(column.columnName());
        writeValue(json, column.type(), row.value(column));
      }
      json.writeEndObject();
      json.writeRaw('\n');
      json.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    OF_THREAD.set(this);
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
