// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

/**
 * What is done to a cell of CSV that a spreadsheet would take for a formula: names come from
 * servers that others run, and a sheet must not compute what one of them is called.
 */
public enum CellGuard {
  /** Nothing: what every program but a spreadsheet wants. */
  NONE {
    @Override
    public String of(String cell) {
      return cell;
    }
  },
  /**
   * An apostrophe goes before a cell that begins with {@code = + - @}, a tab, a line break or an
   * apostrophe. Because the apostrophe is guarded too, whoever takes one from the front of each
   * cell that has one has the cells as they were.
   */
  SPREADSHEET {
    @Override
    public String of(String cell) {
      return !cell.isEmpty() && GUARDED.indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
    }
  };

  private static final String GUARDED = "=+-@\t\r\n'";

  /** The cell as it is written. */
  public abstract String of(String cell);
}
