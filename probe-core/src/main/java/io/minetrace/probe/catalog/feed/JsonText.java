// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.feed;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Collection;

/** JSON in ASCII, everything else escaped: no sign of others' choice steers a terminal either. */
final class JsonText {

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private JsonText() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static ArrayNode put(ArrayNode array, Collection<String> words) {
    words.forEach(array::add);
    return array;
  }

  static String of(JsonNode node) throws IOException {
    return MAPPER.writeValueAsString(node);
  }
}
