// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import io.minetrace.net.IpAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tells targets that cannot be meant from those of which nothing is known: who mistypes an address
 * must not read that there is no window.
 */
final class MistypedTarget {

  private static final int MOST_PORT = 65_535;
  private static final int MOST_LABEL = 63;

  private static final Pattern BLANKS = Pattern.compile("^[\\s\\h\\u200b]+|[\\s\\h\\u200b]+$");

  /** Numbers, and what does not belong between those of an address. */
  private static final Pattern NUMBERS = Pattern.compile("[0-9]+([.,;\\s]+[0-9]+)+[.,;]*");

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
    if (word.isEmpty()) {
      return Optional.of("target: '' (expected: IP, IP:PORT, CIDR, port, host name, pool or coin)");
    }
    if (isNumber(word)) {
      return ofPort(word);
    }
    int slash = word.lastIndexOf('/');
    String before = word.substring(0, Math.max(slash, 0));
    if (isNumber(before)) {
      return Optional.of("port: '" + word + "' (expected: 1..65535)");
    }
    if (isLikeAddress(before)) {
      return Optional.of(address(before));
    }
    if (isLikeAddress(word) || NUMBERS.matcher(word).matches()) {
      return Optional.of(address(word));
    }
    if (word.indexOf('.') < 0 || word.chars().anyMatch(Character::isWhitespace)) {
      return Optional.empty();
    }
    String[] labels = labels(word);
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

  /** Without the blanks that are copied along with a target, those of web pages too. */
  static String strip(String word) {
    return BLANKS.matcher(word).replaceAll("");
  }

  /**
   * Whether it was to be an IPv4 address: no top-level domain begins with a digit, and a pool has a
   * number in its name rather than numbers with one.
   */
  private static boolean isLikeAddress(String word) {
    String[] labels = labels(word);
    long numbers = Arrays.stream(labels).filter(MistypedTarget::isNumber).count();
    String last = labels[labels.length - 1];
    return labels.length > 1
        && 2 * numbers > labels.length
        && !last.isEmpty()
        && last.charAt(0) >= '0'
        && last.charAt(0) <= '9';
  }

  /** Of a name; with the dot of the root it is the same name. */
  private static String[] labels(String word) {
    return word.replaceFirst("(?<=[^.])\\.$", "").split("\\.", -1);
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
