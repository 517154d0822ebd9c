// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Columns of text, each as wide as its widest cell. Control characters are shown as escapes. */
public final class TextTable {

  private static final char LINE_SEPARATOR = 0x2028;
  private static final char PARAGRAPH_SEPARATOR = 0x2029;

  private final List<String[]> rows = new ArrayList<>();
  private final List<Integer> widths = new ArrayList<>();

  /** Adds a row; rows may differ in length. */
  public void row(String... cells) {
    String[] shown = new String[cells.length];
    for (int i = 0; i < cells.length; i++) {
      shown[i] = printable(cells[i]);
      if (i == widths.size()) {
        widths.add(0);
      }
      widths.set(i, Math.max(widths.get(i), shown[i].length()));
    }
    rows.add(shown);
  }

  /**
   * The text with control characters as {@code \xNN}, and those that turn the direction of writing
   * or end a line by their four digits: what a server or a file name says must not steer a
   * terminal.
   */
  public static String printable(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c)) {
        shown.append(String.format("\\x%02x", (int) c));
      } else if (Character.getType(c) == Character.FORMAT
          || c == LINE_SEPARATOR
          || c == PARAGRAPH_SEPARATOR) {
        shown.append(String.format("\\u%04x", (int) c));
      } else {
        shown.append(c);
      }
    }
    return shown.toString();
  }

  public void printTo(PrintStream out) {
    lines().forEach(out::println);
  }

  /** The rows as they are printed. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.length; i++) {
        line.append(row[i]);
        if (i + 1 < row.length) {
          line.append(" ".repeat(widths.get(i) - row[i].length() + 2));
        }
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }
}
