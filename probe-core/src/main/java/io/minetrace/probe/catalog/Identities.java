// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.net.Endpoint;
import io.minetrace.probe.TlsFacts;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The numbers of endpoints, names, vantages and their like, given at their first mention. Given in
 * transactions of their own, so that they hold whatever becomes of the batch that mentioned them,
 * and may be remembered: rows of these tables are never deleted. Threads may share it.
 */
final class Identities {

  private static final int AT_ONCE = 500;
  private static final int PROBER_LENGTH = 64;

  /** Some certificates name hundreds of hosts; a TEXT holds this many characters of any script. */
  private static final int CERTIFICATE_NAMES_LENGTH = 16_000;

  private final Jdbi jdbi;
  private final Attempts attempts;
  private final Map<Endpoint, Long> endpoints = new ConcurrentHashMap<>();
  private final Map<String, Long> names = new ConcurrentHashMap<>();
  private final Map<String, Long> vantages = new ConcurrentHashMap<>();
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final Map<String, Long> probers = new ConcurrentHashMap<>();
  private final Map<TlsFacts, Long> handshakes = new ConcurrentHashMap<>();

  Identities(Jdbi jdbi, Attempts attempts) {
    this.jdbi = jdbi;
    this.attempts = attempts;
  }

  long endpoint(Endpoint endpoint) {
    return numberOf(endpoint, endpoints, this::giveEndpoint);
  }

  /** Asked for thousands of times a second: without a lock where the number is known. */
  private static <K> long numberOf(K key, Map<K, Long> known, Function<K, Long> give) {
    Long number = known.get(key);
    return number != null ? number : known.computeIfAbsent(key, give);
  }

  long name(String fqdn) {
    return numberOf(
        fqdn,
        names,
        key ->
            give(
                "SELECT id FROM name WHERE fqdn = :key",
                "INSERT IGNORE INTO name (fqdn) VALUES (:key)",
                key));
  }

  long vantage(String vantage) {
    return numberOf(
        vantage,
        vantages,
        key ->
            give(
                "SELECT id FROM vantage WHERE name = :key",
                "INSERT IGNORE INTO vantage (name) VALUES (:key)",
                key));
  }

  /** Gives their numbers to many endpoints at once, and remembers them. */
  void learn(Collection<Endpoint> mentioned) {
    List<Endpoint> unknown =
        mentioned.stream().filter(endpoint -> !endpoints.containsKey(endpoint)).distinct().toList();
    for (int from = 0; from < unknown.size(); from += AT_ONCE) {
      List<Endpoint> some = unknown.subList(from, Math.min(from + AT_ONCE, unknown.size()));
      committed(
          handle -> {
            find(handle, some);
            List<Endpoint> absent = some.stream().filter(e -> !endpoints.containsKey(e)).toList();
            if (!absent.isEmpty()) {
              insert(handle, absent);
              find(handle, absent);
            }
            return 0L;
          });
    }
  }

  private void find(Handle handle, List<Endpoint> some) {
    String addresses =
        some.stream()
            .map(endpoint -> "'" + SqlForms.address(endpoint.address()) + "'")
            .distinct()
            .collect(Collectors.joining(","));
    OneTimeQuery.each(
        handle,
        "SELECT id, CAST(address AS CHAR) AS address, port, transport FROM endpoint"
            + " FORCE INDEX (endpoint_where) WHERE address IN ("
            + addresses
            + ")",
        row -> endpoints.put(SqlForms.endpoint(row), row.getLong("id")));
  }

  private static void insert(Handle handle, List<Endpoint> absent) {
    ManyRows rows = new ManyRows(3);
    absent.stream()
        .sorted()
        .forEach(
            endpoint ->
                rows.add(
                    SqlForms.address(endpoint.address()),
                    endpoint.port(),
                    endpoint.transport().protocolIdentifier()));
    rows.executeAll(handle, "INSERT IGNORE INTO endpoint (address, port, transport) VALUES %s");
  }

  /** Whether it is known that an endpoint is visited by a name. */
  boolean areLinked(long endpoint, long name) {
    return links.contains(new Link(endpoint, name));
  }

  /** Remembers a link that was there before the transaction that saw it. */
  void linked(long endpoint, long name) {
    links.add(new Link(endpoint, name));
  }

  private record Link(long endpoint, long name) {}

  long prober(String version) {
    return numberOf(
        SqlForms.cut(version, PROBER_LENGTH),
        probers,
        key ->
            give(
                "SELECT id FROM prober WHERE version = :key",
                "INSERT IGNORE INTO prober (version) VALUES (:key)",
                key));
  }

  long tls(TlsFacts facts) {
    return numberOf(facts, handshakes, this::giveTls);
  }

  private long giveTls(TlsFacts facts) {
    return committed(
        handle -> {
          Optional<Long> known = find(handle, facts);
          if (known.isPresent()) {
            return known.get();
          }
          handle
              .createUpdate(
                  "INSERT IGNORE INTO tls (leaf_sha256, version, sni, names, not_before, not_after)"
                      + " VALUES (:leaf, :version, :sni, :names, :notBefore, :notAfter)")
              .bind("leaf", SqlForms.hash(facts.leafSha256()))
              .bind("version", facts.version())
              .bind("sni", facts.sni().orElse(""))
              .bind("names", SqlForms.words(facts.names(), CERTIFICATE_NAMES_LENGTH))
              .bind("notBefore", facts.notBefore())
              .bind("notAfter", facts.notAfter())
              .execute();
          return find(handle, facts).orElseThrow();
        });
  }

  private static Optional<Long> find(Handle handle, TlsFacts facts) {
    return handle
        .createQuery(
            "SELECT id FROM tls WHERE leaf_sha256 = :leaf AND version = :version AND sni = :sni")
        .bind("leaf", SqlForms.hash(facts.leafSha256()))
        .bind("version", facts.version())
        .bind("sni", facts.sni().orElse(""))
        .mapTo(Long.class)
        .findOne();
  }

  private long committed(Catalog.Work<Long> work) {
    // One transaction, so one wait for the disk.
    return attempts.run(() -> jdbi.inTransaction(work::with));
  }

  private long give(String select, String insert, String key) {
    return committed(
        handle -> {
          Optional<Long> known =
              handle.createQuery(select).bind("key", key).mapTo(Long.class).findOne();
          if (known.isPresent()) {
            return known.get();
          }
          handle.createUpdate(insert).bind("key", key).execute();
          return handle.createQuery(select).bind("key", key).mapTo(Long.class).one();
        });
  }

  private long giveEndpoint(Endpoint endpoint) {
    return committed(
        handle -> {
          Optional<Long> known = find(handle, endpoint);
          if (known.isPresent()) {
            return known.get();
          }
          handle
              .createUpdate(
                  "INSERT IGNORE INTO endpoint (address, port, transport)"
                      + " VALUES (:address, :port, :transport)")
              .bind("address", SqlForms.address(endpoint.address()))
              .bind("port", endpoint.port())
              .bind("transport", endpoint.transport().protocolIdentifier())
              .execute();
          return find(handle, endpoint).orElseThrow();
        });
  }

  /** The endpoint's number, if it was ever mentioned. */
  static Optional<Long> find(Handle handle, Endpoint endpoint) {
    return handle
        .createQuery(
            "SELECT id FROM endpoint"
                + " WHERE address = :address AND port = :port AND transport = :transport")
        .bind("address", SqlForms.address(endpoint.address()))
        .bind("port", endpoint.port())
        .bind("transport", endpoint.transport().protocolIdentifier())
        .mapTo(Long.class)
        .findOne();
  }
}
