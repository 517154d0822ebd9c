// SPDX-License-Identifier: Apache-2.0
package io.minetrace.evaluation;

import io.minetrace.match.Confidence;

/**
 * Things that were or were not mining, counted by what was claimed of them: nothing, or a match of
 * some confidence and score. Used by one thread.
 */
public final class ClaimCounts {

  private static final int CONFIDENCES = Confidence.values().length;
  private static final int SCORES = 101;

  /** Of each label, by confidence and score; what was not claimed stands behind the last. */
  private final long[][] counts = new long[Label.values().length][CONFIDENCES * SCORES + 1];

  private static final int UNCLAIMED = CONFIDENCES * SCORES;

  void addUnclaimed(Label label) {
    counts[label.ordinal()][UNCLAIMED]++;
  }

  void addClaimed(Label label, Confidence confidence, int score) {
    counts[label.ordinal()][confidence.ordinal() * SCORES + score]++;
  }

  /** All of a label. */
  public long all(Label label) {
    long sum = 0;
    for (long count : counts[label.ordinal()]) {
      sum += count;
    }
    return sum;
  }

  /** Those of a label that were claimed with this confidence at least. */
  public long claimed(Label label, Confidence least) {
    return claimed(label, least, Confidence.CONFIRMED, 0, SCORES - 1);
  }

  private long claimed(Label label, Confidence least, Confidence most, int from, int to) {
    long sum = 0;
    for (int confidence = least.ordinal(); confidence <= most.ordinal(); confidence++) {
      for (int score = from; score <= to; score++) {
        sum += counts[label.ordinal()][confidence * SCORES + score];
      }
    }
    return sum;
  }

  /** What comes of believing matches of this confidence and better ones. */
  public Confusion atLeast(Confidence least) {
    return confusion(claimed(Label.MINING, least), claimed(Label.NOT, least));
  }

  /** What comes of believing matches of this score and better ones. */
  public Confusion atLeast(int score) {
    return of(score, SCORES - 1);
  }

  /** What comes of matches of exactly this confidence. */
  public Confusion of(Confidence confidence) {
    return confusion(
        claimed(Label.MINING, confidence, confidence, 0, SCORES - 1),
        claimed(Label.NOT, confidence, confidence, 0, SCORES - 1));
  }

  /** What comes of matches with these scores, both included. */
  public Confusion of(int from, int to) {
    return confusion(
        claimed(Label.MINING, Confidence.POSSIBLE, Confidence.CONFIRMED, from, to),
        claimed(Label.NOT, Confidence.POSSIBLE, Confidence.CONFIRMED, from, to));
  }

  private Confusion confusion(long right, long wrong) {
    return new Confusion(right, wrong, all(Label.MINING) - right);
  }
}
