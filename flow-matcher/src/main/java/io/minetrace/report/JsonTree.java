// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A small JSON document as a tree, read by whoever expects fields of it but takes what earlier
 * versions wrote: a field that is absent, null or of another type is empty.
 */
public final class JsonTree {

  /** A thousand times what a manifest of a hundred inputs takes. */
  static final long MAX_BYTES = 1L << 28;

  private static final int MAX_DEPTH = 100;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .build();

  private final Object value;

  private JsonTree(Object value) {
    this.value = value;
  }

  /**
   * Reads a file.
   *
   * @throws IOException naming it, if it is too long or no JSON
   */
  public static JsonTree read(Path file) throws IOException {
    long size = Files.size(file);
    if (size > MAX_BYTES) {
      throw new IOException(file + ": " + size + " bytes (expected: at most " + MAX_BYTES + ")");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return read(in);
    } catch (JsonProcessingException e) {
      throw new IOException(file + ": not JSON (" + e.getOriginalMessage() + ")", e);
    }
  }

  public static JsonTree read(InputStream in) throws IOException {
    try (JsonParser json = JSON.createParser(in)) {
      json.nextToken();
      return new JsonTree(value(json));
    }
  }

  /** A JSON value: Map, List, String, Long, Double, Boolean; null is an empty Optional. */
  static Object value(JsonParser json) throws IOException {
    JsonToken token = json.currentToken();
    if (token == JsonToken.START_OBJECT) {
      Map<String, Object> object = new LinkedHashMap<>();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        object.put(name, value(json));
      }
      return object;
    }
    if (token == JsonToken.START_ARRAY) {
      List<Object> list = new ArrayList<>();
      while (json.nextToken() != JsonToken.END_ARRAY) {
        list.add(value(json));
      }
      return list;
    }
    if (token == JsonToken.VALUE_STRING) {
      return json.getText();
    }
    if (token == JsonToken.VALUE_NUMBER_INT) {
      return json.getLongValue();
    }
    if (token == JsonToken.VALUE_NUMBER_FLOAT) {
      return json.getDoubleValue();
    }
    return token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE
        ? (Object) json.getBooleanValue()
        : Optional.empty();
  }

  private Object field(String name) {
    return value instanceof Map<?, ?> map && map.containsKey(name)
        ? map.get(name)
        : Optional.empty();
  }

  /** A field that is an object; without fields if it is not. */
  public JsonTree at(String name) {
    return new JsonTree(field(name));
  }

  public Optional<String> text(String name) {
    return field(name) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  /** A whole number. */
  public Optional<Long> number(String name) {
    return field(name) instanceof Long number ? Optional.of(number) : Optional.empty();
  }

  public Optional<Double> decimal(String name) {
    return field(name) instanceof Number number
        ? Optional.of(number.doubleValue())
        : Optional.empty();
  }

  public Optional<Boolean> flag(String name) {
    return field(name) instanceof Boolean flag ? Optional.of(flag) : Optional.empty();
  }

  /** The elements of a field that is a list. */
  public List<JsonTree> list(String name) {
    return field(name) instanceof List<?> list
        ? list.stream().map(JsonTree::new).toList()
        : List.of();
  }

  /** The texts of a list. */
  public List<String> texts(String name) {
    return list(name).stream()
        .filter(element -> element.value instanceof String)
        .map(element -> (String) element.value)
        .toList();
  }

  /** The fields of this object that are whole numbers, in their order. */
  public Map<String, Long> numbers() {
    Map<String, Long> numbers = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach(
          (name, number) -> {
            if (number instanceof Long whole) {
              numbers.put((String) name, whole);
            }
          });
    }
    return numbers;
  }

  /** The fields of this object that are texts, in their order. */
  public Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach(
          (name, text) -> {
            if (text instanceof String word) {
              texts.put((String) name, word);
            }
          });
    }
    return texts;
  }
}
