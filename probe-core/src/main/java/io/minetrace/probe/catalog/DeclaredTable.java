// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Pools, names and their services as rows. */
final class DeclaredTable {

  private DeclaredTable() {}

  /**
   * Adds services with their names and pools. A row with a known key stays; its sources become
   * more. TLS, region and licence classes are what the newest evidence says of them, and among
   * equals what was said last: an old list loaded once more takes nothing back.
   *
   * @return how many were new
   */
  static int add(Handle handle, List<DeclaredService> services) {
    if (services.isEmpty()) {
      return 0;
    }
    addPools(handle, services);
    Map<String, Long> pools = numbers(handle, "SELECT id, name AS word FROM pool");
    addNames(handle, services);
    Map<String, Long> names = numbers(handle, "SELECT id, fqdn AS word FROM name");
    attribute(handle, services, pools, names);
    int added = addServices(handle, services, names);
    Set<Long> mentioned = new TreeSet<>();
    services.forEach(service -> mentioned.add(names.get(service.fqdn())));
    linkKnownEndpoints(handle, mentioned);
    return added;
  }

  private record Key(String fqdn, int port, String coin, String algorithm, String protocol) {}

  /** Those of which there is no row, each once. */
  static List<DeclaredService> unknown(Handle handle, List<DeclaredService> services) {
    Set<Key> known = new HashSet<>();
    handle
        .createQuery(
            "SELECT n.fqdn, s.port, s.coin, s.algorithm, s.protocol FROM name_service s"
                + " JOIN name n ON n.id = s.name_id")
        .map(
            (row, context) ->
                new Key(
                    row.getString(1),
                    row.getInt(2),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5)))
        .forEach(known::add);
    return services.stream()
        .filter(
            service ->
                known.add(
                    new Key(
                        service.fqdn(),
                        service.port(),
                        service.coin(),
                        service.algorithm(),
                        service.protocol())))
        .toList();
  }

  private static void addPools(Handle handle, List<DeclaredService> services) {
    PreparedBatch batch =
        handle.prepareBatch(
            "INSERT INTO pool (name, url) VALUES (:name, :url)"
                + " ON DUPLICATE KEY UPDATE url = IF(url = '', VALUES(url), url)");
    Set<String> done = new LinkedHashSet<>();
    for (DeclaredService service : services) {
      if (!service.pool().isEmpty() && done.add(service.pool())) {
        batch.bind("name", service.pool()).bind("url", service.poolUrl()).add();
      }
    }
    if (!done.isEmpty()) {
      batch.execute();
    }
  }

  private static void addNames(Handle handle, List<DeclaredService> services) {
    PreparedBatch batch =
        handle.prepareBatch(
            "INSERT INTO name (fqdn) VALUES (:fqdn) ON DUPLICATE KEY UPDATE"
                + " next_due_at = IF(kind = 'FOREIGN', 0, next_due_at), kind = 'POOL'");
    services.stream()
        .map(DeclaredService::fqdn)
        .distinct()
        .sorted()
        .forEach(fqdn -> batch.bind("fqdn", fqdn).add());
    batch.execute();
  }

  private static Map<String, Long> numbers(Handle handle, String query) {
    Map<String, Long> numbers = new HashMap<>();
    handle
        .createQuery(query)
        .map((row, context) -> Map.entry(row.getString("word"), row.getLong("id")))
        .forEach(entry -> numbers.put(entry.getKey(), entry.getValue()));
    return numbers;
  }

  /** Says whose the names are; where that is news, their windows have to be folded anew. */
  private static void attribute(
      Handle handle,
      List<DeclaredService> services,
      Map<String, Long> pools,
      Map<String, Long> names) {
    Map<Long, Long> poolOfName = new HashMap<>();
    for (DeclaredService service : services) {
      if (!service.pool().isEmpty()) {
        poolOfName.putIfAbsent(names.get(service.fqdn()), pools.get(service.pool()));
      }
    }
    if (poolOfName.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        handle.prepareBatch(
            "UPDATE name SET pool_id = :pool WHERE id = :name AND NOT (pool_id <=> :pool)");
    List<Long> order = poolOfName.keySet().stream().sorted().toList();
    order.forEach(name -> batch.bind("name", name).bind("pool", poolOfName.get(name)).add());
    int[] changed = batch.execute();
    Set<Long> news = new TreeSet<>();
    for (int i = 0; i < changed.length; i++) {
      if (changed[i] > 0) {
        news.add(order.get(i));
      }
    }
    NameTable.unfold(handle, news);
  }

  private static int addServices(
      Handle handle, List<DeclaredService> services, Map<String, Long> names) {
    PreparedBatch batch =
        handle.prepareBatch(
            """
            INSERT INTO name_service (name_id, port, coin, algorithm, protocol, tls, region, source,
              licence_classes, evidence)
            VALUES (:name, :port, :coin, :algorithm, :protocol, :tls, :region, :source, :licences,
              :evidence)
            ON DUPLICATE KEY UPDATE
              tls = IF(VALUES(tls) <> '' AND (tls = '' OR VALUES(evidence) >= evidence),
                VALUES(tls), tls),
              region = IF(VALUES(region) <> '' AND (region = '' OR VALUES(evidence) >= evidence),
                VALUES(region), region),
              licence_classes = IF(VALUES(licence_classes) <> ''
                  AND (licence_classes = '' OR VALUES(evidence) >= evidence),
                VALUES(licence_classes), licence_classes),
              source = IF(
                VALUES(source) = ''
                  OR LOCATE(CONCAT(';', VALUES(source), ';'), CONCAT(';', source, ';')) > 0
                  OR CHAR_LENGTH(source) + CHAR_LENGTH(VALUES(source)) > 16000,
                source, CONCAT_WS(';', NULLIF(source, ''), VALUES(source))),
              evidence = GREATEST(VALUES(evidence), evidence)
            """);
    for (DeclaredService service : services) {
      batch
          .bind("name", names.get(service.fqdn()))
          .bind("port", service.port())
          .bind("coin", service.coin())
          .bind("algorithm", service.algorithm())
          .bind("protocol", service.protocol())
          .bind("tls", service.tls())
          .bind("region", service.region())
          .bind("source", service.source())
          .bind("licences", service.licenceClasses())
          .bind("evidence", service.evidence())
          .add();
    }
    int added = 0;
    for (int changed : batch.execute()) {
      added += changed == 1 ? 1 : 0; // 2: a row was changed, 0: it stayed
    }
    return added;
  }

  /**
   * An endpoint at an address that a name pointed to is visited by it if it serves the port; where
   * that is news, the windows have to be folded anew.
   */
  static void linkKnownEndpoints(Handle handle, Set<Long> names) {
    int linked =
        handle
            .createUpdate(
                """
            INSERT IGNORE INTO endpoint_name (endpoint_id, name_id)
            SELECT DISTINCT e.id, s.name_id
            FROM name_service s
            JOIN name_window w ON w.name_id = s.name_id
            JOIN endpoint e ON e.address = w.address AND e.port = s.port
            WHERE s.name_id IN (<names>)
            """)
            .bindList("names", List.copyOf(names))
            .execute();
    if (linked > 0) {
      NameTable.unfold(handle, names);
    }
  }
}
