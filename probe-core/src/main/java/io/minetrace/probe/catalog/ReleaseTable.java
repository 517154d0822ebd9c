// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import java.util.List;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/** The snapshots that were written, as rows. */
final class ReleaseTable {

  private ReleaseTable() {}

  static void add(Handle handle, SnapshotRelease release) {
    handle
        .createUpdate(
            "INSERT INTO snapshot_release (id, as_of, windows, first_taken_at,"
                + " last_taken_at) VALUES (:id, :asOf, :windows, :first, :last)"
                + " ON DUPLICATE KEY UPDATE"
                + " last_taken_at = GREATEST(last_taken_at, VALUES(last_taken_at))")
        .bind("id", release.id())
        .bind("asOf", SqlForms.nullable(release.asOf()))
        .bind("windows", release.windows())
        .bind("first", release.firstTakenAt())
        .bind("last", release.lastTakenAt())
        .execute();
  }

  /** All of them, the first taken first. */
  static List<SnapshotRelease> all(Handle handle) {
    return handle
        .select("SELECT * FROM snapshot_release ORDER BY first_taken_at, id")
        .map(
            (row, context) -> {
              long asOf = row.getLong("as_of");
              return new SnapshotRelease(
                  row.getString("id"),
                  row.wasNull() ? OptionalLong.empty() : OptionalLong.of(asOf),
                  row.getLong("windows"),
                  row.getLong("first_taken_at"),
                  row.getLong("last_taken_at"));
            })
        .list();
  }
}
