// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import java.util.List;
import org.jdbi.v3.core.Handle;

/** Who asked not to be probed, as rows. */
final class OptOutTable {

  private OptOutTable() {}

  static void add(Handle handle, String entry, String reason, long at) {
    handle
        .createUpdate(
            "INSERT INTO opt_out (entry, reason, added_at) VALUES (:entry, :reason, :at)"
                + " ON DUPLICATE KEY UPDATE reason = VALUES(reason)")
        .bind("entry", entry)
        .bind("reason", SqlForms.cut(reason, 500))
        .bind("at", at)
        .execute();
  }

  static List<String> all(Handle handle) {
    return handle
        .createQuery("SELECT entry FROM opt_out ORDER BY entry")
        .mapTo(String.class)
        .list();
  }
}
