// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.format.options.NearestWord;
import io.minetrace.net.Endpoint;
import io.minetrace.net.HostPort;
import io.minetrace.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/**
 * Retirements as rows, and as what the schedule and the lists go by. Nothing is deleted: windows of
 * the past, and what is found by searching, name what is retired.
 */
final class RetirementTable {

  /** Whether nothing speaks for visiting the endpoint e any more: itself, or all its names. */
  static final String ENDPOINT_IS_RETIRED =
      """
      (e.retired_at IS NOT NULL OR (
        EXISTS (SELECT 1 FROM endpoint_name ren WHERE ren.endpoint_id = e.id)
        AND NOT EXISTS (SELECT 1 FROM endpoint_name ren JOIN name rn ON rn.id = ren.name_id
          LEFT JOIN pool rp ON rp.id = rn.pool_id
          WHERE ren.endpoint_id = e.id AND rn.retired_at IS NULL AND rp.retired_at IS NULL
            AND NOT EXISTS (SELECT 1 FROM name_service rs WHERE rs.name_id = rn.id
              AND rs.port = e.port AND rs.retired_at IS NOT NULL))))
      """;

  /** Whether the service s under the name n is retired, as every other row of its port. */
  static final String SERVICE_IS_RETIRED =
      """
      (n.retired_at IS NOT NULL
        OR EXISTS (SELECT 1 FROM pool rp WHERE rp.id = n.pool_id AND rp.retired_at IS NOT NULL)
        OR EXISTS (SELECT 1 FROM name_service rs WHERE rs.name_id = s.name_id
          AND rs.port = s.port AND rs.retired_at IS NOT NULL))
      """;

  private static final int WHY_LENGTH = 500;
  private static final int BY_LENGTH = 190;

  private RetirementTable() {}

  /** What may be meant. */
  record Target(RetirementKind kind, String words) {}

  /**
   * What a user means: a pool, FQDN, FQDN:PORT or ADDRESS:PORT of the catalog.
   *
   * @throws IllegalArgumentException if there is no such thing; it says what comes near
   */
  static Target find(Handle handle, String text) {
    List<Target> meant = new ArrayList<>();
    Optional<HostPort> hostPort = hostPort(text);
    Optional<IpAddress> address = hostPort.flatMap(where -> IpAddress.tryParse(where.host()));
    if (address.isPresent()) {
      String words = new HostPort(address.get().toString(), hostPort.get().port()).toString();
      meant.add(new Target(RetirementKind.ENDPOINT, words));
    } else if (hostPort.isPresent()) {
      HostName.of(hostPort.get().host())
          .map(host -> new HostPort(host, hostPort.get().port()).toString())
          .ifPresent(words -> meant.add(new Target(RetirementKind.SERVICE, words)));
    }
    meant.add(new Target(RetirementKind.POOL, text));
    HostName.of(text).ifPresent(name -> meant.add(new Target(RetirementKind.NAME, name)));
    return meant.stream()
        .filter(target -> isThere(handle, target))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'"
                        + text
                        + "' is not in the catalog"
                        + nearest(handle, hostPort.map(HostPort::host).orElse(text))
                            .map(word -> "; is it '" + word + "'?")
                            .orElse("")));
  }

  private static Optional<HostPort> hostPort(String text) {
    try {
      return Optional.of(HostPort.parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // then it is something else
    }
  }

  private static Optional<String> nearest(Handle handle, String text) {
    return NearestWord.of(
        text,
        handle
            .createQuery("SELECT name FROM pool UNION SELECT fqdn FROM name WHERE kind = 'POOL'")
            .mapTo(String.class)
            .list());
  }

  private static boolean isThere(Handle handle, Target target) {
    return switch (target.kind()) {
      case POOL -> count(handle, "SELECT COUNT(*) FROM pool WHERE name = :a", target) > 0;
      case NAME -> count(handle, "SELECT COUNT(*) FROM name WHERE fqdn = :a", target) > 0;
      case SERVICE ->
          count(
                  handle,
                  "SELECT COUNT(*) FROM name_service s JOIN name n ON n.id = s.name_id"
                      + " WHERE n.fqdn = :a AND s.port = :port",
                  target)
              > 0;
      case ENDPOINT -> Identities.find(handle, Endpoint.parse(target.words())).isPresent();
    };
  }

  private static long count(Handle handle, String query, Target target) {
    HostPort where =
        target.kind() == RetirementKind.SERVICE
            ? HostPort.parse(target.words())
            : new HostPort(target.words(), 1);
    return handle
        .createQuery(query)
        .bind("a", where.host())
        .bind("port", where.port())
        .mapTo(Long.class)
        .one();
  }

  /** Writes it down, and makes it hold. */
  static void add(Handle handle, Retirement retirement) {
    handle
        .createUpdate(
            "INSERT INTO retirement (kind, target, undone, at_ms, why, decided_by, decided_at)"
                + " VALUES (:kind, :target, :undone, :at, :why, :by, :entered)")
        .bind("kind", retirement.kind().name())
        .bind("target", retirement.target())
        .bind("undone", retirement.undone() ? 1 : 0)
        .bind("at", retirement.at())
        .bind("why", SqlForms.cut(retirement.why(), WHY_LENGTH))
        .bind("by", SqlForms.cut(retirement.decidedBy(), BY_LENGTH))
        .bind("entered", retirement.decidedAt())
        .execute();
    Long at = retirement.undone() ? null : retirement.at();
    Update update =
        switch (retirement.kind()) {
          case POOL ->
              handle
                  .createUpdate("UPDATE pool SET retired_at = :at WHERE name = :a")
                  .bind("a", retirement.target());
          case NAME ->
              handle
                  .createUpdate("UPDATE name SET retired_at = :at WHERE fqdn = :a")
                  .bind("a", retirement.target());
          case SERVICE ->
              handle
                  .createUpdate(
                      "UPDATE name_service s JOIN name n ON n.id = s.name_id"
                          + " SET s.retired_at = :at WHERE n.fqdn = :a AND s.port = :port")
                  .bind("a", HostPort.parse(retirement.target()).host())
                  .bind("port", HostPort.parse(retirement.target()).port());
          case ENDPOINT ->
              handle
                  .createUpdate("UPDATE endpoint SET retired_at = :at WHERE id = :a")
                  .bind(
                      "a",
                      Identities.find(handle, Endpoint.parse(retirement.target())).orElseThrow());
        };
    update.bind("at", at).execute();
  }

  /** Every one there ever was, in the order of entry. */
  static List<Retirement> all(Handle handle) {
    return handle
        .select(
            "SELECT kind, target, undone, at_ms, why, decided_by, decided_at FROM retirement"
                + " ORDER BY id")
        .map(
            (row, context) ->
                new Retirement(
                    RetirementKind.valueOf(row.getString("kind")),
                    row.getString("target"),
                    row.getInt("undone") != 0,
                    row.getLong("at_ms"),
                    row.getString("why"),
                    row.getString("decided_by"),
                    row.getLong("decided_at")))
        .list();
  }

  /** How many endpoints are not visited any more. */
  static long retiredEndpoints(Handle handle) {
    return handle
        .createQuery("SELECT COUNT(*) FROM endpoint e WHERE " + ENDPOINT_IS_RETIRED)
        .mapTo(Long.class)
        .one();
  }
}
