// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

/**
 * Follows the sequence numbers of one session, to tell how much of what was exported never reached
 * the input. They count flows (v5), datagrams (v9) or data records (IPFIX), modulo 2³².
 */
final class SequenceTracker {

  /** A message that is late by no more than this was overtaken; by more, the exporter restarted. */
  private static final int REORDERING = 10_000;

  /** A gap this large is a restart too, or an exporter that counts something else. */
  private static final int LARGEST_GAP = 1 << 24;

  /** What a sequence number said. */
  enum Finding {
    IN_ORDER,
    /** Something is missing before it: {@link #lost()}. */
    GAP,
    /** Others overtook it, or it is a copy. */
    LATE,
    RESTART
  }

  private Finding finding = Finding.IN_ORDER;
  private boolean known;
  private int expected;
  private int current;

  /** Looks at the number of a message, before its sets are read. */
  Finding arrive(long number) {
    current = (int) number;
    int ahead = current - expected;
    if (!known || ahead == 0) {
      finding = Finding.IN_ORDER;
    } else if (ahead > 0 && ahead <= LARGEST_GAP) {
      finding = Finding.GAP;
    } else {
      finding = ahead < 0 && ahead >= -REORDERING ? Finding.LATE : Finding.RESTART;
    }
    return finding;
  }

  /** How much is missing before the message that arrived. */
  long lost() {
    return finding == Finding.GAP ? current - expected : 0;
  }

  /** By how much the message that arrived advances the number. */
  void advance(long count) {
    if (finding != Finding.LATE) {
      expected = current + (int) count;
      known = true;
    }
  }

  /** The message that arrived cannot be counted: the next one is taken as it comes. */
  void loseTrack() {
    known = false;
  }
}
