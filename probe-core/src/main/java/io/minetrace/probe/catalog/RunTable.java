// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.probe.CoinConfidence;
import io.minetrace.probe.CoinFinding;
import io.minetrace.probe.Observation;
import io.minetrace.probe.ledger.LedgerEntry;
import io.minetrace.probe.ledger.ServiceState;
import io.minetrace.window.Channel;
import io.minetrace.window.Evidence;
import io.minetrace.window.Verdict;
import io.minetrace.window.VisitTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Observations whose rows have gone, packed: what the fold, calibration and snapshots need of each
 * is here to the millisecond, so that nothing that is computed changes when rows are packed.
 */
final class RunTable {

  private static final int COLUMNS = 17;

  private static final String INSERT =
      """
      INSERT INTO observation_run (endpoint_id, from_ms, vantage_id, to_ms, visits, interval_ms,
        verdict, channel, evidence, protocols, software, coins_declared, coins_found, coin_rule,
        coin_confidence, source, times)
      VALUES %s
      """;

  private RunTable() {}

  /** What all observations of a run have in common. */
  record Found(
      long vantageId,
      long intervalMillis,
      String verdict,
      String channel,
      String evidence,
      String protocols,
      String software,
      String coinsDeclared,
      String coinsFound,
      String coinRule,
      String coinConfidence,
      String source) {

    /** From a row of the observations or of the runs. */
    static Found of(ResultSet row) throws SQLException {
      return new Found(
          row.getLong("vantage_id"),
          row.getLong("interval_ms"),
          row.getString("verdict"),
          row.getString("channel"),
          row.getString("evidence"),
          row.getString("protocols"),
          row.getString("software"),
          row.getString("coins_declared"),
          row.getString("coins_found"),
          row.getString("coin_rule"),
          row.getString("coin_confidence"),
          row.getString("source"));
    }

    private ServiceState service() {
      List<String> found = SqlForms.set(coinsFound);
      return ServiceState.of(
          SqlForms.set(coinsDeclared),
          found.isEmpty()
              ? CoinFinding.NONE
              : new CoinFinding(found, coinRule, CoinConfidence.valueOf(coinConfidence)),
          SqlForms.set(protocols),
          Channel.valueOf(channel),
          software);
    }
  }

  static void add(ManyRows rows, long endpointId, VisitRun run) {
    Found found = run.found();
    rows.add(
        endpointId,
        run.from(),
        found.vantageId(),
        run.to(),
        run.visits(),
        found.intervalMillis(),
        found.verdict(),
        found.channel(),
        found.evidence(),
        found.protocols(),
        found.software(),
        found.coinsDeclared(),
        found.coinsFound(),
        found.coinRule(),
        found.coinConfidence(),
        found.source(),
        run.times());
  }

  static ManyRows rows() {
    return new ManyRows(COLUMNS);
  }

  static void insert(Handle handle, ManyRows rows) {
    rows.executeAll(handle, INSERT);
  }

  /** Whether any run reaches to an instant; mostly there is none, and no more has to be asked. */
  static boolean reaches(Handle handle, long instant) {
    return handle
        .createQuery(
            "SELECT EXISTS (SELECT 1 FROM observation_run FORCE INDEX (observation_run_to)"
                + " WHERE to_ms >= :instant)")
        .bind("instant", instant)
        .mapTo(Boolean.class)
        .one();
  }

  /** Takes runs, their times not read yet. */
  @FunctionalInterface
  interface Reader {
    void read(long endpointId, Found found, byte[] times);
  }

  /** The runs of endpoints that reach to an instant. */
  static void each(Handle handle, Collection<Long> endpointIds, long instant, Reader reader) {
    OneTimeQuery.each(
        handle,
        "SELECT * FROM observation_run FORCE INDEX (PRIMARY) WHERE endpoint_id IN ("
            + OneTimeQuery.list(endpointIds)
            + ") AND to_ms >= "
            + instant,
        row -> reader.read(row.getLong("endpoint_id"), Found.of(row), row.getBytes("times")));
  }

  /** The observations of a run that ended at an instant or later, as the fold takes them. */
  static void entries(
      Found found, byte[] times, Map<Long, String> vantages, long since, List<LedgerEntry> into) {
    ServiceState service = found.service();
    String vantage = vantages.get(found.vantageId());
    Verdict verdict = Verdict.valueOf(found.verdict());
    Evidence evidence = Evidence.valueOf(found.evidence());
    VisitTimes.read(
        times,
        (startedAt, endedAt) -> {
          if (endedAt >= since) {
            into.add(
                new LedgerEntry(
                    endedAt, vantage, verdict, evidence, found.intervalMillis(), false, service));
          }
        });
  }

  private record Visit(long endpointId, long startedAt, long vantageId) {}

  /** Those of some observations that are not packed: the others are there already. */
  static List<Observation> without(
      Handle handle, Identities identities, List<Observation> observations) {
    long earliest =
        observations.stream().mapToLong(Observation::startedAt).min().orElse(Long.MAX_VALUE);
    if (observations.isEmpty() || !reaches(handle, earliest)) {
      return observations;
    }
    Set<Visit> packed = new HashSet<>();
    each(
        handle,
        observations.stream().map(o -> identities.endpoint(o.endpoint())).distinct().toList(),
        earliest,
        (endpointId, found, times) ->
            VisitTimes.read(
                times,
                (startedAt, endedAt) ->
                    packed.add(new Visit(endpointId, startedAt, found.vantageId()))));
    List<Observation> others = new ArrayList<>(observations);
    others.removeIf(
        o ->
            packed.contains(
                new Visit(
                    identities.endpoint(o.endpoint()),
                    o.startedAt(),
                    identities.vantage(o.vantage()))));
    return others;
  }
}
