// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.net.HostPort;
import io.minetrace.net.IpAddress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/** The doubts as rows: appended, and released by another row. */
final class DoubtTable {

  /** Endpoints in the scope of the doubt d. */
  private static final String ENDPOINTS_OF_DOUBT =
      """
      (d.address IS NULL OR e.address = d.address)
      AND (d.port IS NULL OR e.port = d.port)
      AND (d.pool_id IS NULL OR e.id IN (
        SELECT en.endpoint_id FROM endpoint_name en JOIN name n ON n.id = en.name_id
        WHERE n.pool_id = d.pool_id))
      """;

  private DoubtTable() {}

  static long open(
      Handle handle,
      DoubtScope scope,
      long from,
      long to,
      String reason,
      String decidedBy,
      long decidedAt) {
    requireKnown(handle, scope);
    Update insert =
        handle
            .createUpdate(
                "INSERT INTO doubt (pool_id, address, port, from_ms, to_ms, reason, decided_by,"
                    + " decided_at) VALUES ((SELECT id FROM pool WHERE name = :pool), :address,"
                    + " :port, :from, :to, :reason, :by, :at)")
            .bind("from", from)
            .bind("to", to)
            .bind("reason", SqlForms.cut(reason, 500))
            .bind("by", SqlForms.cut(decidedBy, 190))
            .bind("at", decidedAt);
    bindScope(insert, scope);
    long id = insert.executeAndReturnGeneratedKeys("id").mapTo(Long.class).one();
    unfold(handle, id);
    return id;
  }

  /** A pool that nobody knows would otherwise become a doubt about everything. */
  private static void requireKnown(Handle handle, DoubtScope scope) {
    if (scope instanceof DoubtScope.OfPool ofPool
        && handle
            .createQuery("SELECT id FROM pool WHERE name = :name")
            .bind("name", ofPool.pool())
            .mapTo(Long.class)
            .findOne()
            .isEmpty()) {
      throw new IllegalArgumentException("pool: '" + ofPool.pool() + "' is not in the catalog");
    }
  }

  private static void bindScope(Update insert, DoubtScope scope) {
    String pool = null;
    String address = null;
    Integer port = null;
    if (scope instanceof DoubtScope.OfPool ofPool) {
      pool = ofPool.pool();
    } else if (scope instanceof DoubtScope.OfAddress ofAddress) {
      address = SqlForms.address(ofAddress.address());
    } else if (scope instanceof DoubtScope.OfEndpoint ofEndpoint) {
      address = SqlForms.address(ofEndpoint.endpoint().address());
      port = ofEndpoint.endpoint().port();
    }
    insert.bind("pool", pool).bind("address", address).bind("port", port);
  }

  /** As {@link #open}, about what one vantage found. */
  static long open(
      Handle handle,
      String vantage,
      DoubtScope scope,
      long from,
      long to,
      String reason,
      String decidedBy,
      long decidedAt) {
    long id = open(handle, scope, from, to, reason, decidedBy, decidedAt);
    handle
        .createUpdate(
            "UPDATE doubt SET vantage_id = (SELECT id FROM vantage WHERE name = :vantage)"
                + " WHERE id = :id")
        .bind("vantage", vantage)
        .bind("id", id)
        .execute();
    return id;
  }

  /**
   * The doubts about pools and everything that somebody opened for a vantage and none has ended.
   */
  static List<OpenDoubt> unended(Handle handle, String vantage, String decidedBy) {
    return handle
        .createQuery(
            "SELECT d.id, p.name AS pool, d.from_ms FROM doubt d JOIN vantage v"
                + " ON v.id = d.vantage_id LEFT JOIN pool p ON p.id = d.pool_id"
                + " WHERE d.decided_by = :by AND v.name = :vantage AND d.address IS NULL"
                + " AND d.to_ms = 9223372036854775807"
                + " AND NOT EXISTS (SELECT 1 FROM doubt_release r WHERE r.doubt_id = d.id)")
        .bind("by", decidedBy)
        .bind("vantage", vantage)
        .map(
            (row, context) ->
                new OpenDoubt(
                    row.getLong("id"),
                    Optional.ofNullable(row.getString("pool")),
                    row.getLong("from_ms")))
        .list();
  }

  static void release(Handle handle, long doubt, String releasedBy, long releasedAt) {
    handle
        .createUpdate(
            "INSERT INTO doubt_release VALUES (:doubt, :by, :at)"
                + " ON DUPLICATE KEY UPDATE doubt_id = doubt_id")
        .bind("doubt", doubt)
        .bind("by", SqlForms.cut(releasedBy, 190))
        .bind("at", releasedAt)
        .execute();
    unfold(handle, doubt);
  }

  /** Every doubt there ever was, in the order in which they were opened. */
  static List<DoubtEntry> all(Handle handle) {
    return handle
        .select(
            "SELECT d.id, v.name AS vantage, p.name AS pool, CAST(d.address AS CHAR) AS address,"
                + " d.port, d.from_ms, COALESCE(d.to_ms, 9223372036854775807) AS to_ms, d.reason,"
                + " d.decided_by, d.decided_at, r.released_by, r.released_at FROM doubt d"
                + " LEFT JOIN vantage v ON v.id = d.vantage_id"
                + " LEFT JOIN pool p ON p.id = d.pool_id"
                + " LEFT JOIN doubt_release r ON r.doubt_id = d.id ORDER BY d.id")
        .map(
            (row, context) -> {
              long releasedAt = row.getLong("released_at");
              return new DoubtEntry(
                  row.getLong("id"),
                  Optional.ofNullable(row.getString("vantage")),
                  scope(row),
                  row.getLong("from_ms"),
                  row.getLong("to_ms"),
                  row.getString("reason"),
                  row.getString("decided_by"),
                  row.getLong("decided_at"),
                  Optional.ofNullable(row.getString("released_by")),
                  row.getString("released_by") == null
                      ? OptionalLong.empty()
                      : OptionalLong.of(releasedAt));
            })
        .list();
  }

  private static String scope(ResultSet row) throws SQLException {
    if (row.getString("pool") != null) {
      return "pool:" + row.getString("pool");
    }
    if (row.getString("address") == null) {
      return "everything";
    }
    IpAddress address = SqlForms.address(row.getString("address"));
    return row.getString("port") == null
        ? address.toString()
        : new HostPort(address.toString(), row.getInt("port")).toString();
  }

  private static void unfold(Handle handle, long doubt) {
    handle
        .createUpdate(
            "UPDATE endpoint e JOIN doubt d ON d.id = :doubt"
                + " SET e.unfolded_from = LEAST(COALESCE(e.unfolded_from, d.from_ms), d.from_ms)"
                + " WHERE "
                + ENDPOINTS_OF_DOUBT)
        .bind("doubt", doubt)
        .execute();
  }
}
