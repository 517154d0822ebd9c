// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.hash.Sha256;
import io.minetrace.probe.Observation;
import io.minetrace.probe.TlsFacts;
import io.minetrace.window.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * The beginnings of conversations. Four KiB for each of some twenty million visits a year would be
 * 80 GB, so they are kept where verdict, evidence, coin, software or certificate changed, and for
 * the first and last UP of a window.
 */
final class TranscriptTable {

  private static final String CHANGE = "CHANGE";
  private static final String UP = "UP";

  private static final String INSERT =
      "INSERT INTO transcript (endpoint_id, started_at, vantage_id, ended_at, kept_for, content)"
          + " VALUES %s ON DUPLICATE KEY UPDATE endpoint_id = transcript.endpoint_id";

  private static final int COLUMNS = 6;

  private static final String DROP =
      """
      DELETE t FROM (SELECT 0 AS id, 0 AS ended UNION ALL VALUES %s) v
      STRAIGHT_JOIN transcript t FORCE INDEX (PRIMARY)
        ON t.endpoint_id = v.id AND t.ended_at = v.ended AND t.kept_for = 'UP'
      """;

  /** A silence of that length is worth a transcript at its end. */
  private static final long RECENT_MILLIS = 35 * 86_400_000L;

  private TranscriptTable() {}

  /**
   * Keeps what is to be kept of observations just stored.
   *
   * @param windows what the fold made of them
   * @return the newest observations of the endpoints that have others than before
   */
  static SortedMap<Long, LockedEndpoints.Newest> keep(
      Handle handle,
      Identities identities,
      List<Observation> observations,
      LockedEndpoints locked,
      WindowTable.Changes windows) {
    Map<Long, List<Observation>> byEndpoint =
        observations.stream()
            .sorted(Comparator.comparingLong(Observation::startedAt))
            .collect(Collectors.groupingBy(o -> identities.endpoint(o.endpoint())));
    SortedMap<Long, LockedEndpoints.Newest> newest = new TreeMap<>();
    List<Observation> changes = new ArrayList<>();
    List<Observation> same = new ArrayList<>();
    List<Observation> unclear = new ArrayList<>();
    byEndpoint.forEach(
        (id, ofEndpoint) -> {
          Optional<LockedEndpoints.Newest> last = locked.newest(id);
          for (Observation o : ofEndpoint) {
            boolean inOrder = last.isEmpty() || o.startedAt() > last.get().startedAt();
            if (isFirst(last, o)) {
              changes.add(o);
            } else if (!inOrder || last.get().answer().isEmpty()) {
              unclear.add(o);
            } else {
              (last.get().answer().get().equals(answer(o)) ? same : changes).add(o);
            }
            if (inOrder) {
              last = Optional.of(new LockedEndpoints.Newest(o.startedAt(), Optional.of(answer(o))));
              newest.put(id, last.get());
            }
          }
        });
    unclear.removeIf(TranscriptTable::isSilent);
    Map<Visit, String> before = before(handle, identities, unclear);
    for (Observation o : unclear) {
      String earlier = before.get(new Visit(identities.endpoint(o.endpoint()), o.startedAt()));
      (answer(o).equals(earlier) ? same : changes).add(o);
    }
    ManyRows rows = new ManyRows(COLUMNS);
    for (Observation o : changes) {
      insert(rows, identities, o, CHANGE);
    }
    for (Observation o : same) {
      if (o.verdict() == Verdict.UP
          && windows.isEdge(identities.endpoint(o.endpoint()), o.endedAt())) {
        insert(rows, identities, o, UP);
      }
    }
    rows.executeAll(handle, INSERT);
    return newest;
  }

  private static boolean isSilent(Observation observation) {
    return observation.transcript().length() == 0;
  }

  private static boolean isFirst(Optional<LockedEndpoints.Newest> last, Observation observation) {
    return last.isEmpty() || observation.startedAt() - last.get().startedAt() > RECENT_MILLIS;
  }

  /** What must be the same for a transcript to tell nothing new. */
  private static String answer(Observation observation) {
    return answer(
        observation.verdict().name(),
        observation.evidence().name(),
        observation.tls().map(TlsFacts::leafSha256).orElse(""),
        SqlForms.words(observation.coin().coins(), ObservationTable.COINS_LENGTH),
        SqlForms.cut(observation.software(), ObservationTable.SOFTWARE_LENGTH));
  }

  private static String answer(
      String verdict, String evidence, String certificate, String coins, String software) {
    return Sha256.shortHex(String.join("\n", verdict, evidence, certificate, coins, software));
  }

  private record Visit(long endpointId, long startedAt) {}

  /**
   * What was answered before each visit; nothing where that is more than {@link #RECENT_MILLIS}
   * ago. The constant bounds keep the query in one or two partitions.
   */
  private static Map<Visit, String> before(
      Handle handle, Identities identities, List<Observation> observations) {
    if (observations.isEmpty()) {
      return Map.of();
    }
    LongSummaryStatistics starts =
        observations.stream().mapToLong(Observation::startedAt).summaryStatistics();
    String bounds = " >= " + (starts.getMin() - RECENT_MILLIS) + " AND %1$s < " + starts.getMax();
    String given =
        observations.stream()
            .map(o -> "(" + identities.endpoint(o.endpoint()) + "," + o.startedAt() + ")")
            .distinct()
            .collect(Collectors.joining(","));
    String query =
        "SELECT STRAIGHT_JOIN given.id, given.at, o.verdict, o.evidence, o.coins_found, o.software,"
            + " COALESCE(HEX(t.leaf_sha256), '') AS leaf"
            + " FROM (SELECT 0 AS id, 0 AS at UNION ALL VALUES "
            + given
            + ") given JOIN observation o FORCE INDEX (PRIMARY) ON o.endpoint_id = given.id"
            + " LEFT JOIN tls t ON t.id = o.tls_id WHERE o.started_at"
            + bounds.formatted("o.started_at")
            + " AND o.started_at = (SELECT x.started_at FROM observation x FORCE INDEX (PRIMARY)"
            + " WHERE x.endpoint_id = given.id AND x.started_at < given.at AND x.started_at"
            + bounds.formatted("x.started_at")
            + " ORDER BY x.started_at DESC LIMIT 1)";
    Map<Visit, String> before = new HashMap<>();
    OneTimeQuery.each(
        handle,
        query,
        row ->
            // Of two vantages at the same instant, the one with the greater number.
            before.put(
                new Visit(row.getLong("id"), row.getLong("at")),
                answer(
                    row.getString("verdict"),
                    row.getString("evidence"),
                    SqlForms.lowerCase(row.getString("leaf")),
                    row.getString("coins_found"),
                    row.getString("software"))));
    return before;
  }

  private static void insert(
      ManyRows rows, Identities identities, Observation observation, String keptFor) {
    if (isSilent(observation)) {
      return;
    }
    rows.add(
        identities.endpoint(observation.endpoint()),
        observation.startedAt(),
        identities.vantage(observation.vantage()),
        observation.endedAt(),
        keptFor,
        observation.transcript().toArray());
  }

  /**
   * Drops what was kept for the first and last UPs of windows that have others now.
   *
   * @param edges numbers of endpoints, and when the UPs ended
   */
  static void drop(Handle handle, ManyRows edges) {
    edges.executeAll(handle, DROP);
  }
}
