// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * When things were, for a chart of unknown length: a row of cells each, all on one time axis whose
 * cells grow to twice their length whenever time runs out of the last one. Half a kilobyte a row,
 * however long the captures. Used by one thread.
 */
public final class TimeStrips {

  /** Of a row; at least half of them are used. */
  static final int CELLS = 512;

  /** No chart goes beyond. */
  public static final long EARLIEST = Instant.parse("0000-01-01T00:00:00Z").toEpochMilli();

  /** No chart goes beyond. */
  public static final long LATEST = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

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

  TimeStrips() {}

  /** The instant, or the end of the years 0 to 9999 that is next to it. */
  public static long within(long instant) {
    return Math.min(Math.max(instant, EARLIEST), LATEST);
  }

  /** The first instant of the axis is that of the first call; what lies before is cut off. */
  void begin(long instant) {
    if (!begun) {
      origin = within(instant);
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
    long last = Math.max(within(to), origin) - origin;
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
    long cell = (Math.max(within(instant), origin) - origin) / cellMillis();
    return (int) Math.min(cell, CELLS - 1);
  }

  /** The first instant of the axis. */
  public long origin() {
    return origin;
  }

  /** The length of a cell. */
  public long cellMillis() {
    return (long) FIRST_CELL_MILLIS << shift;
  }

  /** The cells of a row: level, or 0 for nothing. */
  public byte[] cells(String row) {
    Strip strip = strips.computeIfAbsent(row, r -> new Strip());
    strip.grow(shift);
    return strip.cells.clone();
  }
}
