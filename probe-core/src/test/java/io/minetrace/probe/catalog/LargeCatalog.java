// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import org.jdbi.v3.core.Handle;

/** A large catalog, made of rows by the server's sequence engine; a name for each endpoint. */
final class LargeCatalog {

  static final long BEGIN = 1_735_689_600_000L;

  /** From the first observation to the last. */
  static final long SPAN = 40_000_000_000L;

  private static final int ROWS_AT_ONCE = 1_000_000;

  private final Catalog catalog;
  private final int endpoints;
  private final int observationsOfEach;
  private final int windowsOfEach;
  private final long space;

  private LargeCatalog(Catalog catalog, int endpoints, int observationsOfEach, int windowsOfEach) {
    this.catalog = catalog;
    this.endpoints = endpoints;
    this.observationsOfEach = observationsOfEach;
    this.windowsOfEach = windowsOfEach;
    this.space = SPAN / observationsOfEach;
  }

  /** Fills it, unless that was done. */
  static void fill(Catalog catalog, int endpoints, int observationsOfEach, int windowsOfEach) {
    new LargeCatalog(catalog, endpoints, observationsOfEach, windowsOfEach).fill();
  }

  private void fill() {
    catalog
        .jdbi()
        .useHandle(
            handle -> {
              long there = handle.createQuery("SELECT COUNT(*) FROM name").mapTo(Long.class).one();
              if (there >= endpoints) {
                return;
              }
              long began = System.nanoTime();
              handle.execute("SET foreign_key_checks = 0, unique_checks = 0");
              identities(handle);
              windows(handle);
              nameWindows(handle);
              observations(handle);
              handle.execute("ANALYZE TABLE name, name_service, endpoint, window_segment");
              System.out.printf("filled in %.0f s%n", (System.nanoTime() - began) / 1e9);
            });
  }

  private void identities(Handle handle) {
    handle.execute("INSERT IGNORE INTO vantage (id, name) VALUES (1, 'here')");
    handle.execute(
        "INSERT INTO coverage VALUES (1, ?, ?, 10800000)",
        BEGIN,
        BEGIN + space * observationsOfEach);
    handle.execute(
        "INSERT INTO coin (symbol, name) SELECT CONCAT('C', seq), CONCAT('Coin ', seq)"
            + " FROM seq_0_to_299");
    handle.execute(
        "INSERT INTO pool (id, name) SELECT seq + 1, CONCAT('Pool ', seq) FROM seq_0_to_999");
    String all = " FROM seq_1_to_" + endpoints;
    handle.execute(
        "INSERT INTO name (id, fqdn, pool_id, next_due_at)"
            + " SELECT seq, CONCAT('n', seq, '.region', seq DIV 1000 % 10, '.pool', seq % 1000,"
            + " '.example'), seq % 1000 + 1, 9223372036854775807"
            + all);
    handle.execute(
        "INSERT INTO name_service (name_id, port, coin, algorithm, protocol, source)"
            + " SELECT seq, "
            + PORT
            + ", CONCAT('C', seq % 300), '', 'stratum1', 'made'"
            + all);
    handle.execute(
        "INSERT INTO endpoint (id, address, port, transport, last_started_at)"
            + " SELECT seq, CAST(CONCAT('::ffff:', 10, '.', seq >> 16 & 255, '.', seq >> 8 & 255,"
            + " '.', seq & 255) AS INET6), "
            + PORT
            + ", 6, "
            + (BEGIN + space * (observationsOfEach - 1))
            + all);
    handle.execute("INSERT INTO endpoint_name (endpoint_id, name_id) SELECT seq, seq" + all);
    handle.execute(
        "INSERT INTO name_window (name_id, address, resolver, first_seen, last_seen, answers)"
            + " SELECT id, address, 'made', "
            + BEGIN
            + ", "
            + (BEGIN + space * observationsOfEach)
            + ", 200 FROM endpoint");
  }

  /** A quarter at one port, the others at a thousand. */
  private static final String PORT = "IF(seq % 4 = 0, 3333, 4000 + seq % 1000)";

  private void windows(Handle handle) {
    long span = space * observationsOfEach / windowsOfEach;
    String first = "(" + BEGIN + " + seq % " + windowsOfEach + " * " + span + ")";
    String until = first + " + " + span / 2;
    String endpoint = "seq DIV " + windowsOfEach + " + 1";
    chunks(
        windowsOfEach,
        rows -> {
          handle.execute(
              "INSERT INTO availability_window SELECT "
                  + endpoint
                  + ", "
                  + first
                  + ", LPAD(HEX(seq), 16, '0'), "
                  + until
                  + ", NULL, "
                  + until
                  + " + 9000000, 'OPEN', 'DOWN', 10800000, 10, 0, '', 20000000, 'E3', 3"
                  + rows);
          handle.execute(
              "INSERT INTO window_segment (endpoint_id, first_up, segment, segment_from, segment_to,"
                  + " pools, fqdns, stale_fqdns, coins, coin_basis, protocols, channel, software,"
                  + " shared, switching) SELECT "
                  + endpoint
                  + ", "
                  + first
                  + ", 0, "
                  + first
                  + ", "
                  + until
                  + ", CONCAT('Pool ', ("
                  + endpoint
                  + ") % 1000), '', '', CONCAT('C', ("
                  + endpoint
                  + ") % 300, IF(seq % 50 = 0, '|D', '')), 'declared', 'stratum1', 'plain', '', 0, 0"
                  + rows);
        });
  }

  private void observations(Handle handle) {
    chunks(
        observationsOfEach,
        rows ->
            handle.execute(
                "INSERT INTO observation (endpoint_id, started_at, vantage_id, ended_at, interval_ms,"
                    + " confirms, verdict, reach, channel, dialogue, evidence, protocols, software,"
                    + " coins_declared, coins_found, coin_rule, coin_confidence, bytes_sent,"
                    + " bytes_received, transcript_sha256, source) SELECT seq DIV "
                    + observationsOfEach
                    + " + 1, "
                    + BEGIN
                    + " + seq % "
                    + observationsOfEach
                    + " * "
                    + space
                    + ", 1, 1000 + "
                    + BEGIN
                    + " + seq % "
                    + observationsOfEach
                    + " * "
                    + space
                    + ", 10800000, 0, IF(seq % 20 < 10, 'UP', 'DOWN'), 'CONNECTED', 'plain',"
                    + " 'MINING', 'E3', 'stratum1', '', 'BTC', '', '', 'HEIGHT', 0, 0, '', 'made'"
                    + rows));
  }

  /** As the windows of the ledger have them; a snapshot takes no others. */
  private static void nameWindows(Handle handle) {
    handle.execute(
        "UPDATE availability_window w JOIN endpoint e ON e.id = w.endpoint_id SET w.window_id ="
            + " LEFT(SHA2(CONCAT(SUBSTRING(CAST(e.address AS CHAR), 8), '|', e.port, '|tcp|',"
            + " w.first_up), 256), 16)");
  }

  private interface Chunk {
    void of(String rows);
  }

  /** In transactions that the server's log holds. */
  private void chunks(int ofEach, Chunk chunk) {
    long all = (long) ofEach * endpoints;
    for (long from = 0; from < all; from += ROWS_AT_ONCE) {
      chunk.of(" FROM seq_" + from + "_to_" + (Math.min(all, from + ROWS_AT_ONCE) - 1));
    }
  }
}
