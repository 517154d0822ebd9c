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

  private static final String PROLONG_WINDOW =
      """
      UPDATE availability_window SET last_up = :lastUp, not_after = :notAfter,
        end_reason = :endReason, interval_ms = :intervalMs, up_count = :upCount,
        max_gap_ms = :maxGapMs, evidence = :evidence, algorithm_version = :version
      WHERE endpoint_id = :endpointId AND first_up = :firstUp
      """;

  private static final String PROLONG_SEGMENT =
      """
      UPDATE window_segment SET segment_to = :to
      WHERE endpoint_id = :endpointId AND first_up = :firstUp AND segment = :segment
      """;

  private static final String OF_LAST_WINDOW =
      """
      JOIN (SELECT endpoint_id, MAX(first_up) AS first_up FROM availability_window
        WHERE endpoint_id IN (<ids>) GROUP BY endpoint_id) w
      ON w.endpoint_id = s.endpoint_id AND w.first_up = s.first_up
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

  /** The last window of each endpoint that has one, by number of the endpoint. */
  static Map<Long, AvailabilityWindow> last(Handle handle, Map<Long, Endpoint> endpoints) {
    Map<Long, AvailabilityWindow> windows = new HashMap<>();
    if (endpoints.isEmpty()) {
      return windows;
    }
    List<Long> ids = List.copyOf(endpoints.keySet());
    Map<Long, List<WindowSegment>> segments = new HashMap<>();
    handle
        .createQuery("SELECT s.* FROM window_segment s " + OF_LAST_WINDOW + " ORDER BY s.segment")
        .bindList("ids", ids)
        .map((row, context) -> Map.entry(row.getLong("endpoint_id"), segment(row)))
        .forEach(
            entry ->
                segments
                    .computeIfAbsent(entry.getKey(), key -> new ArrayList<>())
                    .add(entry.getValue()));
    handle
        .createQuery("SELECT s.* FROM availability_window s " + OF_LAST_WINDOW)
        .bindList("ids", ids)
        .map(
            (row, context) -> {
              long id = row.getLong("endpoint_id");
              return Map.entry(id, window(row, endpoints.get(id), segments.get(id)));
            })
        .forEach(entry -> windows.put(entry.getKey(), entry.getValue()));
    return windows;
  }

  /** Changes of many endpoints' windows, made together. */
  static final class Changes {

    private final PreparedBatch removed;
    private final PreparedBatch windows;
    private final PreparedBatch segments;
    private final PreparedBatch prolonged;
    private final PreparedBatch prolongedSegments;

    Changes(Handle handle) {
      removed =
          handle.prepareBatch(
              "DELETE FROM availability_window WHERE endpoint_id = :id AND first_up = :firstUp");
      windows = handle.prepareBatch(INSERT_WINDOW);
      segments = handle.prepareBatch(INSERT_SEGMENT);
      prolonged = handle.prepareBatch(PROLONG_WINDOW);
      prolongedSegments = handle.prepareBatch(PROLONG_SEGMENT);
    }

    /** Makes the rows of the first list those of the second, touching only what differs. */
    void replace(long endpointId, List<AvailabilityWindow> before, List<AvailabilityWindow> after) {
      List<AvailabilityWindow> gone = new ArrayList<>(before);
      gone.removeAll(after);
      List<AvailabilityWindow> come = new ArrayList<>(after);
      come.removeAll(before);
      if (!gone.isEmpty() && !come.isEmpty() && isProlonged(gone.get(0), come.get(0))) {
        prolong(endpointId, gone.remove(0), come.remove(0));
      }
      for (AvailabilityWindow window : gone) {
        removed.bind("id", endpointId).bind("firstUp", window.up().from()).add();
      }
      for (AvailabilityWindow window : come) {
        add(endpointId, window);
      }
    }

    /** Whether one window is the other with a later end, so that most of its rows may stay. */
    private static boolean isProlonged(AvailabilityWindow before, AvailabilityWindow after) {
      int last = before.segments().size() - 1;
      return before.up().from() == after.up().from()
          && before.segments().size() == after.segments().size()
          && before.segments().subList(0, last).equals(after.segments().subList(0, last))
          && onlyTheEndDiffers(before.segments().get(last), after.segments().get(last))
          && before.notBefore().equals(after.notBefore())
          && before.startReason() == after.startReason()
          && before.bridged().equals(after.bridged())
          && before.missedCount() == after.missedCount();
    }

    private static boolean onlyTheEndDiffers(WindowSegment before, WindowSegment after) {
      return before.span().from() == after.span().from()
          && before.pools().equals(after.pools())
          && before.fqdns().equals(after.fqdns())
          && before.staleFqdns().equals(after.staleFqdns())
          && before.coins().equals(after.coins())
          && before.coinBasis() == after.coinBasis()
          && before.protocols().equals(after.protocols())
          && before.channel() == after.channel()
          && before.software().equals(after.software())
          && before.shared() == after.shared()
          && before.switching() == after.switching();
    }

    private void prolong(long endpointId, AvailabilityWindow before, AvailabilityWindow after) {
      prolonged
          .bind("endpointId", endpointId)
          .bind("firstUp", after.up().from())
          .bind("lastUp", after.up().to())
          .bind("notAfter", SqlForms.nullable(after.notAfter()))
          .bind("endReason", after.endReason().name())
          .bind("intervalMs", after.intervalMillis())
          .bind("upCount", after.upCount())
          .bind("maxGapMs", after.maxGapMillis())
          .bind("evidence", after.evidence().name())
          .bind("version", WindowLedger.ALGORITHM_VERSION)
          .add();
      if (before.up().to() != after.up().to()) {
        prolongedSegments
            .bind("endpointId", endpointId)
            .bind("firstUp", after.up().from())
            .bind("segment", after.segments().size() - 1)
            .bind("to", after.up().to())
            .add();
      }
    }

    private void add(long endpointId, AvailabilityWindow window) {
      windows
          .bind("endpointId", endpointId)
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
      addSegments(segments, endpointId, window);
    }

    /** Windows go before those that take their place come. */
    void execute() {
      for (PreparedBatch batch :
          List.of(removed, prolonged, prolongedSegments, windows, segments)) {
        if (batch.size() > 0) {
          batch.execute();
        }
      }
    }
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
