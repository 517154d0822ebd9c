// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.window.CoverageSpan;
import io.minetrace.window.TimeSpan;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** When each vantage was looking, as rows. */
final class CoverageTable {

  private CoverageTable() {}

  static List<CoverageSpan> all(Handle handle) {
    return handle
        .createQuery("SELECT vantage, from_ms, to_ms FROM coverage_export")
        .map(
            (row, context) ->
                new CoverageSpan(
                    row.getString("vantage"),
                    new TimeSpan(row.getLong("from_ms"), row.getLong("to_ms"))))
        .stream()
        .sorted()
        .toList();
  }

  /** Adds stretches of a vantage, joined with what is there already. */
  static void add(Handle handle, long vantageId, Collection<CoverageSpans.Stretch> added) {
    handle
        .createQuery("SELECT id FROM vantage WHERE id = :id FOR UPDATE")
        .bind("id", vantageId)
        .mapTo(Long.class)
        .one();
    CoverageSpans spans = new CoverageSpans();
    handle
        .createQuery("SELECT from_ms, to_ms, interval_ms FROM coverage WHERE vantage_id = :id")
        .bind("id", vantageId)
        .map(
            (row, context) ->
                new CoverageSpans.Stretch(
                    row.getLong("from_ms"), row.getLong("to_ms"), row.getLong("interval_ms")))
        .forEach(known -> spans.add(known.from(), known.to(), known.intervalMillis()));
    added.forEach(stretch -> spans.add(stretch.from(), stretch.to(), stretch.intervalMillis()));
    handle
        .createUpdate("DELETE FROM coverage WHERE vantage_id = :id")
        .bind("id", vantageId)
        .execute();
    PreparedBatch batch =
        handle.prepareBatch("INSERT INTO coverage VALUES (:vantageId, :from, :to, :interval)");
    for (CoverageSpans.Stretch stretch : spans.stretches()) {
      batch
          .bind("vantageId", vantageId)
          .bind("from", stretch.from())
          .bind("to", stretch.to())
          .bind("interval", stretch.intervalMillis())
          .add();
    }
    batch.execute();
  }
}
