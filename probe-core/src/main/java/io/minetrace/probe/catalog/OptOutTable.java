// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Who asked not to be probed, as rows; who no longer does keeps a row with the time of that, until
 * the wish is made again.
 */
final class OptOutTable {

  private OptOutTable() {}

  static void add(Handle handle, OptOutEntry entry) {
    handle
        .createUpdate(
            "INSERT INTO opt_out (entry, reason, added_at) VALUES (:entry, :reason, :at)"
                // In this order: each assignment sees those before it.
                + " ON DUPLICATE KEY UPDATE reason = IF(VALUES(reason) = '', reason, VALUES(reason)),"
                + " added_at = IF(withdrawn_at IS NULL, added_at, VALUES(added_at)),"
                + " withdrawn_at = NULL")
        .bind("entry", entry.entry())
        .bind("reason", SqlForms.cut(entry.reason(), 500))
        .bind("at", entry.addedAt())
        .execute();
  }

  static void withdraw(Handle handle, String entry, long at) {
    handle
        .createUpdate(
            "UPDATE opt_out SET withdrawn_at = :at WHERE entry = :entry AND withdrawn_at IS NULL")
        .bind("entry", entry)
        .bind("at", at)
        .execute();
  }

  static List<OptOutEntry> all(Handle handle) {
    return handle
        .createQuery(
            "SELECT entry, reason, added_at FROM opt_out WHERE withdrawn_at IS NULL ORDER BY entry")
        .map(
            (row, context) ->
                new OptOutEntry(
                    row.getString("entry"), row.getString("reason"), row.getLong("added_at")))
        .list();
  }
}
