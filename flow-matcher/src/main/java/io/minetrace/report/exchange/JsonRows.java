// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.exchange;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.minetrace.report.ResultRow;
import io.minetrace.report.ResultWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** One object a line; what a row does not have is left out. */
final class JsonRows implements ResultWriter {

  /** What a dot in the name of a column means. */
  enum Shape {
    /** Nothing: Zeek's names have some. */
    FLAT,
    /** A field of an object, all of whose fields stand together. */
    NESTED
  }

  private final List<ExchangeColumn> columns;
  private final TimeStyle times;
  private final Shape shape;
  private final JsonGenerator json;

  JsonRows(List<ExchangeColumn> columns, TimeStyle times, Shape shape, OutputStream out)
      throws IOException {
    this.columns = columns;
    this.times = times;
    this.shape = shape;
    this.json = new JsonFactory().createGenerator(new BufferedOutputStream(out));
    json.setRootValueSeparator(null);
  }

  @Override
  public void write(ResultRow row) throws IOException {
    json.writeStartObject();
    String open = "";
    for (ExchangeColumn column : columns) {
      Optional<Object> value = column.value().apply(row);
      if (value.isEmpty()) {
        continue;
      }
      int dot = shape == Shape.NESTED ? column.name().indexOf('.') : -1;
      String object = dot < 0 ? "" : column.name().substring(0, dot);
      if (!object.equals(open)) {
        if (!open.isEmpty()) {
          json.writeEndObject();
        }
        if (!object.isEmpty()) {
          json.writeObjectFieldStart(object);
        }
        open = object;
      }
      json.writeFieldName(column.name().substring(dot + 1));
      write(json, times.written(column.kind(), value.get()));
    }
    if (!open.isEmpty()) {
      json.writeEndObject();
    }
    json.writeEndObject();
    json.writeRaw('\n');
  }

  /** Writes a String, a Number or a list of String. */
  static void write(JsonGenerator json, Object value) throws IOException {
    if (value instanceof BigDecimal decimal) {
      json.writeNumber(decimal.toPlainString());
    } else if (value instanceof Number number) {
      json.writeNumber(number.longValue());
    } else if (value instanceof List<?> texts) {
      json.writeStartArray();
      for (Object text : texts) {
        json.writeString(text.toString());
      }
      json.writeEndArray();
    } else {
      json.writeString(value.toString());
    }
  }

  @Override
  public void close() throws IOException {
    json.close();
  }
}
