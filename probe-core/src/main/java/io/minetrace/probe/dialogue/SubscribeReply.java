// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The session that an answer to a subscription opens, in the shapes that Stratum V1 and its kin
 * give it.
 *
 * @param extranonce the server's part of the nonce, in hex; may be empty
 * @param minersBytes how much of the nonce is left to the miner
 */
record SubscribeReply(
    Shape shape, String extranonce, OptionalInt minersBytes, boolean nodeStratumPool) {

  private static final int MAX_NONCE_DIGITS = 64;

  /** A single byte, or a hash, beside nothing is no session. */
  private static final int MIN_PAIR_DIGITS = 4;

  private static final int MAX_PAIR_DIGITS = 48;

  private static final int MAX_MINERS_BYTES = 32;

  enum Shape {
    /** {@code [[subscriptions], extranonce, size]}: Bitcoin's, and many another's. */
    SUBSCRIPTIONS,
    /** {@code [[subscriptions], extranonce]}. */
    SUBSCRIPTIONS_WITHOUT_SIZE,
    /** {@code [["mining.notify", session, "EthereumStratum/1.0.0"], extranonce]}. */
    ETHEREUM_STRATUM,
    /** {@code [true, "EthereumStratum/1.0.0"]}. */
    TRUE_AND_ETHEREUM_STRATUM,
    /** {@code [session or null, extranonce]}. */
    PAIR,
    /** {@code [session or null, extranonce, size]}. */
    TRIPLE,
    /** {@code [session, extranonce, size, public key]}. */
    QUADRUPLE
  }

  static Optional<SubscribeReply> of(JsonNode result) {
    if (!result.isArray() || result.size() < 2 || result.size() > 4) {
      return Optional.empty();
    }
    JsonNode first = result.get(0);
    JsonNode second = result.get(1);
    if (names(first, "EthereumStratum/1.0.0") || names(first, "EthereumStratum/1.0.1")) {
      return Optional.of(reply(Shape.ETHEREUM_STRATUM, result));
    }
    if (first.isBoolean()
        && first.booleanValue()
        && second.asText().startsWith("EthereumStratum/1.")) {
      return Optional.of(
          new SubscribeReply(Shape.TRUE_AND_ETHEREUM_STRATUM, "", OptionalInt.empty(), false));
    }
    boolean nonce = WireJson.isHex(second, 0, MAX_NONCE_DIGITS);
    boolean size = result.size() == 2 || isSize(result.get(2));
    if (!nonce || !size) {
      return Optional.empty();
    }
    if (first.isArray()) {
      boolean subscriptions =
          names(first, "mining.notify") || names(first, "mining.set_difficulty");
      return subscriptions
          ? Optional.of(
              reply(
                  result.size() == 2 ? Shape.SUBSCRIPTIONS_WITHOUT_SIZE : Shape.SUBSCRIPTIONS,
                  result))
          : Optional.empty();
    }
    // A nonce of no bytes next to no session would be as good as nothing.
    boolean session = first.isNull() || isSessionId(first);
    if (!session || second.textValue().isEmpty()) {
      return Optional.empty();
    }
    return switch (result.size()) {
      case 2 ->
          WireJson.isHex(second, MIN_PAIR_DIGITS, MAX_PAIR_DIGITS)
              ? Optional.of(reply(Shape.PAIR, result))
              : Optional.empty();
      case 3 -> Optional.of(reply(Shape.TRIPLE, result));
      default ->
          WireJson.isHex(result.get(3), 64, 64)
              ? Optional.of(reply(Shape.QUADRUPLE, result))
              : Optional.empty();
    };
  }

  private static SubscribeReply reply(Shape shape, JsonNode result) {
    return new SubscribeReply(
        shape,
        result.get(1).asText(),
        result.size() > 2 && isSize(result.get(2))
            ? OptionalInt.of(result.get(2).intValue())
            : OptionalInt.empty(),
        // node-stratum-pool counts its session ids up from this constant.
        result.get(0).toString().contains("\"deadbeefcafebabe"));
  }

  int extranonceBytes() {
    return extranonce.length() / 2;
  }

  /** How many bytes the nonce has in all; 0 where the miner's part was not told. */
  int nonceBytes() {
    return minersBytes.isPresent() ? extranonceBytes() + minersBytes.getAsInt() : 0;
  }

  private static boolean isSize(JsonNode node) {
    return node.isInt() && node.intValue() >= 0 && node.intValue() <= MAX_MINERS_BYTES;
  }

  /** Whether a word stands in an array or in an array within it. */
  private static boolean names(JsonNode array, String word) {
    for (JsonNode item : array) {
      if (item.asText().equals(word) || (item.isArray() && names(item, word))) {
        return true;
      }
    }
    return false;
  }

  /** Hexadecimal digits, with or without the hyphens of a UUID; Xelis leaves it empty. */
  private static boolean isSessionId(JsonNode node) {
    return node.isTextual() && node.textValue().matches("|[0-9A-Fa-f-]{4,64}");
  }
}
