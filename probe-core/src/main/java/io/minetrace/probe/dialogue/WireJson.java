// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** JSON as strangers send it: bounded in depth and length, and never an exception. */
final class WireJson {

  private static final int MAX_DEPTH = 32;
  private static final int MAX_NUMBER_LENGTH = 100;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(MAX_NUMBER_LENGTH)
                  .build())
          .build();

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(FACTORY).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /** For values with more text behind them. */
  private static final ObjectMapper PART_MAPPER = JsonMapper.builder(FACTORY).build();

  private WireJson() {}

  /** The value, if the text is one JSON object or array and nothing else. */
  static Optional<JsonNode> parse(String text) {
    try {
      JsonNode node = MAPPER.readTree(text);
      return Optional.ofNullable(node).filter(JsonNode::isContainerNode);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /**
   * An object whose text may have been cut off: each of its fields, and each field of the objects
   * directly in it, that is complete. Empty if the text is no beginning of an object.
   */
  static Optional<ObjectNode> parseBeginning(String text) {
    try (JsonParser parser = PART_MAPPER.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      ObjectNode object = PART_MAPPER.createObjectNode();
      readFields(parser, object, 2);
      return Optional.of(object);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static void readFields(JsonParser parser, ObjectNode object, int levels) {
    try {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        if (parser.nextToken() == JsonToken.START_OBJECT && levels > 1) {
          readFields(parser, object.putObject(name), levels - 1);
        } else {
          object.set(name, PART_MAPPER.<JsonNode>readTree(parser));
        }
      }
    } catch (IOException e) {
      // Cut off, or no JSON from here on: what was read stands.
    }
  }

  /** The text as a JSON string, quotes included. */
  static String quote(String text) {
    try {
      return MAPPER.writeValueAsString(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("a string is always JSON", e);
    }
  }

  /** Whether the value is text of hexadecimal digits, whole bytes, within the lengths. */
  static boolean isHex(JsonNode node, int minDigits, int maxDigits) {
    if (!node.isTextual()) {
      return false;
    }
    String text = node.textValue();
    return text.length() >= minDigits
        && text.length() <= maxDigits
        && text.length() % 2 == 0
        && text.chars().allMatch(c -> c < 128 && Character.digit(c, 16) >= 0);
  }
}
