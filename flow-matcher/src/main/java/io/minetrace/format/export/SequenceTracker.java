// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

/**
 * Follows the sequence numbers of one session, to tell how much of what was exported never reached
 * the input. They count flows (v5, v7), datagrams (v9) or data records (IPFIX), modulo 2³².
 *
 * <p>A number should tell what was sent before its message; softflowd's IPFIX includes the message
 * itself. Nothing is lost if the number is as either way of counting has it, and a gap is measured
 * by the way that held before.
 */
final class SequenceTracker {

  /** For a message whose count cannot be told. */
  static final long UNKNOWN = -1;

  /** A message that is late by no more than this was overtaken; by more, the exporter restarted. */
  private static final int REORDERING = 10_000;

  /** No network overtakes so many messages in a row: the exporter began to count anew. */
  private static final int MAX_LATE_IN_A_ROW = 8;

  /** A step this large is a restart too, or an exporter that counts something else. */
  private static final int LARGEST_STEP = 1 << 24;

  /** An uptime so much less than the last is no matter of order. */
  private static final int UPTIME_REORDERING_MILLIS = 60_000;

  /** Gaps that are remembered, in case that what is missing comes late. */
  private static final int GAPS = 8;

  /** What a sequence number said. */
  enum Finding {
    FIRST,
    ONWARD,
    /** The number of the message before once more: a copy. */
    COPY,
    /** Others overtook it. */
    LATE,
    RESTART
  }

  private final int[] gapStarts = new int[GAPS];
  private final long[] gapLengths = new long[GAPS];
  private Finding finding = Finding.FIRST;
  private boolean known;
  private boolean includesItself;
  private int last;
  private long lastCount;
  private int current;
  private boolean uptimeKnown;
  private int lastUptime;
  private int lateInARow;
  private long gaps;
  private long lost;
  private long counted;
  private long late;
  private long copies;
  private long restarts;

  /** Looks at the number of a message, before its sets are read. */
  Finding arrive(long number) {
    current = (int) number;
    int step = current - last;
    if (!known) {
      finding = Finding.FIRST;
    } else if (step == 0 && lastCount > 0) {
      finding = Finding.COPY;
    } else if (step >= 0 && step <= LARGEST_STEP) {
      finding = Finding.ONWARD;
    } else {
      boolean overtaken = step < 0 && step >= -REORDERING && lateInARow < MAX_LATE_IN_A_ROW;
      finding = overtaken ? Finding.LATE : Finding.RESTART;
    }
    return finding;
  }

  /** As above, of a message that tells the exporter's uptime, in milliseconds modulo 2³². */
  Finding arrive(long number, int uptime) {
    arrive(number);
    if (uptimeKnown && uptime - lastUptime < -UPTIME_REORDERING_MILLIS) {
      finding = Finding.RESTART;
    }
    return finding;
  }

  /** As {@link #advance(long)}, of a message that tells the exporter's uptime. */
  long advance(long count, int uptime) {
    if (finding != Finding.LATE) {
      uptimeKnown = true;
      lastUptime = uptime;
    }
    return advance(count);
  }

  /**
   * Takes the count of the message that arrived.
   *
   * @return how much is missing before it; less than 0 for what was missing and came late
   */
  long advance(long count) {
    long missing =
        switch (finding) {
          case FIRST -> 0;
          case COPY -> {
            copies++;
            yield 0;
          }
          case LATE -> {
            late++;
            yield -found(count);
          }
          case RESTART -> {
            restarts++;
            yield 0;
          }
          case ONWARD ->
              count == UNKNOWN || lastCount == UNKNOWN ? 0 : lostInStep(current - last, count);
        };
    if (finding == Finding.LATE) {
      lateInARow++;
    } else {
      lateInARow = 0;
      known = true;
      last = current;
      lastCount = count;
    }
    if (finding != Finding.COPY) {
      counted += Math.max(count, 0);
    }
    lost += missing;
    return missing;
  }

  private long lostInStep(int step, long count) {
    boolean countsBefore = step == lastCount;
    boolean countsItself = step == count;
    if (countsBefore || countsItself) {
      includesItself = countsItself && (includesItself || !countsBefore);
      return 0;
    }
    long missing = Math.max(step - (includesItself ? count : lastCount), 0);
    if (missing > 0) {
      int slot = (int) (gaps % GAPS);
      gapStarts[slot] = (int) (last + (includesItself ? count : lastCount));
      gapLengths[slot] = missing;
      gaps++;
    }
    return missing;
  }

  /** How much of a late message had been taken for lost. */
  private long found(long count) {
    for (int slot = 0; slot < GAPS; slot++) {
      int distance = current - gapStarts[slot];
      if (distance >= 0 && distance < gapLengths[slot]) {
        long found = Math.min(Math.max(count, 0), gapLengths[slot]);
        gapLengths[slot] -= found;
        return found;
      }
    }
    return 0;
  }

  /** How often something was missing. */
  long gaps() {
    return gaps;
  }

  /** How much never came, by the gaps. */
  long lost() {
    return lost;
  }

  /** How much came. */
  long counted() {
    return counted;
  }

  /** Messages that others overtook. */
  long late() {
    return late;
  }

  /** Messages that came twice. */
  long copies() {
    return copies;
  }

  /** How often the exporter began to count anew. */
  long restarts() {
    return restarts;
  }
}
