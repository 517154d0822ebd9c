// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import java.util.Locale;

/** How well it is known that mining is served somewhere; the best known first. */
public enum FeedState {
  /** It answered at its newest visit, and the next one is not long overdue. */
  UP,
  /** It answered once, and may no longer. */
  EVER,
  /** A source says so; no visit has proven it. */
  DECLARED;

  /** The word in files: {@code up}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether this is known as well as the other, or better. */
  public boolean isAtLeast(FeedState other) {
    return compareTo(other) <= 0;
  }
}
