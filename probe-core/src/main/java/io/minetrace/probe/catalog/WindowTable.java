// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.net.Endpoint;
import io.minetrace.probe.ledger.WindowLedger;
import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.BoundReason;
import io.minetrace.window.Channel;
import io.minetrace.window.CoinBasis;
import io.minetrace.window.Evidence;
import io.minetrace.window.TimeSpan;
import io.minetrace.window.WindowSegment;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The availability windows and their segments as rows. */
final class WindowTable {

  private static final String INSERT_WINDOW =
      """
      INSERT INTO availability_window (endpoint_id, first_up, window_id, last_up, not_before,
        not_after, start_reason, end_reason, interval_ms, up_count, missed_count, bridged,
        max_gap_ms, evidence, algorithm_version)
      VALUES (:endpointId, :firstUp, :windowId, :lastUp, :notBefore, :notAfter, :startReason,
        :endReason, :intervalMs, :upCount, :missedCount, :bridged, :maxGapMs, :evidence, :version)
      """;

  private static final String INSERT_SEGMENT =
      """
      INSERT INTO window_segment (endpoint_id, first_up, segment, segment_from, segment_to, pools,
        fqdns, stale_fqdns, coins, coin_basis, protocols, channel, software, shared, switching)
      VALUES (:endpointId, :firstUp, :segment, :from, :to, :pools, :fqdns, :staleFqdns, :coins,
        :coinBasis, :protocols, :channel, :software, :shared, :switching)
      """;

  private WindowTable() {}

  /** The windows of an endpoint that begin at an instant or later, in order of time. */
  static List<AvailabilityWindow> since(
      Handle handle, Endpoint endpoint, long endpointId, long firstUp) {
    Map<Long, List<WindowSegment>> segments = segments(handle, endpointId, firstUp);
    return handle
        .createQuery(
            "SELECT * FROM availability_window"
                + " WHERE endpoint_id = :id AND first_up >= :firstUp ORDER BY first_up")
        .bind("id", endpointId)
        .bind("firstUp", firstUp)
        .map((row, context) -> window(row, endpoint, segments.get(row.getLong("first_up"))))
        .list();
  }

  /**
   * The first UP of the last window that ended so long before an instant that an observation then
   * changes nothing in it but its end; the least number if there is none.
   */
  static long lastSettledBefore(Handle handle, long endpointId, long instant) {
    return handle
        .createQuery(
            "SELECT first_up FROM availability_window WHERE endpoint_id = :id"
                + " AND last_up + GREATEST(5 * interval_ms DIV 2, 1800000) < :instant"
                + " ORDER BY first_up DESC LIMIT 1")
        .bind("id", endpointId)
        .bind("instant", instant)
        .mapTo(Long.class)
        .findOne()
        .orElse(Long.MIN_VALUE);
  }

  private static Map<Long, List<WindowSegment>> segments(
      Handle handle, long endpointId, long firstUp) {
    Map<Long, List<WindowSegment>> segments = new HashMap<>();
    handle
        .createQuery(
            "SELECT * FROM window_segment"
                + " WHERE endpoint_id = :id AND first_up >= :firstUp ORDER BY first_up, segment")
        .bind("id", endpointId)
        .bind("firstUp", firstUp)
        .map((row, context) -> Map.entry(row.getLong("first_up"), segment(row)))
        .forEach(
            entry ->
                segments
                    .computeIfAbsent(entry.getKey(), key -> new ArrayList<>())
                    .add(entry.getValue()));
    return segments;
  }

  private static AvailabilityWindow window(
      ResultSet row, Endpoint endpoint, List<WindowSegment> segments) throws SQLException {
    return new AvailabilityWindow(
        endpoint,
        new TimeSpan(row.getLong("first_up"), row.getLong("last_up")),
        optional(row, "not_before"),
        optional(row, "not_after"),
        BoundReason.valueOf(row.getString("start_reason")),
        BoundReason.valueOf(row.getString("end_reason")),
        row.getLong("interval_ms"),
        row.getLong("up_count"),
        row.getLong("missed_count"),
        SqlForms.spans(row.getString("bridged")),
        row.getLong("max_gap_ms"),
        Evidence.valueOf(row.getString("evidence")),
        segments);
  }

  private static WindowSegment segment(ResultSet row) throws SQLException {
    return new WindowSegment(
        new TimeSpan(row.getLong("segment_from"), row.getLong("segment_to")),
        SqlForms.set(row.getString("pools")),
        SqlForms.set(row.getString("fqdns")),
        SqlForms.set(row.getString("stale_fqdns")),
        SqlForms.set(row.getString("coins")),
        CoinBasis.ofWord(row.getString("coin_basis")),
        SqlForms.set(row.getString("protocols")),
        Channel.ofWord(row.getString("channel")),
        row.getString("software"),
        row.getInt("shared") != 0,
        row.getInt("switching") != 0);
  }

  private static OptionalLong optional(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
  }

  /** Makes the rows of the first list those of the second, touching only what differs. */
  static void replace(
      Handle handle,
      long endpointId,
      List<AvailabilityWindow> before,
      List<AvailabilityWindow> after) {
    List<AvailabilityWindow> removed = new ArrayList<>(before);
    removed.removeAll(after);
    List<AvailabilityWindow> added = new ArrayList<>(after);
    added.removeAll(before);
    remove(handle, endpointId, removed);
    add(handle, endpointId, added);
  }

  private static void remove(Handle handle, long endpointId, List<AvailabilityWindow> windows) {
    if (windows.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        handle.prepareBatch(
            "DELETE FROM availability_window WHERE endpoint_id = :id AND first_up = :firstUp");
    for (AvailabilityWindow window : windows) {
      batch.bind("id", endpointId).bind("firstUp", window.up().from()).add();
    }
    batch.execute();
  }

  private static void add(Handle handle, long endpointId, List<AvailabilityWindow> windows) {
    if (windows.isEmpty()) {
      return;
    }
    PreparedBatch rows = handle.prepareBatch(INSERT_WINDOW);
    PreparedBatch segmentRows = handle.prepareBatch(INSERT_SEGMENT);
    for (AvailabilityWindow window : windows) {
      rows.bind("endpointId", endpointId)
          .bind("firstUp", window.up().from())
          .bind("windowId", window.windowId())
          .bind("lastUp", window.up().to())
          .bind("notBefore", SqlForms.nullable(window.notBefore()))
          .bind("notAfter", SqlForms.nullable(window.notAfter()))
          .bind("startReason", window.startReason().name())
          .bind("endReason", window.endReason().name())
          .bind("intervalMs", window.intervalMillis())
          .bind("upCount", window.upCount())
          .bind("missedCount", window.missedCount())
          .bind("bridged", SqlForms.spans(window.bridged()))
          .bind("maxGapMs", window.maxGapMillis())
          .bind("evidence", window.evidence().name())
          .bind("version", WindowLedger.ALGORITHM_VERSION)
          .add();
      addSegments(segmentRows, endpointId, window);
    }
    rows.execute();
    segmentRows.execute();
  }

  private static void addSegments(PreparedBatch rows, long endpointId, AvailabilityWindow window) {
    for (int i = 0; i < window.segments().size(); i++) {
      WindowSegment segment = window.segments().get(i);
      rows.bind("endpointId", endpointId)
          .bind("firstUp", window.up().from())
          .bind("segment", i)
          .bind("from", segment.span().from())
          .bind("to", segment.span().to())
          .bind("pools", SqlForms.set(segment.pools()))
          .bind("fqdns", SqlForms.set(segment.fqdns()))
          .bind("staleFqdns", SqlForms.set(segment.staleFqdns()))
          .bind("coins", SqlForms.set(segment.coins()))
          .bind("coinBasis", segment.coinBasis().word())
          .bind("protocols", SqlForms.set(segment.protocols()))
          .bind("channel", segment.channel().word())
          .bind("software", segment.software())
          .bind("shared", segment.shared() ? 1 : 0)
          .bind("switching", segment.switching() ? 1 : 0)
          .add();
    }
  }
}
