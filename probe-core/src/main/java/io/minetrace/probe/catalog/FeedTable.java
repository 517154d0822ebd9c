// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import io.minetrace.net.TransportProtocol;
import io.minetrace.window.TimeSpan;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/** The windows and the declared services as entries of feeds. */
final class FeedTable {

  private static final String WINDOWS =
      """
      SELECT w.window_id, w.first_up, w.last_up, w.interval_ms, w.end_reason, w.not_after,
        NOT EXISTS (SELECT 1 FROM availability_window later
          WHERE later.endpoint_id = w.endpoint_id AND later.first_up > w.first_up) AS newest,
        CAST(e.address AS CHAR) AS address, e.port, e.transport,
        s.pools, s.fqdns, s.coins, s.protocols, s.channel, s.shared
      FROM availability_window w
      JOIN endpoint e ON e.id = w.endpoint_id
      JOIN window_segment s ON s.endpoint_id = w.endpoint_id AND s.first_up = w.first_up
      WHERE NOT <retired>
      ORDER BY w.window_id, s.segment
      """;

  private static final String DECLARED =
      """
      SELECT n.fqdn, COALESCE(p.name, '') AS pool, s.port, s.coin, s.protocol
      FROM name_service s
      JOIN name n ON n.id = s.name_id
      LEFT JOIN pool p ON p.id = n.pool_id
      WHERE NOT <retired>
      ORDER BY n.fqdn, s.port
      """;

  /** The newest of anything that is seen without reading every observation. */
  private static final String AS_OF =
      """
      SELECT MAX(at) FROM (
        SELECT MAX(to_ms) AS at FROM coverage
        UNION ALL SELECT MAX(last_up) FROM availability_window
        UNION ALL SELECT MAX(not_after) FROM availability_window) signs
      """;

  private FeedTable() {}

  static Feed all(Handle handle) {
    OptionalLong asOf =
        handle
            .createQuery(AS_OF)
            .map((row, context) -> nullable(row, 1))
            .findOne()
            .orElse(OptionalLong.empty());
    List<FeedEntry> entries = windows(handle, asOf.orElse(0));
    entries.addAll(declared(handle));
    return new Feed(asOf, entries, SearchTable.poolNames(handle));
  }

  private static OptionalLong nullable(ResultSet row, int column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
  }

  private static OptionalLong nullable(ResultSet row, String column) throws SQLException {
    return nullable(row, row.findColumn(column));
  }

  /**
   * The sets of a window are those of all its segments, and it is shared if one of them is; its
   * channel is the last one's.
   */
  private static final class Gathered {
    final TreeSet<String> names = new TreeSet<>();
    final TreeSet<String> pools = new TreeSet<>();
    final TreeSet<String> coins = new TreeSet<>();
    final TreeSet<String> protocols = new TreeSet<>();
    boolean shared;
  }

  private static List<FeedEntry> windows(Handle handle, long asOf) {
    Map<String, FeedEntry> windows = new LinkedHashMap<>();
    Map<String, Gathered> sets = new LinkedHashMap<>();
    handle
        .createQuery(WINDOWS)
        .define("retired", RetirementTable.ENDPOINT_IS_RETIRED)
        .map(
            (row, context) -> {
              FeedEntry segment =
                  segment(row, sets.computeIfAbsent(row.getString(1), id -> new Gathered()), asOf);
              windows.put(segment.windowId(), segment);
              return 0;
            })
        .forEach(row -> {});
    return new ArrayList<>(windows.values());
  }

  private static FeedEntry segment(ResultSet row, Gathered sets, long asOf) throws SQLException {
    sets.names.addAll(SqlForms.set(row.getString("fqdns")));
    sets.pools.addAll(SqlForms.set(row.getString("pools")));
    sets.coins.addAll(SqlForms.set(row.getString("coins")));
    sets.protocols.addAll(SqlForms.set(row.getString("protocols")));
    sets.shared |= row.getBoolean("shared");
    Endpoint endpoint = SqlForms.endpoint(row);
    // Visited by its address, an endpoint has that for a name.
    List<String> names =
        sets.names.stream().filter(name -> IpAddress.tryParse(name).isEmpty()).toList();
    long lastUp = row.getLong("last_up");
    long interval = row.getLong("interval_ms");
    return new FeedEntry(
        row.getBoolean("newest")
            ? FeedState.ofNewest(
                lastUp, nullable(row, "not_after"), interval, OptionalLong.of(asOf))
            : FeedState.EVER,
        Optional.of(endpoint.address()),
        endpoint.port(),
        endpoint.transport(),
        names,
        List.copyOf(sets.pools),
        List.copyOf(sets.coins),
        List.copyOf(sets.protocols),
        row.getString("channel"),
        sets.shared,
        Optional.of(new TimeSpan(row.getLong("first_up"), lastUp)),
        row.getString("window_id"),
        interval);
  }

  private record Service(String fqdn, String pool, int port) {}

  private static List<FeedEntry> declared(Handle handle) {
    Map<Service, Gathered> services = new LinkedHashMap<>();
    handle
        .createQuery(DECLARED)
        .define("retired", RetirementTable.SERVICE_IS_RETIRED)
        .map(
            (row, context) -> {
              Gathered sets =
                  services.computeIfAbsent(
                      new Service(row.getString("fqdn"), row.getString("pool"), row.getInt("port")),
                      service -> new Gathered());
              addUnless(sets.coins, row.getString("coin"), "");
              addUnless(sets.protocols, row.getString("protocol"), "unknown");
              return 0;
            })
        .forEach(row -> {});
    List<FeedEntry> entries = new ArrayList<>();
    services.forEach(
        (service, sets) -> {
          Optional<IpAddress> literal = IpAddress.tryParse(service.fqdn());
          entries.add(
              new FeedEntry(
                  FeedState.DECLARED,
                  literal,
                  service.port(),
                  TransportProtocol.TCP,
                  literal.isPresent() ? List.of() : List.of(service.fqdn()),
                  service.pool().isEmpty() ? List.of() : List.of(service.pool()),
                  List.copyOf(sets.coins),
                  List.copyOf(sets.protocols),
                  "",
                  false,
                  Optional.empty(),
                  "",
                  0));
        });
    return entries;
  }

  private static void addUnless(Set<String> set, String value, String nothing) {
    if (!value.equals(nothing)) {
      set.add(value);
    }
  }
}
