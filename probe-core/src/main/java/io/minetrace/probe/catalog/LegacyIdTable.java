// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import java.util.List;
import org.jdbi.v3.core.Handle;

/** The numbers of a predecessor's rows, as rows. A known one takes over what was said last. */
final class LegacyIdTable {

  private static final int MEANING_LENGTH = 500;
  private static final int SOURCE_LENGTH = 190;

  private static final String INSERT =
      "INSERT INTO legacy_id (source, kind, number, means, created_at) VALUES %s"
          + " ON DUPLICATE KEY UPDATE means = VALUES(means), created_at = VALUES(created_at)";

  private LegacyIdTable() {}

  static void add(Handle handle, String source, List<LegacyId> ids) {
    ManyRows rows = new ManyRows(5);
    for (LegacyId id : ids) {
      rows.add(
          SqlForms.cut(source, SOURCE_LENGTH),
          id.kind(),
          id.number(),
          SqlForms.cut(id.means(), MEANING_LENGTH),
          SqlForms.nullable(id.createdAt()));
    }
    rows.executeAll(handle, INSERT);
  }
}
