// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import io.minetrace.window.CoinBasis;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Looks things up by what a user types. */
final class SearchTable {

  /**
   * Services with the endpoints found at their names, and endpoints that no declared service led
   * to. The condition is put in twice; it may use n, p, s and e.
   */
  private static final String QUERY =
      """
      SELECT hits.*, last.verdict, last.pool_tag, g.coins AS served, g.coin_basis, w.windows, w.first_up, w.last_up
      FROM (
        SELECT COALESCE(p.name, '') AS pool, n.fqdn, s.port,
          GROUP_CONCAT(DISTINCT NULLIF(s.coin, '') ORDER BY s.coin SEPARATOR '|') AS coins,
          GROUP_CONCAT(DISTINCT s.protocol ORDER BY s.protocol SEPARATOR '|') AS protocols,
          e.id, CAST(e.address AS CHAR) AS address, e.address AS address_key
        FROM name_service s
        JOIN name n ON n.id = s.name_id
        LEFT JOIN pool p ON p.id = n.pool_id
        LEFT JOIN endpoint_name en ON en.name_id = n.id
          AND EXISTS (SELECT 1 FROM endpoint x WHERE x.id = en.endpoint_id AND x.port = s.port)
        LEFT JOIN endpoint e ON e.id = en.endpoint_id
        WHERE <condition>
        GROUP BY n.id, s.port, e.id
        UNION ALL
        SELECT COALESCE(p.name, '') AS pool, COALESCE(n.fqdn, '') AS fqdn, e.port,
          NULL AS coins, NULL AS protocols, e.id, CAST(e.address AS CHAR) AS address,
          e.address AS address_key
        FROM endpoint e
        LEFT JOIN endpoint_name en ON en.endpoint_id = e.id
        LEFT JOIN name n ON n.id = en.name_id
        LEFT JOIN pool p ON p.id = n.pool_id
        LEFT JOIN name_service s ON s.name_id = n.id AND s.port = e.port
        WHERE s.name_id IS NULL AND <condition>
      ) hits
      LEFT JOIN (
        SELECT endpoint_id, COUNT(*) AS windows, MIN(first_up) AS first_up, MAX(last_up) AS last_up
        FROM availability_window GROUP BY endpoint_id
      ) w ON w.endpoint_id = hits.id
      LEFT JOIN window_segment g ON g.endpoint_id = hits.id
        AND (g.first_up, g.segment) = (
          SELECT i.first_up, i.segment FROM window_segment i WHERE i.endpoint_id = hits.id
          ORDER BY i.first_up DESC, i.segment DESC LIMIT 1)
      LEFT JOIN observation last ON last.endpoint_id = hits.id
        AND (last.started_at, last.vantage_id) = (
          SELECT o.started_at, o.vantage_id FROM observation o WHERE o.endpoint_id = hits.id
          ORDER BY o.started_at DESC, o.vantage_id DESC LIMIT 1)
      ORDER BY hits.pool, hits.fqdn, hits.port, hits.address_key, hits.id
      """;

  private SearchTable() {}

  static List<SearchHit> find(Handle handle, String typed) {
    String text = typed.strip();
    Optional<Endpoint> endpoint = endpoint(text);
    Optional<IpAddress> address = IpAddress.tryParse(text);
    String condition;
    if (endpoint.isPresent()) {
      condition = "e.address = :address AND e.port = :port";
    } else if (address.isPresent()) {
      condition = "e.address = :address";
    } else if (isPort(text)) {
      condition = "COALESCE(s.port, e.port) = :port";
    } else {
      condition =
          // Names and coins are stored as ASCII, and what is looked for may be any text.
          "(LOWER(p.name) LIKE :part OR CONVERT(n.fqdn USING utf8mb4) LIKE :part"
              + " OR CONVERT(s.coin USING utf8mb4) = :coin"
              + " OR EXISTS (SELECT 1 FROM window_segment g WHERE g.endpoint_id = e.id"
              + " AND CONVERT(CONCAT('|', g.coins, '|') USING utf8mb4) LIKE :coinSet))";
    }
    Query query = handle.createQuery(QUERY).define("condition", condition);
    bind(query, text, endpoint, address);
    return query.map((row, context) -> hit(row)).list();
  }

  private static void bind(
      Query query, String text, Optional<Endpoint> endpoint, Optional<IpAddress> address) {
    if (endpoint.isPresent()) {
      query.bind("address", SqlForms.address(endpoint.get().address()));
      query.bind("port", endpoint.get().port());
    } else if (address.isPresent()) {
      query.bind("address", SqlForms.address(address.get()));
    } else if (isPort(text)) {
      query.bind("port", Integer.parseInt(text));
    } else {
      query.bind("part", "%" + escaped(text.toLowerCase(Locale.ROOT)) + "%");
      query.bind("coin", text.toUpperCase(Locale.ROOT));
      query.bind("coinSet", "%|" + escaped(text.toUpperCase(Locale.ROOT)) + "|%");
    }
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
  }

  private static boolean isPort(String text) {
    return text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= 65535;
  }

  private static Optional<Endpoint> endpoint(String text) {
    try {
      return Optional.of(Endpoint.parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // then it is something else
    }
  }

  private static SearchHit hit(ResultSet row) throws SQLException {
    return new SearchHit(
        row.getString("pool"),
        row.getString("fqdn"),
        row.getInt("port"),
        set(row.getString("coins")),
        set(row.getString("protocols")),
        Optional.ofNullable(row.getString("address"))
            .map(SqlForms::address)
            .map(IpAddress::toString),
        Optional.ofNullable(row.getString("verdict")),
        set(row.getString("served")),
        Optional.ofNullable(row.getString("coin_basis")).map(CoinBasis::ofWord),
        Optional.ofNullable(row.getString("pool_tag")).orElse(""),
        row.getLong("windows"),
        optional(row, "first_up"),
        optional(row, "last_up"));
  }

  private static List<String> set(String column) {
    return column == null ? List.of() : SqlForms.set(column);
  }

  private static OptionalLong optional(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
  }
}
