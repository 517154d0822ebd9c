// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.minetrace.report.UtcTime;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.OptionalLong;

/** One JSON object on one line, for a program to read. What is not known is null. */
final class JsonLine {

  private static final JsonFactory JSON = new JsonFactory();

  /** Writes the fields of an object. */
  @FunctionalInterface
  interface Fields {
    void writeTo(JsonGenerator json) throws IOException;
  }

  private JsonLine() {}

  /** The line, without its end. */
  static String of(Fields fields) {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      fields.writeTo(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return line.toString();
  }

  static void object(JsonGenerator json, String name, Fields fields) throws IOException {
    json.writeObjectFieldStart(name);
    fields.writeTo(json);
    json.writeEndObject();
  }

  static void time(JsonGenerator json, String name, OptionalLong time) throws IOException {
    json.writeStringField(name, time.isPresent() ? UtcTime.format(time.getAsLong()) : null);
  }

  static void time(JsonGenerator json, String name, long time) throws IOException {
    json.writeStringField(name, UtcTime.format(time));
  }

  static void texts(JsonGenerator json, String name, Collection<String> texts) throws IOException {
    json.writeArrayFieldStart(name);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }
}
