// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Optional;

/**
 * One line of a server, taken apart as far as JSON-RPC goes. What is missing is a missing node, an
 * empty text or an empty optional, so that nobody needs to look twice.
 *
 * @param text as it was sent
 * @param json the whole; missing where the line is no JSON object or array
 * @param method what the server calls, or what it repeats of our question; empty if neither
 * @param params of a call
 * @param result of an answer
 * @param error of an answer; of a line that is no JSON, its text
 * @param session that the answer opens, in a shape of Stratum's kin
 */
record WireMessage(
    String text,
    JsonNode json,
    String method,
    JsonNode params,
    JsonNode result,
    Optional<JsonRpcError> error,
    Optional<SubscribeReply> session) {

  static WireMessage of(String line) {
    return WireJson.parse(line)
        .map(json -> of(line, json))
        .orElseGet(
            () ->
                new WireMessage(
                    line,
                    MissingNode.getInstance(),
                    "",
                    MissingNode.getInstance(),
                    MissingNode.getInstance(),
                    Optional.of(JsonRpcError.ofText(line)),
                    Optional.empty()));
  }

  static WireMessage of(String line, JsonNode json) {
    JsonNode method = json.path("method");
    return new WireMessage(
        line,
        json,
        method.isTextual() ? method.textValue() : "",
        json.path("params"),
        json.path("result"),
        JsonRpcError.of(json),
        SubscribeReply.of(json.path("result")));
  }

  boolean isJson() {
    return !json.isMissingNode();
  }

  /** Whether the server calls this of its own accord, rather than answers. */
  boolean isCallOf(String name) {
    return method.equals(name) && !json.has("result") && error.isEmpty();
  }

  /** Whether there is a result that says something. */
  boolean hasResult() {
    return !result.isMissingNode() && !result.isNull();
  }
}
