// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.window.VisitTimes;

/** Visits that found the same, being packed in order of their starts. */
final class VisitRun {

  /** A BLOB holds 65,535, and a visit takes twenty at most. */
  private static final int MOST_BYTES = 60_000;

  private final RunTable.Found found;
  private final VisitTimes times = new VisitTimes();
  private final long from;
  private long to = Long.MIN_VALUE;
  private int visits;

  /** A run that begins with a visit that started then. */
  VisitRun(RunTable.Found found, long from) {
    this.found = found;
    this.from = from;
  }

  void add(long startedAt, long endedAt) {
    times.add(startedAt, endedAt);
    to = Math.max(to, endedAt);
    visits++;
  }

  boolean isFull() {
    return times.length() > MOST_BYTES;
  }

  RunTable.Found found() {
    return found;
  }

  long from() {
    return from;
  }

  long to() {
    return to;
  }

  int visits() {
    return visits;
  }

  byte[] times() {
    return times.toBytes();
  }
}
