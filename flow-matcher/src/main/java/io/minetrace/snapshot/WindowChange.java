// SPDX-License-Identifier: Apache-2.0
package io.minetrace.snapshot;

import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.BoundReason;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How one window differs between two snapshots, or two states of a catalog.
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

  /**
   * How the windows of one endpoint differ, in order of time.
   *
   * @param older in any order; of each first UP at most one
   * @param newer the same
   */
  public static List<WindowChange> between(
      List<AvailabilityWindow> older, List<AvailabilityWindow> newer) {
    SortedMap<Long, AvailabilityWindow> before = new TreeMap<>();
    older.forEach(window -> before.put(window.up().from(), window));
    SortedMap<Long, WindowChange> changes = new TreeMap<>();
    for (AvailabilityWindow window : newer) {
      AvailabilityWindow same = before.remove(window.up().from());
      if (same == null) {
        changes.put(window.up().from(), opened(window));
      } else if (!same.equals(window)) {
        changes.put(window.up().from(), between(same, window));
      }
    }
    before.forEach((firstUp, window) -> changes.put(firstUp, removed(window)));
    return List.copyOf(changes.values());
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
