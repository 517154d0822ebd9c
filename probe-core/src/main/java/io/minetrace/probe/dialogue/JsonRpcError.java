// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The error of a JSON-RPC reply, in any of the shapes servers give it: an object, Stratum's array
 * of code, text and trace, or a bare text.
 *
 * @param code as text, because some send {@code "101"}; empty if there is none
 * @param message as it was sent
 */
record JsonRpcError(String code, String message) {

  private static final Pattern CODE_IN_TEXT =
      Pattern.compile("(-?[0-9]{1,6}) (.*)", Pattern.DOTALL);

  /** A complaint in plain text, which carries its code, if any, as a leading number. */
  static JsonRpcError ofText(String text) {
    String stripped = text.strip();
    Matcher matcher = CODE_IN_TEXT.matcher(stripped);
    return matcher.matches()
        ? new JsonRpcError(matcher.group(1), matcher.group(2))
        : new JsonRpcError("", stripped);
  }

  static Optional<JsonRpcError> of(JsonNode reply) {
    JsonNode error = reply.path("error");
    if (error.isObject() && (error.has("code") || error.has("message"))) {
      return Optional.of(
          new JsonRpcError(error.path("code").asText(), error.path("message").asText()));
    }
    if (error.isArray() && error.size() >= 2 && error.get(0).isInt() && error.get(1).isTextual()) {
      return Optional.of(new JsonRpcError(error.get(0).asText(), error.get(1).textValue()));
    }
    if (error.isTextual()) {
      return Optional.of(new JsonRpcError("", error.textValue()));
    }
    return Optional.empty();
  }

  /** Whether the message holds these words, whatever their case. */
  boolean says(String words) {
    return message.toLowerCase(Locale.ROOT).contains(words);
  }

  /** Whether the message is these words, whatever their case, with or without a full stop. */
  boolean isJust(String words) {
    String stripped = message.strip();
    return stripped.equalsIgnoreCase(words) || stripped.equalsIgnoreCase(words + ".");
  }

  boolean hasCode(int value) {
    return code.equals(Integer.toString(value));
  }
}
