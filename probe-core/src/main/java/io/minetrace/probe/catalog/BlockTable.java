// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.probe.CoinConfidence;
import io.minetrace.probe.CoinFinding;
import io.minetrace.probe.Observation;
import io.minetrace.window.Verdict;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * The blocks that work hangs on. A block given out by several endpoints of several pools that are
 * declared to serve one coin is a block of that coin's chain, and ties every other endpoint's work
 * on it to that chain, whatever that endpoint was declared to serve.
 */
final class BlockTable {

  private static final String RULE = "known-block";
  private static final int ENDPOINTS_NEEDED = 3;
  private static final int POOLS_NEEDED = 2;

  /** A block is worked on for minutes; one that seeds an algorithm, for up to some days. */
  private static final long SIGHTINGS_KEPT_MILLIS = 7 * 86_400_000L;

  private static final int DROPPED_AT_ONCE = 500;

  private BlockTable() {}

  /** The observations, those whose work is on a known block with the coin of its chain. */
  static List<Observation> tie(
      Handle handle, Identities identities, List<Observation> observations) {
    TreeSet<String> blocks = new TreeSet<>();
    observations.forEach(observation -> observation.work().block().ifPresent(blocks::add));
    if (blocks.isEmpty()) {
      return observations;
    }
    Map<String, String> known = known(handle, blocks);
    List<Observation> sightings =
        observations.stream().filter(o -> isSighting(o) && !known.containsKey(block(o))).toList();
    if (!sightings.isEmpty()) {
      note(handle, identities, sightings);
      dropOld(handle, sightings);
      learn(handle, sightings).forEach(known::put);
    }
    return observations.stream().map(observation -> tie(observation, known)).toList();
  }

  private static Observation tie(Observation observation, Map<String, String> known) {
    return observation
        .work()
        .block()
        .flatMap(block -> Optional.ofNullable(known.get(block)))
        .map(coin -> new CoinFinding(List.of(coin), RULE, CoinConfidence.EXACT))
        .map(observation::tiedTo)
        .orElse(observation);
  }

  /** Whether the observation may speak for a block: a pool's name, one coin, and no objection. */
  private static boolean isSighting(Observation o) {
    return o.work().block().isPresent()
        && o.verdict() == Verdict.UP
        && o.fqdn().isPresent()
        && o.coinsDeclared().size() == 1
        && !o.coinContradiction();
  }

  private static String block(Observation observation) {
    return observation.work().block().orElse("");
  }

  private static Map<String, String> known(Handle handle, Collection<String> blocks) {
    Map<String, String> known = new HashMap<>();
    handle
        .createQuery(
            "SELECT HEX(block_hash) AS block, coin FROM known_block"
                + " WHERE block_hash IN (<blocks>)")
        .bindList("blocks", blocks.stream().map(SqlForms::hash).toList())
        .map(
            (row, context) ->
                Map.entry(SqlForms.lowerCase(row.getString("block")), row.getString("coin")))
        .forEach(entry -> known.put(entry.getKey(), entry.getValue()));
    return known;
  }

  private static void note(Handle handle, Identities identities, List<Observation> sightings) {
    PreparedBatch batch =
        handle.prepareBatch(
            "INSERT INTO block_sighting (block_hash, endpoint_id, coin, name_id, seen_at)"
                + " VALUES (:block, :endpoint, :coin, :name, :seen)"
                + " ON DUPLICATE KEY UPDATE endpoint_id = endpoint_id");
    // In order of their keys: two programs then never wait for each other.
    sightings.stream()
        .sorted(
            Comparator.comparing(BlockTable::block)
                .thenComparing(o -> identities.endpoint(o.endpoint())))
        .forEach(
            o ->
                batch
                    .bind("block", SqlForms.hash(block(o)))
                    .bind("endpoint", identities.endpoint(o.endpoint()))
                    .bind("coin", o.coinsDeclared().get(0))
                    .bind("name", identities.name(o.fqdn().orElseThrow()))
                    .bind("seen", o.startedAt())
                    .add());
    batch.execute();
  }

  /**
   * Drops sightings of blocks that never became known, some with every batch: as many go as come.
   * Only those of the week before the week that is kept: an old history that is imported meanwhile
   * has its own weeks, and needs its sightings until it is through.
   */
  private static void dropOld(Handle handle, List<Observation> sightings) {
    long now = sightings.stream().mapToLong(Observation::startedAt).min().orElseThrow();
    handle
        .createUpdate(
            "DELETE FROM block_sighting WHERE seen_at < :old AND seen_at > :older"
                + " ORDER BY seen_at LIMIT "
                + DROPPED_AT_ONCE)
        .bind("old", now - SIGHTINGS_KEPT_MILLIS)
        .bind("older", now - 2 * SIGHTINGS_KEPT_MILLIS)
        .execute();
  }

  private record Claim(String block, String coin) {}

  /** The blocks among those seen of which enough is known by now, with their coins. */
  private static Map<String, String> learn(Handle handle, List<Observation> sightings) {
    List<byte[]> hashes =
        sightings.stream().map(BlockTable::block).distinct().map(SqlForms::hash).toList();
    List<Claim> claims =
        handle
            .createQuery(
                "SELECT HEX(s.block_hash) AS block, s.coin FROM block_sighting s"
                    + " JOIN name n ON n.id = s.name_id WHERE s.block_hash IN (<blocks>)"
                    + " GROUP BY s.block_hash, s.coin HAVING COUNT(*) >= :endpoints"
                    + " AND COUNT(DISTINCT n.pool_id) >= :pools")
            .bindList("blocks", hashes)
            .bind("endpoints", ENDPOINTS_NEEDED)
            .bind("pools", POOLS_NEEDED)
            .map(
                (row, context) ->
                    new Claim(SqlForms.lowerCase(row.getString("block")), row.getString("coin")))
            .list();
    Map<String, String> learnt = new HashMap<>();
    for (Claim claim : claims) {
      boolean contested =
          claims.stream().anyMatch(c -> c.block().equals(claim.block()) && !c.equals(claim));
      if (!contested) {
        learnt.put(claim.block(), claim.coin());
      }
    }
    if (!learnt.isEmpty()) {
      keep(handle, learnt, sightings.get(0).startedAt());
    }
    return learnt;
  }

  private static void keep(Handle handle, Map<String, String> learnt, long now) {
    PreparedBatch batch =
        handle.prepareBatch(
            "INSERT INTO known_block (block_hash, coin, seen_at) VALUES (:block, :coin, :seen)"
                + " ON DUPLICATE KEY UPDATE coin = coin");
    learnt.forEach(
        (block, coin) ->
            batch.bind("block", SqlForms.hash(block)).bind("coin", coin).bind("seen", now).add());
    batch.execute();
    handle
        .createUpdate("DELETE FROM block_sighting WHERE block_hash IN (<blocks>)")
        .bindList("blocks", learnt.keySet().stream().map(SqlForms::hash).toList())
        .execute();
  }
}
