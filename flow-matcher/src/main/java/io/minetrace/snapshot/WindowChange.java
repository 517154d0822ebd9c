// SPDX-License-Identifier: Apache-2.0
package io.minetrace.snapshot;

import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.BoundReason;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * How one window differs between two snapshots.
 *
 * @param older empty if it was opened
 * @param newer empty if it was removed
 * @param kinds at least one
 * @param fields those that differ; none for a window that is in one of the snapshots only
 */
public record WindowChange(
    Optional<AvailabilityWindow> older,
    Optional<AvailabilityWindow> newer,
    Set<Kind> kinds,
    List<WindowField> fields) {

  /** What may become of a window; a window may be extended, closed and changed at once. */
  public enum Kind {
    /** Not in the older snapshot. */
    OPENED,
    /** Its last UP is later. */
    EXTENDED,
    /** Its end was open, and no longer is. */
    CLOSED,
    /** Something in it is otherwise than it was: coin, pool, names, bounds. */
    CHANGED,
    /** Not in the newer snapshot: later observations or other rules made other windows. */
    REMOVED;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public WindowChange {
    kinds = Set.copyOf(kinds);
    fields = List.copyOf(fields);
  }

  static WindowChange opened(AvailabilityWindow window) {
    return new WindowChange(Optional.empty(), Optional.of(window), Set.of(Kind.OPENED), List.of());
  }

  static WindowChange removed(AvailabilityWindow window) {
    return new WindowChange(Optional.of(window), Optional.empty(), Set.of(Kind.REMOVED), List.of());
  }

  /** The change of a window that is in both snapshots and differs. */
  static WindowChange between(AvailabilityWindow older, AvailabilityWindow newer) {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    if (newer.up().to() > older.up().to()) {
      kinds.add(Kind.EXTENDED);
    }
    if (older.endReason() == BoundReason.OPEN && newer.endReason() != BoundReason.OPEN) {
      kinds.add(Kind.CLOSED);
    }
    List<WindowField> fields =
        List.of(WindowField.values()).stream().filter(f -> f.differs(older, newer)).toList();
    if (kinds.isEmpty() || fields.stream().anyMatch(field -> field.contradicts(older, newer))) {
      kinds.add(Kind.CHANGED);
    }
    return new WindowChange(Optional.of(older), Optional.of(newer), kinds, fields);
  }

  /** The window, as the newer snapshot has it if it does. */
  public AvailabilityWindow window() {
    return newer.or(() -> older).orElseThrow();
  }
}
