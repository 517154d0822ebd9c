// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.ledger;

import io.minetrace.window.AvailabilityWindow;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What more observations make of an endpoint's last window, where that can be said without those
 * before the window's end. An endpoint that stays up or stays down, comes back or goes, as most
 * visits find it, is then brought up to date by changing a row or two, however long its history;
 * the result is the one that {@link WindowLedger} comes to.
 */
public final class WindowStep {

  private WindowStep() {}

  /**
   * Whether {@link #after} takes the observations that arrive as they are; else it takes all of the
   * endpoint's that came after the window's last UP.
   *
   * @param arrived at least one
   */
  public static boolean needsNoOthers(AvailabilityWindow last, Collection<LedgerEntry> arrived) {
    if (last.notAfter().isEmpty()) {
      // Others after the last UP there are only such as count once with it; a confirmed miss comes
      // between.
      return arrived.stream()
          .noneMatch(entry -> isConfirmedMiss(entry) && isSameSweep(last, entry));
    }
    // What counts after the last UP is a miss, and the first of them is the window's notAfter.
    // Further misses beyond that one change nothing.
    return arrived.stream()
        .allMatch(entry -> !entry.isUp() && entry.time() > last.notAfter().getAsLong());
  }

  private static boolean isConfirmedMiss(LedgerEntry entry) {
    return entry.confirms() && !entry.isUp();
  }

  private static boolean isSameSweep(AvailabilityWindow last, LedgerEntry entry) {
    return entry.time() - last.up().to() < WindowLedger.SAME_SWEEP_MILLIS;
  }

  /**
   * The windows that take the place of the last one.
   *
   * @param last the last window of the endpoint's other observations, folded in this context; empty
   *     if there is none
   * @param entries in any order: those that arrive, and unless they {@link #needsNoOthers} the
   *     others after the window's last UP
   * @return none where there still is none; empty if the observations before are needed to tell
   */
  public static Optional<List<AvailabilityWindow>> after(
      Optional<AvailabilityWindow> last, Collection<LedgerEntry> entries, LedgerContext context) {
    if (last.isEmpty()) {
      return entries.stream().anyMatch(LedgerEntry::isUp)
          ? Optional.empty()
          : Optional.of(List.of());
    }
    AvailabilityWindow window = last.get();
    if (window.notAfter().isPresent() && needsNoOthers(window, entries)) {
      return Optional.of(List.of(window));
    }
    if (entries.stream().anyMatch(entry -> entry.time() <= window.up().to())) {
      return Optional.empty();
    }
    WindowLedger ledger = WindowLedger.after(window, context);
    entries.stream().sorted().forEach(ledger::add);
    return ledger.tells() ? Optional.of(ledger.windows()) : Optional.empty();
  }
}
