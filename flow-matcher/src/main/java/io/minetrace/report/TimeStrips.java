// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import java.util.HashMap;
import java.util.Map;

/**
 * When things were, for a chart of unknown length: a row of cells each, all on one time axis whose
 * cells grow to twice their length whenever time runs out of the last one. Half a kilobyte a row,
 * however long the captures. Used by one thread.
 */
final class TimeStrips {

  /** Of a row; at least half of them are used. */
  static final int CELLS = 512;

  private static final int FIRST_CELL_MILLIS = 250;
  private static final int MAX_SHIFT = 50;

  private static final class Strip {
    private final byte[] cells = new byte[CELLS];
    private int shift;

    /** Lets neighbouring cells become one until they are as long as the axis has them. */
    void grow(int wanted) {
      for (; shift < wanted; shift++) {
        for (int i = 0; i < CELLS / 2; i++) {
          cells[i] = (byte) Math.max(cells[2 * i], cells[2 * i + 1]);
        }
        java.util.Arrays.fill(cells, CELLS / 2, CELLS, (byte) 0);
      }
    }
  }

  private final Map<String, Strip> strips = new HashMap<>();
  private long origin;
  private boolean begun;
  private int shift;

  /** The first instant of the axis is that of the first call; what lies before is cut off. */
  void begin(long instant) {
    if (!begun) {
      origin = TimeAxis.within(instant);
      begun = true;
    }
  }

  /**
   * Marks a stretch of a row.
   *
   * @param level where stretches overlap the greatest shows; 1 or more
   */
  void mark(String row, long from, long to, int level) {
    begin(from);
    Strip strip = strips.computeIfAbsent(row, r -> new Strip());
    long last = Math.max(TimeAxis.within(to), origin) - origin;
    while (last >> shift >= (long) CELLS * FIRST_CELL_MILLIS && shift < MAX_SHIFT) {
      shift++;
    }
    strip.grow(shift);
    int start = cell(from);
    int end = cell(to);
    for (int i = start; i <= end; i++) {
      strip.cells[i] = (byte) Math.max(strip.cells[i], level);
    }
  }

  private int cell(long instant) {
    long cell = (Math.max(TimeAxis.within(instant), origin) - origin) / cellMillis();
    return (int) Math.min(cell, CELLS - 1);
  }

  /** The first instant of the axis. */
  long origin() {
    return origin;
  }

  /** The length of a cell. */
  long cellMillis() {
    return (long) FIRST_CELL_MILLIS << shift;
  }

  /** The cells of a row: level, or 0 for nothing. */
  byte[] cells(String row) {
    Strip strip = strips.computeIfAbsent(row, r -> new Strip());
    strip.grow(shift);
    return strip.cells.clone();
  }
}
