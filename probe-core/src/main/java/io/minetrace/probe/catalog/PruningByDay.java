// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import java.time.YearMonth;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** Deletes old rows of tables of which nothing is computed, or says what would be deleted. */
enum PruningByDay {
  TRANSCRIPTS(
      "endpoint",
      List.of("transcript"),
      "t.endpoint_id",
      "t.started_at",
      """
      EXISTS (SELECT 1 FROM availability_window w WHERE w.endpoint_id = t.endpoint_id
        AND (w.first_up = t.ended_at OR w.last_up = t.ended_at))
      """),
  RESOLUTIONS(
      "name",
      List.of("resolution_answer", "resolution"),
      "t.name_id",
      "t.asked_at",
      """
      EXISTS (SELECT 1 FROM name_window w WHERE w.name_id = t.name_id
        AND w.resolver = t.resolver
        AND t.asked_at IN (w.first_seen, w.last_seen, w.absent_since, w.left_at))
      """);

  private static final long DAY_MILLIS = 86_400_000L;
  private static final int AT_ONCE = 200;

  private final String owner;
  private final List<String> tables;
  private final String ownerColumn;
  private final String timeColumn;
  private final String stays;

  PruningByDay(
      String owner, List<String> tables, String ownerColumn, String timeColumn, String stays) {
    this.owner = owner;
    this.tables = tables;
    this.ownerColumn = ownerColumn;
    this.timeColumn = timeColumn;
    this.stays = stays;
  }

  /**
   * What came of some endpoints or names.
   *
   * @param last the greatest of their numbers, from which to go on; the one given if there was none
   */
  record Part(PruneReport report, long last) {}

  /** Looks at the next endpoints or names; to be changed, they are locked. */
  Part next(Handle handle, RebuildMode mode, long before, long after) {
    List<Long> owners =
        handle
            .createQuery(
                "SELECT id FROM "
                    + owner
                    + " WHERE id > :after ORDER BY id LIMIT "
                    + AT_ONCE
                    + (mode == RebuildMode.APPLY ? " FOR UPDATE" : ""))
            .bind("after", after)
            .mapTo(Long.class)
            .list();
    if (owners.isEmpty()) {
      return new Part(PruneReport.NOTHING, after);
    }
    NavigableMap<YearMonth, Long> gone = new TreeMap<>();
    long stayed = 0;
    long places = 0;
    for (String table : tables) {
      String old =
          table
              + " t FORCE INDEX (PRIMARY) WHERE "
              + ownerColumn
              + " IN ("
              + OneTimeQuery.list(owners)
              + ") AND "
              + timeColumn
              + " < "
              + before;
      PruneReport ofTable = count(handle, old);
      gone = PruneReport.sum(gone, ofTable.gone());
      stayed += ofTable.stayed();
      places = Math.max(places, ofTable.places());
      if (mode == RebuildMode.APPLY) {
        OneTimeQuery.update(handle, "DELETE t FROM " + old + " AND NOT " + stays);
      }
    }
    return new Part(new PruneReport(gone, stayed, places), owners.get(owners.size() - 1));
  }

  private PruneReport count(Handle handle, String old) {
    NavigableMap<YearMonth, Long> gone = new TreeMap<>();
    long[] stayed = {0};
    OneTimeQuery.each(
        handle,
        "SELECT FLOOR("
            + timeColumn
            + " / "
            + DAY_MILLIS
            + ") AS day, "
            + stays
            + " AS stays, COUNT(*) FROM "
            + old
            + " GROUP BY day, stays",
        row -> {
          if (row.getInt(2) != 0) {
            stayed[0] += row.getLong(3);
          } else {
            gone.merge(
                MonthlyPartitions.monthOf(row.getLong(1) * DAY_MILLIS), row.getLong(3), Long::sum);
          }
        });
    long[] places = {0};
    OneTimeQuery.each(
        handle,
        "SELECT COUNT(DISTINCT " + ownerColumn + ") FROM " + old + " AND NOT " + stays,
        row -> places[0] = row.getLong(1));
    return new PruneReport(gone, stayed[0], places[0]);
  }
}
