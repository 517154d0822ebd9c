// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.coin;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The hash of a block as explorers print it: 64 lower-case hex digits. Each protocol has its own
 * order of the same 32 bytes, which its dialogue has turned by then.
 */
final class BlockHash {

  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{64}");

  private BlockHash() {}

  /**
   * The hash; empty if it is none. No chain has a block of which every bit is zero: some pools send
   * that for want of one.
   */
  static Optional<String> of(String text) {
    String digits = text.startsWith("0x") ? text.substring(2) : text;
    return HEX.matcher(digits).matches() && digits.chars().anyMatch(c -> c != '0')
        ? Optional.of(digits.toLowerCase(Locale.ROOT))
        : Optional.empty();
  }
}
