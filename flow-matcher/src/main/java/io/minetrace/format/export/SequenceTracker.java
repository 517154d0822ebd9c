// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

/**
 * Follows the sequence numbers of one session, to tell how much of what was exported never reached
 * the input. They count flows (v5), datagrams (v9) or data records (IPFIX), modulo 2³².
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

  /** A step this large is a restart too, or an exporter that counts something else. */
  private static final int LARGEST_STEP = 1 << 24;

  /** What a sequence number said. */
  enum Finding {
    FIRST,
    ONWARD,
    /** Others overtook it, or it is a copy. */
    LATE,
    RESTART
  }

  private Finding finding = Finding.FIRST;
  private boolean known;
  private boolean includesItself;
  private int last;
  private long lastCount;
  private int current;

  /** Looks at the number of a message, before its sets are read. */
  Finding arrive(long number) {
    current = (int) number;
    int step = current - last;
    if (!known) {
      finding = Finding.FIRST;
    } else if (step >= 0 && step <= LARGEST_STEP) {
      finding = Finding.ONWARD;
    } else {
      finding = step < 0 && step >= -REORDERING ? Finding.LATE : Finding.RESTART;
    }
    return finding;
  }

  /**
   * Takes the count of the message that arrived.
   *
   * @return how much is missing before it
   */
  long advance(long count) {
    if (finding == Finding.LATE) {
      return 0;
    }
    long lost = 0;
    if (finding == Finding.ONWARD && count != UNKNOWN && lastCount != UNKNOWN) {
      lost = lostInStep(current - last, count);
    }
    known = true;
    last = current;
    lastCount = count;
    return lost;
  }

  private long lostInStep(int step, long count) {
    boolean countsBefore = step == lastCount;
    boolean countsItself = step == count;
    if (countsBefore || countsItself) {
      includesItself = countsItself && (includesItself || !countsBefore);
      return 0;
    }
    return Math.max(step - (includesItself ? count : lastCount), 0);
  }
}
