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

/** The availability windows and their segments as rows. */
final class WindowTable {

  private static final String INSERT_WINDOW =
      """
      INSERT INTO availability_window (endpoint_id, first_up, window_id, last_up, not_before,
        not_after, start_reason, end_reason, interval_ms, up_count, missed_count, bridged,
        max_gap_ms, evidence, algorithm_version)
      VALUES %s
      """;

  private static final String INSERT_SEGMENT =
      """
      INSERT INTO window_segment (endpoint_id, first_up, segment, segment_from, segment_to, pools,
        fqdns, stale_fqdns, coins, coin_basis, protocols, channel, software, shared, switching)
      VALUES %s
      """;

  private static final String PROLONG_WINDOW =
      """
      UPDATE (SELECT 0 AS id, 0 AS first_up, 0 AS last_up, 0 AS not_after, '' AS reason,
        0 AS interval_ms, 0 AS ups, 0 AS gap, '' AS evidence, 0 AS version UNION ALL VALUES %s) v
      STRAIGHT_JOIN availability_window w ON w.endpoint_id = v.id AND w.first_up = v.first_up
      SET w.last_up = v.last_up, w.not_after = v.not_after, w.end_reason = v.reason,
        w.interval_ms = v.interval_ms, w.up_count = v.ups, w.max_gap_ms = v.gap,
        w.evidence = v.evidence, w.algorithm_version = v.version
      """;

  private static final String PROLONG_SEGMENT =
      """
      UPDATE (SELECT 0 AS id, 0 AS first_up, 0 AS segment, 0 AS until UNION ALL VALUES %s) v
      STRAIGHT_JOIN window_segment s ON s.endpoint_id = v.id AND s.first_up = v.first_up
        AND s.segment = v.segment
      SET s.segment_to = v.until
      """;

  // A list of pairs would be looked for in the whole table.
  private static final String REMOVE_WINDOW =
      """
      DELETE w FROM (SELECT 0 AS id, 0 AS first_up UNION ALL VALUES %s) v
      STRAIGHT_JOIN availability_window w ON w.endpoint_id = v.id AND w.first_up = v.first_up
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

    private final Handle handle;
    private final ManyRows removed = new ManyRows(2);
    private final ManyRows windows = new ManyRows(15);
    private final ManyRows segments = new ManyRows(15);
    private final ManyRows prolonged = new ManyRows(10);
    private final ManyRows prolongedSegments = new ManyRows(4);

    Changes(Handle handle) {
      this.handle = handle;
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
        removed.add(endpointId, window.up().from());
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
      prolonged.add(
          endpointId,
          after.up().from(),
          after.up().to(),
          SqlForms.nullable(after.notAfter()),
          after.endReason().name(),
          after.intervalMillis(),
          after.upCount(),
          after.maxGapMillis(),
          after.evidence().name(),
          WindowLedger.ALGORITHM_VERSION);
      if (before.up().to() != after.up().to()) {
        prolongedSegments.add(
            endpointId, after.up().from(), after.segments().size() - 1, after.up().to());
      }
    }

    private void add(long endpointId, AvailabilityWindow window) {
      windows.add(
          endpointId,
          window.up().from(),
          window.windowId(),
          window.up().to(),
          SqlForms.nullable(window.notBefore()),
          SqlForms.nullable(window.notAfter()),
          window.startReason().name(),
          window.endReason().name(),
          window.intervalMillis(),
          window.upCount(),
          window.missedCount(),
          SqlForms.spans(window.bridged()),
          window.maxGapMillis(),
          window.evidence().name(),
          WindowLedger.ALGORITHM_VERSION);
      addSegments(segments, endpointId, window);
    }

    /** Windows go before those that take their place come. */
    void execute() {
      removed.executeAll(handle, REMOVE_WINDOW);
      prolonged.executeAll(handle, PROLONG_WINDOW);
      prolongedSegments.executeAll(handle, PROLONG_SEGMENT);
      windows.executeAll(handle, INSERT_WINDOW);
      segments.executeAll(handle, INSERT_SEGMENT);
    }
  }

  private static void addSegments(ManyRows rows, long endpointId, AvailabilityWindow window) {
    for (int i = 0; i < window.segments().size(); i++) {
      WindowSegment segment = window.segments().get(i);
      rows.add(
          endpointId,
          window.up().from(),
          i,
          segment.span().from(),
          segment.span().to(),
          SqlForms.set(segment.pools()),
          SqlForms.set(segment.fqdns()),
          SqlForms.set(segment.staleFqdns()),
          SqlForms.set(segment.coins()),
          segment.coinBasis().word(),
          SqlForms.set(segment.protocols()),
          segment.channel().word(),
          segment.software(),
          segment.shared() ? 1 : 0,
          segment.switching() ? 1 : 0);
    }
  }
}
