// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import java.util.Arrays;
import java.util.Optional;

/** What can leave the catalog when it is old, each after a time of its own. */
public enum PruneClass {
  /**
   * Rows of observations: what the windows, calibration and snapshots are made of stays, packed.
   */
  OBSERVATIONS("observations"),
  /** Beginnings of conversations. */
  TRANSCRIPTS("transcripts"),
  /** What names resolved to: the times from when to when a name pointed to an address stay. */
  RESOLUTIONS("resolutions");

  private final String word;

  PruneClass(String word) {
    this.word = word;
  }

  /** As users type it. */
  public String word() {
    return word;
  }

  public static Optional<PruneClass> ofWord(String word) {
    return Arrays.stream(values()).filter(c -> c.word.equals(word)).findFirst();
  }
}
