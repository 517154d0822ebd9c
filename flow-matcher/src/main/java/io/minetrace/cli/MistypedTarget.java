// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import io.minetrace.net.IpAddress;
import java.util.Arrays;
import java.util.Optional;

/**
 * Tells targets that cannot be meant from those of which nothing is known: who mistypes an address
 * must not read that there is no window.
 */
final class MistypedTarget {

  private static final int MOST_PORT = 65_535;
  private static final int MOST_LABEL = 63;

  private MistypedTarget() {}

  /** What is wrong with a number; empty if it is a port. */
  static Optional<String> ofPort(String digits) {
    String significant = digits.replaceFirst("^0+", "");
    boolean isPort =
        !significant.isEmpty()
            && significant.length() <= 5
            && Integer.parseInt(significant) <= MOST_PORT;
    return isPort ? Optional.empty() : Optional.of("port: " + digits + " (expected: 1..65535)");
  }

  /**
   * What is wrong with a word that is no address, block, endpoint or port, and that nothing is
   * named; empty if a name, pool or coin could be called so.
   */
  static Optional<String> ofWord(String word) {
    if (word.isBlank()) {
      return Optional.of(
          "target: '" + word + "' (expected: IP, IP:PORT, CIDR, port, host name, pool or coin)");
    }
    if (isNumber(word)) {
      return ofPort(word);
    }
    int slash = word.lastIndexOf('/');
    if (slash > 0 && isNumber(word.substring(slash + 1))) {
      return Optional.of(address(word.substring(0, slash)));
    }
    if (word.indexOf('.') < 0 || word.chars().anyMatch(Character::isWhitespace)) {
      return Optional.empty();
    }
    String[] labels = word.replaceFirst("(?<=[^.])\\.$", "").split("\\.", -1);
    if (isNumber(labels[labels.length - 1])) {
      // No top-level domain is a number: it is an address, or was to be one.
      return Optional.of(address(word));
    }
    return Arrays.stream(labels).allMatch(MistypedTarget::isLabel)
        ? Optional.empty()
        : Optional.of(
            "name: '"
                + word
                + "' (expected: 1 to 63 letters, digits, - or _ before and behind every dot)");
  }

  /** What is wrong with a line of which an endpoint cannot be made, for it says no more than so. */
  static Optional<String> ofLine(String word) {
    int slash = word.indexOf('/');
    if (slash > 0 && IpAddress.tryParse(word.substring(0, slash)).isPresent()) {
      return Optional.of("target: '" + word + "' is a block (expected: IP or IP:PORT on a line)");
    }
    if (word.indexOf(':') < 0) {
      return Optional.of(
          ofWord(word)
              .filter(problem -> !isNumber(word))
              .orElse("target: '" + word + "' (expected: IP, IP:PORT or [IPv6]:PORT on a line)"));
    }
    return ofAddress(word);
  }

  /** What is wrong with what can only be an IPv6 address, by its colons. */
  static Optional<String> ofAddress(String word) {
    boolean isOne = word.indexOf(':') != word.lastIndexOf(':') && !word.startsWith("[");
    return isOne ? Optional.of(address(word)) : Optional.empty();
  }

  private static String address(String text) {
    return "address: '" + text + "' (expected: IPv4 or IPv6 literal)";
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static boolean isLabel(String label) {
    return !label.isEmpty()
        && label.length() <= MOST_LABEL
        && label.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '-' || c == '_');
  }
}
