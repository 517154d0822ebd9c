// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HexFormat;
import java.util.Locale;
import java.util.OptionalLong;

/** Numbers and hashes in hex, in the orders in which protocols write them. */
final class WireHex {

  private WireHex() {}

  /** Whether the value is text of this many digits, with or without {@code 0x} before them. */
  static boolean isHash(JsonNode node, int digits) {
    return WireJson.isHex(node, digits, digits)
        || (node.isTextual()
            && node.textValue().length() == digits + 2
            && isPrefixed(node, digits));
  }

  /** Whether the value is {@code 0x} and then at most this many digits. */
  static boolean isPrefixed(JsonNode node, int maxDigits) {
    return node.isTextual() && node.textValue().matches("0[xX][0-9A-Fa-f]{1," + maxDigits + "}");
  }

  /** The digits in lower case, without {@code 0x}. */
  static String digits(JsonNode node) {
    String text = node.asText().toLowerCase(Locale.ROOT);
    return text.startsWith("0x") ? text.substring(2) : text;
  }

  /** The bytes in the opposite order. */
  static String reversed(String hex) {
    StringBuilder reversed = new StringBuilder(hex.length());
    for (int i = hex.length() - 2; i >= 0; i -= 2) {
      reversed.append(hex, i, i + 2);
    }
    return reversed.toString();
  }

  /** The words of four bytes in the opposite order, each as it is. */
  static String wordsReversed(String hex) {
    StringBuilder reversed = new StringBuilder(hex.length());
    for (int i = hex.length() - 8; i >= 0; i -= 8) {
      reversed.append(hex, i, i + 8);
    }
    return reversed.toString();
  }

  /** The number in up to 15 digits, with or without {@code 0x}; empty if it is none. */
  static OptionalLong number(JsonNode node) {
    String digits = digits(node);
    return node.isTextual() && digits.matches("[0-9a-f]{1,15}")
        ? OptionalLong.of(HexFormat.fromHexDigitsToLong(digits))
        : OptionalLong.empty();
  }
}
