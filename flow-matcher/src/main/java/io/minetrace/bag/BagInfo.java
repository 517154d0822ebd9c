// SPDX-License-Identifier: Apache-2.0
package io.minetrace.bag;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is told of a bag beside its checksums: {@code bag-info.txt}, labels and values of RFC 8493
 * §2.2.2, one a line.
 */
public final class BagInfo {

  /** Name of the file. */
  public static final String FILE = "bag-info.txt";

  /** The file that makes a directory a bag. */
  public static final String DECLARATION_FILE = "bagit.txt";

  /** What it says. */
  public static final String DECLARATION =
      "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

  private final Map<String, String> values = new LinkedHashMap<>();

  /**
   * Adds a line.
   *
   * @throws IllegalArgumentException if the value is more than one
   */
  public BagInfo with(String label, String value) {
    if (value.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(label + ": control characters (expected: one line)");
    }
    values.put(label, value);
    return this;
  }

  /** The size of a payload, in the way of its label: {@code octets.streams}. */
  public static String oxum(long bytes, long files) {
    return bytes + "." + files;
  }

  /** The lines as they are written. */
  public String text() {
    StringBuilder text = new StringBuilder();
    values.forEach((label, value) -> text.append(label).append(": ").append(value).append('\n'));
    return text.toString();
  }
}
