// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** What has left the catalog, as rows: appended, and counted up while it goes. */
final class PruneTable {

  private static final int WHY_LENGTH = 500;
  private static final int BY_LENGTH = 190;

  private PruneTable() {}

  static long start(Handle handle, PruneOrder order) {
    return handle
        .createUpdate(
            "INSERT INTO prune (class, before_ms, why, decided_by, decided_at)"
                + " VALUES (:class, :before, :why, :by, :at)")
        .bind("class", order.what().name())
        .bind("before", order.before())
        .bind("why", SqlForms.cut(order.why(), WHY_LENGTH))
        .bind("by", SqlForms.cut(order.decidedBy(), BY_LENGTH))
        .bind("at", order.decidedAt())
        .executeAndReturnGeneratedKeys("id")
        .mapTo(Long.class)
        .one();
  }

  /** To be called in the transaction in which the rows go. */
  static void count(Handle handle, long prune, Map<YearMonth, Long> gone) {
    PreparedBatch batch =
        handle.prepareBatch(
            "INSERT INTO prune_month (prune_id, month, rows_gone) VALUES (:prune, :month, :rows)"
                + " ON DUPLICATE KEY UPDATE rows_gone = rows_gone + VALUES(rows_gone)");
    gone.forEach(
        (month, rows) ->
            batch
                .bind("prune", prune)
                .bind("month", month.getYear() * 100 + month.getMonthValue())
                .bind("rows", rows)
                .add());
    batch.execute();
  }

  /** Every prune there ever was, the oldest first. */
  static List<PruneEntry> all(Handle handle) {
    Map<Long, NavigableMap<YearMonth, Long>> gone = new TreeMap<>();
    OneTimeQuery.each(
        handle,
        "SELECT prune_id, month, rows_gone FROM prune_month",
        row ->
            gone.computeIfAbsent(row.getLong(1), id -> new TreeMap<>())
                .put(YearMonth.of(row.getInt(2) / 100, row.getInt(2) % 100), row.getLong(3)));
    List<PruneEntry> all = new ArrayList<>();
    OneTimeQuery.each(
        handle,
        "SELECT id, class, before_ms, why, decided_by, decided_at FROM prune ORDER BY id",
        row ->
            all.add(
                new PruneEntry(
                    row.getLong(1),
                    new PruneOrder(
                        PruneClass.valueOf(row.getString(2)),
                        row.getLong(3),
                        row.getString(4),
                        row.getString(5),
                        row.getLong(6)),
                    gone.getOrDefault(row.getLong(1), new TreeMap<>()))));
    return all;
  }
}
