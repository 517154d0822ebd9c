// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.probe.Observation;
import io.minetrace.probe.TlsFacts;
import io.minetrace.window.Verdict;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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

  private TranscriptTable() {}

  /**
   * Keeps what is to be kept of observations just stored and folded, and drops what it replaces.
   */
  static void keep(Handle handle, Identities identities, List<Observation> observations) {
    List<Observation> told =
        observations.stream()
            .filter(observation -> observation.transcript().length() > 0)
            .sorted(Comparator.comparingLong(Observation::startedAt))
            .toList();
    if (told.isEmpty()) {
      return;
    }
    Map<Observation, Observation> before = before(handle, identities, told);
    ManyRows inserts = new ManyRows(COLUMNS);
    TreeSet<Long> endpoints = new TreeSet<>();
    for (Observation observation : told) {
      long endpointId = identities.endpoint(observation.endpoint());
      Observation earlier = before.get(observation);
      if (earlier == null || isChange(earlier, observation)) {
        insert(inserts, identities, observation, CHANGE);
      } else if (observation.verdict() == Verdict.UP) {
        insert(inserts, identities, observation, UP);
        endpoints.add(endpointId);
      }
    }
    inserts.executeAll(handle, INSERT);
    dropReplaced(handle, endpoints);
  }

  /** The observation before each; none where it is longer ago than a change could be overlooked. */
  private static Map<Observation, Observation> before(
      Handle handle, Identities identities, List<Observation> observations) {
    Map<Observation, Observation> before = new HashMap<>();
    TreeMap<Long, Observation> firstOfEndpoint = new TreeMap<>();
    for (Observation observation : observations) {
      long endpointId = identities.endpoint(observation.endpoint());
      if (firstOfEndpoint.putIfAbsent(endpointId, observation) != null) {
        // Two of an endpoint in one batch are rare: asked for by itself.
        ObservationTable.lastBefore(
                handle, observation.endpoint(), endpointId, observation.startedAt())
            .ifPresent(earlier -> before.put(observation, earlier));
      }
    }
    ObservationTable.lastBefore(handle, firstOfEndpoint)
        .forEach((id, earlier) -> before.put(firstOfEndpoint.get(id), earlier));
    return before;
  }

  private static boolean isChange(Observation earlier, Observation observation) {
    return earlier.verdict() != observation.verdict()
        || earlier.evidence() != observation.evidence()
        || !certificate(earlier).equals(certificate(observation))
        || !earlier.coin().coins().equals(observation.coin().coins())
        || !earlier
            .software()
            .equals(SqlForms.cut(observation.software(), ObservationTable.SOFTWARE_LENGTH));
  }

  private static Optional<String> certificate(Observation observation) {
    return observation.tls().map(TlsFacts::leafSha256);
  }

  private static void insert(
      ManyRows rows, Identities identities, Observation observation, String keptFor) {
    rows.add(
        identities.endpoint(observation.endpoint()),
        observation.startedAt(),
        identities.vantage(observation.vantage()),
        observation.endedAt(),
        keptFor,
        observation.transcript().toArray());
  }

  private static void dropReplaced(Handle handle, Set<Long> endpoints) {
    if (!endpoints.isEmpty()) {
      handle
          .createUpdate(
              "DELETE FROM transcript WHERE endpoint_id IN (<ids>) AND kept_for = 'UP'"
                  + " AND NOT EXISTS (SELECT 1 FROM availability_window w"
                  + " WHERE w.endpoint_id = transcript.endpoint_id"
                  + " AND (w.first_up = transcript.ended_at OR w.last_up = transcript.ended_at))")
          .bindList("ids", List.copyOf(endpoints))
          .execute();
    }
  }
}
