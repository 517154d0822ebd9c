// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.net.Endpoint;
import io.minetrace.net.TransportProtocol;
import io.minetrace.probe.Observation;
import io.minetrace.probe.ledger.LedgerContext;
import io.minetrace.probe.ledger.LedgerEntry;
import io.minetrace.probe.ledger.RefoldPoint;
import io.minetrace.probe.ledger.WindowLedger;
import io.minetrace.window.AvailabilityWindow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Brings the windows of endpoints up to date with what they rest on. */
final class Folding {

  private Folding() {}

  private record Unfolded(Endpoint endpoint, long from) {}

  /** Says that endpoints have observations that their windows do not know of. */
  static void mark(Handle handle, Identities identities, List<Observation> appended) {
    mark(
        handle,
        appended.stream()
            .collect(
                Collectors.toMap(
                    observation -> identities.endpoint(observation.endpoint()),
                    Observation::endedAt,
                    Math::min,
                    TreeMap::new)));
  }

  /**
   * Says from when on the windows of endpoints are behind. In order of the endpoints' numbers, as
   * everywhere: two programs then never wait for each other.
   */
  static void mark(Handle handle, SortedMap<Long, Long> unfoldedFrom) {
    if (unfoldedFrom.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        handle.prepareBatch(
            "UPDATE endpoint SET unfolded_from = LEAST(COALESCE(unfolded_from, :from), :from)"
                + " WHERE id = :id");
    unfoldedFrom.forEach((id, from) -> batch.bind("id", id).bind("from", from).add());
    batch.execute();
  }

  /** At most so many endpoints whose windows are behind. */
  static List<Long> behind(Handle handle, int limit) {
    return handle
        .createQuery(
            "SELECT id FROM endpoint WHERE unfolded_from IS NOT NULL ORDER BY id LIMIT :limit")
        .bind("limit", limit)
        .mapTo(Long.class)
        .list();
  }

  /** Folds what is unfolded of some endpoints; they stay locked until the transaction ends. */
  static void fold(Handle handle, Collection<Long> endpointIds) {
    WindowTable.Changes changes = new WindowTable.Changes(handle);
    TreeSet<Long> ids = new TreeSet<>(endpointIds);
    for (long id : ids) {
      lock(handle, id).ifPresent(unfolded -> fold(handle, id, unfolded, changes));
    }
    changes.execute();
    done(handle, ids);
  }

  private static Optional<Unfolded> lock(Handle handle, long endpointId) {
    return handle
        .createQuery(
            "SELECT CAST(address AS CHAR) AS address, port, transport, unfolded_from FROM endpoint"
                + " WHERE id = :id AND unfolded_from IS NOT NULL FOR UPDATE")
        .bind("id", endpointId)
        .map(
            (row, context) ->
                new Unfolded(
                    new Endpoint(
                        SqlForms.address(row.getString("address")),
                        row.getInt("port"),
                        TransportProtocol.of(row.getInt("transport")).orElseThrow()),
                    row.getLong("unfolded_from")))
        .findOne();
  }

  private static void fold(Handle handle, long id, Unfolded unfolded, WindowTable.Changes changes) {
    Endpoint endpoint = unfolded.endpoint();
    long since = WindowTable.lastSettledBefore(handle, id, unfolded.from());
    List<AvailabilityWindow> stored = WindowTable.since(handle, endpoint, id, since);
    RefoldPoint point = RefoldPoint.before(stored, unfolded.from());
    WindowLedger ledger = point.ledger(endpoint, context(handle, id));
    try (Stream<Observation> history =
        ObservationTable.endedSince(handle, endpoint, id, point.from())) {
      history.map(LedgerEntry::of).sorted().forEach(ledger::add);
    }
    List<AvailabilityWindow> folded = new ArrayList<>(point.kept());
    folded.addAll(ledger.windows());
    changes.replace(id, stored, folded);
  }

  /** Says that the windows of endpoints are up to date. */
  static void done(Handle handle, Collection<Long> folded) {
    if (!folded.isEmpty()) {
      handle
          .createUpdate(
              "UPDATE endpoint SET unfolded_from = NULL"
                  + " WHERE id IN (<ids>) AND unfolded_from IS NOT NULL")
          .bindList("ids", List.copyOf(folded))
          .execute();
    }
  }

  private static LedgerContext context(Handle handle, long id) {
    List<Long> one = List.of(id);
    return new LedgerContext(
        FoldContexts.doubts(handle, one).getOrDefault(id, List.of()),
        FoldContexts.names(handle, one).getOrDefault(id, List.of()));
  }
}
