// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * Replies that prove nothing, and still tell which family answers so: what a server says to a
 * question that is not its own. Of two that fit, the first holds.
 */
enum FirstReply {
  /** Grin and its kin repeat the method in their answers. */
  ECHOED_METHOD(ProbeProtocol.GRIN),
  /** 2018: 8 of 8 that said so were Ethereum Classic's. */
  ETHEREUM_METHOD_NOT_FOUND(ProbeProtocol.ETH_PROXY),
  /** 2018: with the next two 291 of 291 Monero's. */
  INVALID_METHOD(ProbeProtocol.MONERO_LOGIN),
  PROCEDURE_NOT_FOUND(ProbeProtocol.MONERO_LOGIN),
  STATUS_OK(ProbeProtocol.MONERO_LOGIN),
  /** 2018: 82 of 82 Ethereum's or Ethereum Classic's. */
  BARE_BOOLEAN(ProbeProtocol.ETH_PROXY, ProbeProtocol.ETH_STRATUM_1),
  /** miningcore, where a subscription lacks the name of the protocol. */
  INVALID_REQUEST(ProbeProtocol.ETH_STRATUM_1),
  /** A number in quotes for a code. */
  CODE_AS_TEXT(ProbeProtocol.NERVOS),
  TRUE_AS_TEXT(ProbeProtocol.CONFLUX),
  RESULT_AS_TEXT(ProbeProtocol.ALEPHIUM),
  /** What any JSON-RPC server may say to a stranger. */
  UNKNOWN_METHOD();

  private final List<ProbeProtocol> suspects;

  FirstReply(ProbeProtocol... suspects) {
    this.suspects = List.of(suspects);
  }

  /** The families that answer so, the likeliest first; empty if any might. */
  List<ProbeProtocol> suspects() {
    return suspects;
  }

  /** Whether the server said that it does not know the method, and so waits for another. */
  boolean isUnknownMethod() {
    return switch (this) {
      case ECHOED_METHOD,
          ETHEREUM_METHOD_NOT_FOUND,
          INVALID_METHOD,
          PROCEDURE_NOT_FOUND,
          UNKNOWN_METHOD ->
          true;
      case STATUS_OK, BARE_BOOLEAN, INVALID_REQUEST, CODE_AS_TEXT, TRUE_AS_TEXT, RESULT_AS_TEXT ->
          false;
    };
  }

  static Optional<FirstReply> of(WireMessage message) {
    if (!message.isJson()) {
      return Optional.empty();
    }
    for (FirstReply reply : values()) {
      if (reply.fits(message)) {
        return Optional.of(reply);
      }
    }
    return Optional.empty();
  }

  private boolean fits(WireMessage message) {
    JsonNode result = message.result();
    boolean refused = message.error().isPresent();
    JsonRpcError error = message.error().orElse(JsonRpcError.ofText(""));
    return switch (this) {
      case ECHOED_METHOD ->
          refused && !message.method().isEmpty() && error.isJust("method not found");
      case ETHEREUM_METHOD_NOT_FOUND -> error.hasCode(-3) && error.says("method not found");
      case INVALID_METHOD -> error.hasCode(-1) && error.isJust("invalid method");
      case PROCEDURE_NOT_FOUND -> error.isJust("procedure not found");
      case STATUS_OK ->
          result.path("status").asText().equals("OK")
              || (result.isMissingNode() && message.json().path("status").asText().equals("OK"));
      case BARE_BOOLEAN -> result.isBoolean() && !refused;
      case INVALID_REQUEST -> error.hasCode(-1) && error.isJust("invalid request");
      case CODE_AS_TEXT ->
          message.json().path("error").path("code").isTextual()
              && error.code().matches("[0-9]{1,6}");
      case TRUE_AS_TEXT -> result.isTextual() && result.textValue().equals("true");
      case RESULT_AS_TEXT -> result.isTextual() && result.textValue().equals("result");
      case UNKNOWN_METHOD ->
          refused
              && (error.hasCode(-32601)
                  || error.says("method not found")
                  || error.says("unknown method")
                  || error.says("invalid method"));
    };
  }
}
