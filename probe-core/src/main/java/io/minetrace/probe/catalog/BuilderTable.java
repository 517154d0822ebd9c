// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.probe.ledger.WindowLedger;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The thresholds that windows are made with, as rows: snapshots carry them. */
final class BuilderTable {

  private BuilderTable() {}

  /** Those of this program. */
  static void put(DataSource dataSource) {
    try {
      Jdbi.create(dataSource).useTransaction(BuilderTable::put);
    } catch (RuntimeException e) {
      throw DatabaseErrors.explained(e);
    }
  }

  private static void put(Handle handle) {
    Map<String, String> there = new HashMap<>();
    handle
        .createQuery(
            "SELECT parameter, value FROM builder_parameter WHERE algorithm_version = :version")
        .bind("version", WindowLedger.ALGORITHM_VERSION)
        .map((row, context) -> there.put(row.getString("parameter"), row.getString("value")))
        .list();
    // Who may only read needs to write nothing.
    if (there.equals(WindowLedger.parameters())) {
      return;
    }
    PreparedBatch batch =
        handle.prepareBatch(
            "INSERT INTO builder_parameter (algorithm_version, parameter, value)"
                + " VALUES (:version, :parameter, :value)"
                + " ON DUPLICATE KEY UPDATE value = VALUES(value)");
    new TreeMap<>(WindowLedger.parameters())
        .forEach(
            (parameter, value) ->
                batch
                    .bind("version", WindowLedger.ALGORITHM_VERSION)
                    .bind("parameter", parameter)
                    .bind("value", value)
                    .add());
    batch.execute();
  }
}
