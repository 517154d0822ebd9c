// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.probe.Observation;
import io.minetrace.probe.TlsFacts;
import io.minetrace.window.Verdict;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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

  private TranscriptTable() {}

  /**
   * Keeps what is to be kept of observations just stored and folded, and drops what it replaces.
   */
  static void keep(Handle handle, Identities identities, List<Observation> observations) {
    TreeSet<Long> endpoints = new TreeSet<>();
    observations.stream()
        .filter(observation -> observation.transcript().length() > 0)
        .sorted(Comparator.comparingLong(Observation::startedAt))
        .forEach(
            observation -> {
              long endpointId = identities.endpoint(observation.endpoint());
              if (isChange(handle, endpointId, observation)) {
                insert(handle, identities, observation, CHANGE);
              } else if (observation.verdict() == Verdict.UP) {
                insert(handle, identities, observation, UP);
                endpoints.add(endpointId);
              }
            });
    endpoints.forEach(id -> dropReplaced(handle, id));
  }

  private static boolean isChange(Handle handle, long endpointId, Observation observation) {
    Optional<Observation> before =
        ObservationTable.lastBefore(
            handle, observation.endpoint(), endpointId, observation.startedAt());
    return before
        .map(
            earlier ->
                earlier.verdict() != observation.verdict()
                    || earlier.evidence() != observation.evidence()
                    || !certificate(earlier).equals(certificate(observation))
                    || !earlier.coin().coins().equals(observation.coin().coins())
                    || !earlier
                        .software()
                        .equals(
                            SqlForms.cut(observation.software(), ObservationTable.SOFTWARE_LENGTH)))
        .orElse(true);
  }

  private static Optional<String> certificate(Observation observation) {
    return observation.tls().map(TlsFacts::leafSha256);
  }

  private static void insert(
      Handle handle, Identities identities, Observation observation, String keptFor) {
    handle
        .createUpdate(
            "INSERT INTO transcript (endpoint_id, started_at, vantage_id, ended_at, kept_for,"
                + " content) VALUES (:endpoint, :started, :vantage, :ended, :keptFor, :content)"
                + " ON DUPLICATE KEY UPDATE endpoint_id = endpoint_id")
        .bind("endpoint", identities.endpoint(observation.endpoint()))
        .bind("started", observation.startedAt())
        .bind("vantage", identities.vantage(observation.vantage()))
        .bind("ended", observation.endedAt())
        .bind("keptFor", keptFor)
        .bind("content", observation.transcript().toArray())
        .execute();
  }

  private static void dropReplaced(Handle handle, long endpointId) {
    handle
        .createUpdate(
            "DELETE FROM transcript WHERE endpoint_id = :id AND kept_for = 'UP' AND ended_at NOT IN"
                + " (SELECT first_up FROM availability_window WHERE endpoint_id = :id)"
                + " AND ended_at NOT IN"
                + " (SELECT last_up FROM availability_window WHERE endpoint_id = :id)")
        .bind("id", endpointId)
        .execute();
  }
}
