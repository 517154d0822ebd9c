// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Sets that wait, in order of arrival, with a bound on their bytes. */
final class HeldSets {

  private final long maxBytes;
  private final Set<HeldSet> sets = new LinkedHashSet<>();
  private long bytes;

  HeldSets(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  void add(HeldSet set) {
    sets.add(set);
    bytes += set.footprint();
  }

  void remove(HeldSet set) {
    if (sets.remove(set)) {
      bytes -= set.footprint();
    }
  }

  boolean isOverfull() {
    return bytes > maxBytes;
  }

  /** Removes the one that waits longest; empty if none does. */
  Optional<HeldSet> removeOldest() {
    Iterator<HeldSet> oldest = sets.iterator();
    if (!oldest.hasNext()) {
      return Optional.empty();
    }
    HeldSet set = oldest.next();
    oldest.remove();
    bytes -= set.footprint();
    return Optional.of(set);
  }
}
