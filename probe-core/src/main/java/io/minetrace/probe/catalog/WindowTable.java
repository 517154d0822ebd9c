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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
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
      STRAIGHT_JOIN availability_window w FORCE INDEX (PRIMARY)
        ON w.endpoint_id = v.id AND w.first_up = v.first_up
      SET w.last_up = v.last_up, w.not_after = v.not_after, w.end_reason = v.reason,
        w.interval_ms = v.interval_ms, w.up_count = v.ups, w.max_gap_ms = v.gap,
        w.evidence = v.evidence, w.algorithm_version = v.version
      """;

  private static final String PROLONG_SEGMENT =
      """
      UPDATE (SELECT 0 AS id, 0 AS first_up, 0 AS segment, 0 AS until UNION ALL VALUES %s) v
      STRAIGHT_JOIN window_segment s FORCE INDEX (PRIMARY)
        ON s.endpoint_id = v.id AND s.first_up = v.first_up AND s.segment = v.segment
      SET s.segment_to = v.until
      """;

  // A list of pairs would be looked for in the whole table.
  private static final String REMOVE_WINDOW =
      """
      DELETE w FROM (SELECT 0 AS id, 0 AS first_up UNION ALL VALUES %s) v
      STRAIGHT_JOIN availability_window w FORCE INDEX (PRIMARY)
        ON w.endpoint_id = v.id AND w.first_up = v.first_up
      """;

  private static final String READ =
      """
      SELECT STRAIGHT_JOIN w.*, s.* FROM %s
      JOIN availability_window w FORCE INDEX (PRIMARY) ON w.endpoint_id = given.id AND %s
      JOIN window_segment s FORCE INDEX (PRIMARY)
        ON s.endpoint_id = w.endpoint_id AND s.first_up = w.first_up
      """;

  private static final String LAST_OF_EACH =
      """
      (SELECT endpoint_id AS id, MAX(first_up) AS first_up
        FROM availability_window FORCE INDEX (PRIMARY)
        WHERE endpoint_id IN (%s) GROUP BY endpoint_id) given
      """;

  /**
   * Windows from that one on that ended so long before an instant that an observation then changes
   * nothing in it but its end; all if there is none.
   */
  private static final String SINCE_SETTLED =
      """
      w.first_up >= COALESCE((
        SELECT x.first_up FROM availability_window x FORCE INDEX (PRIMARY)
        WHERE x.endpoint_id = given.id
          AND x.last_up + GREATEST(5 * x.interval_ms DIV 2, 1800000) < given.instant
        ORDER BY x.first_up DESC LIMIT 1), -9223372036854775808)
      """;

  private static final String AROUND =
      """
      w.first_up >= COALESCE((
        SELECT MAX(x.first_up) FROM availability_window x FORCE INDEX (PRIMARY)
        WHERE x.endpoint_id = given.id AND x.first_up <= %d), -9223372036854775808)
      AND w.first_up <= COALESCE((
        SELECT MIN(x.first_up) FROM availability_window x FORCE INDEX (PRIMARY)
        WHERE x.endpoint_id = given.id AND x.first_up > %d), 9223372036854775807)
      """;

  private WindowTable() {}

  /** The windows of an endpoint, in order of time. */
  static List<AvailabilityWindow> of(Handle handle, Endpoint endpoint, long endpointId) {
    return read(
            handle,
            READ.formatted("(SELECT " + endpointId + " AS id) given", "TRUE"),
            Map.of(endpointId, endpoint))
        .getOrDefault(endpointId, List.of());
  }

  /** The window that began last by an instant and the next one, by number of the endpoint. */
  static Map<Long, List<AvailabilityWindow>> around(
      Handle handle, Map<Long, Endpoint> endpoints, long instant) {
    String given =
        endpoints.keySet().stream()
            .map(id -> "(" + id + ")")
            .collect(Collectors.joining(",", "(SELECT 0 AS id UNION ALL VALUES ", ") given"));
    return read(handle, READ.formatted(given, AROUND.formatted(instant, instant)), endpoints);
  }

  /** The last window of each endpoint that has one, by number of the endpoint. */
  static Map<Long, AvailabilityWindow> last(Handle handle, Map<Long, Endpoint> endpoints) {
    Map<Long, AvailabilityWindow> last = new HashMap<>();
    if (!endpoints.isEmpty()) {
      String given = LAST_OF_EACH.formatted(OneTimeQuery.list(endpoints.keySet()));
      read(handle, READ.formatted(given, "w.first_up = given.first_up"), endpoints)
          .forEach((id, windows) -> last.put(id, windows.get(0)));
    }
    return last;
  }

  /**
   * The windows of endpoints that observations at an instant or later may change, and the one
   * before, in order of time, by number of the endpoint.
   *
   * @param instants of the same endpoints
   */
  static Map<Long, List<AvailabilityWindow>> changedSince(
      Handle handle, Map<Long, Endpoint> endpoints, Map<Long, Long> instants) {
    if (endpoints.isEmpty()) {
      return Map.of();
    }
    String given =
        instants.entrySet().stream()
            .map(entry -> "(" + entry.getKey() + "," + entry.getValue() + ")")
            .collect(
                Collectors.joining(
                    ",", "(SELECT 0 AS id, 0 AS instant UNION ALL VALUES ", ") given"));
    return read(handle, READ.formatted(given, SINCE_SETTLED), endpoints);
  }

  private static Map<Long, List<AvailabilityWindow>> read(
      Handle handle, String sql, Map<Long, Endpoint> endpoints) {
    Map<Long, TreeMap<Long, Stored>> stored = new HashMap<>();
    OneTimeQuery.each(
        handle,
        sql,
        row -> {
          TreeMap<Long, Stored> ofEndpoint =
              stored.computeIfAbsent(row.getLong("endpoint_id"), id -> new TreeMap<>());
          Stored window = ofEndpoint.get(row.getLong("first_up"));
          if (window == null) {
            window = new Stored(row, endpoints.get(row.getLong("endpoint_id")));
            ofEndpoint.put(row.getLong("first_up"), window);
          }
          window.segments.put(row.getInt("segment"), segment(row));
        });
    Map<Long, List<AvailabilityWindow>> windows = new HashMap<>();
    stored.forEach(
        (id, ofEndpoint) ->
            windows.put(id, ofEndpoint.values().stream().map(Stored::window).toList()));
    return windows;
  }

  /** A window of which not all segments may have been read. */
  private static final class Stored {

    private final AvailabilityWindow withoutOthers;
    private final TreeMap<Integer, WindowSegment> segments = new TreeMap<>();

    Stored(ResultSet row, Endpoint endpoint) throws SQLException {
      withoutOthers =
          new AvailabilityWindow(
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
              List.of(segment(row)));
    }

    AvailabilityWindow window() {
      return segments.size() == 1
          ? withoutOthers
          : new AvailabilityWindow(
              withoutOthers.endpoint(),
              withoutOthers.up(),
              withoutOthers.notBefore(),
              withoutOthers.notAfter(),
              withoutOthers.startReason(),
              withoutOthers.endReason(),
              withoutOthers.intervalMillis(),
              withoutOthers.upCount(),
              withoutOthers.missedCount(),
              withoutOthers.bridged(),
              withoutOthers.maxGapMillis(),
              withoutOthers.evidence(),
              List.copyOf(segments.values()));
    }
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

  /** Changes of many endpoints' windows, made together. */
  static final class Changes {

    private final Handle handle;
    private final ManyRows removed = new ManyRows(2);
    private final ManyRows windows = new ManyRows(15);
    private final ManyRows segments = new ManyRows(15);
    private final ManyRows prolonged = new ManyRows(10);
    private final ManyRows prolongedSegments = new ManyRows(4);
    private final ManyRows formerEdges = new ManyRows(2);
    private final Set<Edge> edges = new HashSet<>();

    Changes(Handle handle) {
      this.handle = handle;
    }

    /** Makes the rows of the first list those of the second, touching only what differs. */
    void replace(long endpointId, List<AvailabilityWindow> before, List<AvailabilityWindow> after) {
      List<AvailabilityWindow> gone = new ArrayList<>(before);
      gone.removeAll(after);
      List<AvailabilityWindow> come = new ArrayList<>(after);
      come.removeAll(before);
      noteEdges(endpointId, gone, after);
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

    private void noteEdges(
        long endpointId, List<AvailabilityWindow> gone, List<AvailabilityWindow> after) {
      for (AvailabilityWindow window : after) {
        edges.add(new Edge(endpointId, window.up().from()));
        edges.add(new Edge(endpointId, window.up().to()));
      }
      TreeSet<Long> former = new TreeSet<>();
      gone.forEach(window -> former.addAll(List.of(window.up().from(), window.up().to())));
      for (long instant : former) {
        if (!isEdge(endpointId, instant)) {
          formerEdges.add(endpointId, instant);
        }
      }
    }

    /** Whether a window of those that there are now begins or ends at an instant. */
    boolean isEdge(long endpointId, long instant) {
      return edges.contains(new Edge(endpointId, instant));
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

    /**
     * Drops the transcripts of what is no first or last UP any more. Only for visits whose own
     * transcripts take their place: an imported one may have brought none.
     */
    void dropFormerTranscripts() {
      TranscriptTable.drop(handle, formerEdges);
    }

    /** A first or a last UP. */
    private record Edge(long endpointId, long instant) {}
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
