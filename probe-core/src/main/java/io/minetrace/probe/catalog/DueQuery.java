// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import io.minetrace.net.TransportProtocol;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/** Asks which endpoints are due and what is known of them, with a query a kind of knowledge. */
final class DueQuery {

  private static final String DUE =
      """
      SELECT e.id, e.next_due_at, CAST(e.address AS CHAR) AS address, e.port, e.proven_protocol,
        e.ask_tls, e.misses
      FROM endpoint e
      WHERE e.next_due_at <= :now AND e.transport = 6
        AND (e.next_due_at > :afterDue OR (e.next_due_at = :afterDue AND e.id > :afterId))
        AND NOT EXISTS (SELECT 1 FROM address_pause p JOIN vantage v ON v.id = p.vantage_id
          WHERE p.address = e.address AND p.until_ms > :now AND v.name = :vantage)
        AND NOT <retired>
      ORDER BY e.next_due_at, e.id
      LIMIT :limit
      """;

  private static final String NAMES =
      """
      SELECT en.endpoint_id, n.fqdn, p.name AS pool, w.name_id IS NOT NULL AS sighted, w.left_at
      FROM endpoint_name en
      JOIN endpoint e ON e.id = en.endpoint_id
      JOIN name n ON n.id = en.name_id
      LEFT JOIN pool p ON p.id = n.pool_id
      LEFT JOIN name_window w ON w.name_id = n.id AND w.address = e.address
      WHERE en.endpoint_id IN (<ids>)
      ORDER BY n.fqdn
      """;

  private static final String SERVICES =
      """
      SELECT en.endpoint_id, s.protocol, s.coin, s.tls
      FROM endpoint_name en
      JOIN endpoint e ON e.id = en.endpoint_id
      JOIN name_service s ON s.name_id = en.name_id AND s.port = e.port
      WHERE en.endpoint_id IN (<ids>) AND s.retired_at IS NULL
      """;

  private static final String LAST_WINDOWS =
      """
      SELECT w.endpoint_id, w.not_after IS NULL AS up
      FROM availability_window w
      JOIN (SELECT endpoint_id, MAX(first_up) AS first_up FROM availability_window
        WHERE endpoint_id IN (<ids>) GROUP BY endpoint_id) last
      ON last.endpoint_id = w.endpoint_id AND last.first_up = w.first_up
      """;

  private static final String PROVEN_PORTS =
      """
      SELECT CAST(e.address AS CHAR) AS address, COUNT(DISTINCT e.id) AS ports
      FROM endpoint e
      JOIN availability_window w ON w.endpoint_id = e.id AND w.not_after IS NULL
        AND w.end_reason = 'OPEN'
      WHERE e.address IN (<addresses>)
      GROUP BY e.address
      """;

  private final Handle handle;
  private final Map<Long, Known> endpoints = new HashMap<>();

  private DueQuery(Handle handle) {
    this.handle = handle;
  }

  private static final class Known {
    private final TreeSet<String> current = new TreeSet<>();
    private final TreeSet<String> former = new TreeSet<>();
    private final TreeSet<String> pools = new TreeSet<>();
    private final TreeSet<String> protocols = new TreeSet<>();
    private final TreeSet<String> coins = new TreeSet<>();
    private final TreeSet<String> tls = new TreeSet<>();
    private boolean up;
    private boolean proven;
    private boolean pointedTo;
    private OptionalLong leftAt = OptionalLong.empty();
  }

  private record Row(
      DueEndpoint.Place place,
      Endpoint endpoint,
      String protocol,
      Optional<Boolean> tls,
      int misses) {}

  /** Endpoints to be visited, longest due first, beginning after a place. */
  static List<DueEndpoint> due(
      Handle handle, String vantage, long now, DueEndpoint.Place after, int limit) {
    List<Row> rows =
        handle
            .createQuery(DUE)
            .define("retired", RetirementTable.ENDPOINT_IS_RETIRED)
            .bind("now", now)
            .bind("vantage", vantage)
            .bind("afterDue", after.dueAt())
            .bind("afterId", after.number())
            .bind("limit", limit)
            .map((row, context) -> row(row))
            .list();
    return rows.isEmpty() ? List.of() : new DueQuery(handle).known(rows);
  }

  private static Row row(ResultSet row) throws SQLException {
    int askTls = row.getInt("ask_tls");
    Optional<Boolean> tls = row.wasNull() ? Optional.empty() : Optional.of(askTls != 0);
    return new Row(
        new DueEndpoint.Place(row.getLong("next_due_at"), row.getLong("id")),
        new Endpoint(
            SqlForms.address(row.getString("address")), row.getInt("port"), TransportProtocol.TCP),
        row.getString("proven_protocol"),
        tls,
        row.getInt("misses"));
  }

  private List<DueEndpoint> known(List<Row> rows) {
    List<Long> ids = rows.stream().map(row -> row.place().number()).toList();
    ids.forEach(id -> endpoints.put(id, new Known()));
    each(NAMES, ids, this::name);
    each(SERVICES, ids, this::service);
    each(LAST_WINDOWS, ids, this::window);
    Map<IpAddress, Integer> ports = provenPorts(rows);
    List<DueEndpoint> due = new ArrayList<>();
    for (Row row : rows) {
      due.add(
          endpoint(
              row,
              endpoints.get(row.place().number()),
              ports.getOrDefault(row.endpoint().address(), 0)));
    }
    return due;
  }

  private interface RowReader {
    void read(ResultSet row, Known known) throws SQLException;
  }

  private void each(String query, List<Long> ids, RowReader reader) {
    handle
        .createQuery(query)
        .bindList("ids", ids)
        .map(
            (row, context) -> {
              reader.read(row, endpoints.get(row.getLong("endpoint_id")));
              return true;
            })
        .list();
  }

  private void name(ResultSet row, Known known) throws SQLException {
    String fqdn = row.getString("fqdn");
    String pool = row.getString("pool");
    if (pool != null) {
      known.pools.add(pool);
    }
    long leftAt = row.getLong("left_at");
    boolean left = !row.wasNull();
    boolean sighted = row.getBoolean("sighted");
    (sighted && !left ? known.current : known.former).add(fqdn);
    if (sighted && !left) {
      known.pointedTo = true;
    } else if (sighted) {
      known.leftAt = OptionalLong.of(Math.max(leftAt, known.leftAt.orElse(Long.MIN_VALUE)));
    }
  }

  private void service(ResultSet row, Known known) throws SQLException {
    known.protocols.add(row.getString("protocol"));
    known.tls.add(row.getString("tls"));
    if (!row.getString("coin").isEmpty()) {
      known.coins.add(row.getString("coin"));
    }
  }

  private void window(ResultSet row, Known known) throws SQLException {
    known.proven = true;
    known.up = row.getBoolean("up");
  }

  private Map<IpAddress, Integer> provenPorts(List<Row> rows) {
    Map<IpAddress, Integer> ports = new HashMap<>();
    handle
        .createQuery(PROVEN_PORTS)
        .bindList(
            "addresses",
            rows.stream()
                .map(row -> SqlForms.address(row.endpoint().address()))
                .distinct()
                .toList())
        .map(
            (row, context) ->
                Map.entry(SqlForms.address(row.getString("address")), row.getInt("ports")))
        .forEach(entry -> ports.put(entry.getKey(), entry.getValue()));
    return ports;
  }

  private static DueEndpoint endpoint(Row row, Known known, int provenPorts) {
    TreeSet<String> names = known.current.isEmpty() ? known.former : known.current;
    return new DueEndpoint(
        row.place(),
        row.endpoint(),
        names.stream().findFirst(),
        List.copyOf(known.pools),
        row.protocol(),
        row.tls(),
        List.copyOf(known.protocols),
        List.copyOf(known.tls),
        List.copyOf(known.coins),
        known.up,
        known.proven,
        provenPorts,
        row.misses(),
        known.pointedTo ? OptionalLong.empty() : known.leftAt);
  }
}
