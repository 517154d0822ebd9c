// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.net.IpAddress;
import io.minetrace.probe.Observation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Which names point to which addresses, and by which names an endpoint is visited. */
final class NameTable {

  private NameTable() {}

  /** Notes by which names endpoints were visited. */
  static void link(Handle handle, Identities identities, Collection<Observation> observations) {
    TreeSet<List<Long>> links = new TreeSet<>(NameTable::byNumbers);
    for (Observation observation : observations) {
      if (observation.fqdn().isPresent()) {
        links.add(
            List.of(
                identities.endpoint(observation.endpoint()),
                identities.name(observation.fqdn().get())));
      }
    }
    if (links.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        handle.prepareBatch(
            "INSERT INTO endpoint_name (endpoint_id, name_id) VALUES (:endpoint, :name)"
                + " ON DUPLICATE KEY UPDATE name_id = name_id");
    links.forEach(link -> batch.bind("endpoint", link.get(0)).bind("name", link.get(1)).add());
    batch.execute();
  }

  private static int byNumbers(List<Long> a, List<Long> b) {
    int byFirst = a.get(0).compareTo(b.get(0));
    return byFirst != 0 ? byFirst : a.get(1).compareTo(b.get(1));
  }

  private record Sight(long name, IpAddress address, String resolver) {}

  private record Seen(long first, long last, long count) {

    Seen and(Seen other) {
      return new Seen(
          Math.min(first, other.first), Math.max(last, other.last), count + other.count);
    }
  }

  /**
   * Takes it from visits that a name pointed to an address: where nothing is known of what the name
   * servers said, as with imported histories, the visit under the name tells.
   */
  static void seenByVisits(
      Handle handle, Identities identities, Collection<Observation> observations) {
    Map<Sight, Seen> sights = new HashMap<>();
    for (Observation observation : observations) {
      if (observation.fqdn().isPresent()) {
        Sight sight =
            new Sight(
                identities.name(observation.fqdn().get()),
                observation.endpoint().address(),
                SqlForms.cut("visits of " + observation.vantage(), 190));
        sights.merge(sight, new Seen(observation.startedAt(), observation.endedAt(), 1), Seen::and);
      }
    }
    sights.forEach((sight, seen) -> extend(handle, sight, seen));
  }

  /** Widens the sight that is still open, or opens one. */
  private static void extend(Handle handle, Sight sight, Seen seen) {
    Optional<Long> open =
        handle
            .createQuery(
                "SELECT first_seen FROM name_window WHERE name_id = :name AND address = :address"
                    + " AND resolver = :resolver AND left_at IS NULL"
                    + " ORDER BY first_seen DESC LIMIT 1 FOR UPDATE")
            .bind("name", sight.name())
            .bind("address", SqlForms.address(sight.address()))
            .bind("resolver", sight.resolver())
            .mapTo(Long.class)
            .findOne();
    String sql =
        open.isPresent()
            ? "UPDATE name_window SET first_seen = LEAST(first_seen, :first),"
                + " last_seen = GREATEST(last_seen, :last), answers = answers + :count"
                + " WHERE name_id = :name AND address = :address AND resolver = :resolver"
                + " AND first_seen = :open"
            : "INSERT INTO name_window (name_id, address, resolver, first_seen, last_seen, answers)"
                + " VALUES (:name, :address, :resolver, :first, :last, :count)";
    handle
        .createUpdate(sql)
        .bind("name", sight.name())
        .bind("address", SqlForms.address(sight.address()))
        .bind("resolver", sight.resolver())
        .bind("first", seen.first())
        .bind("last", seen.last())
        .bind("count", seen.count())
        .bind("open", open.orElse(0L))
        .execute();
    if (open.isEmpty() || seen.first() < open.get()) {
      unfold(handle, sight.name(), sight.address(), seen.first());
    }
  }

  /** Says that the endpoints of a name at an address have to be folded from an instant on. */
  static void unfold(Handle handle, long nameId, IpAddress address, long from) {
    handle
        .createUpdate(
            "UPDATE endpoint e JOIN endpoint_name en ON en.endpoint_id = e.id"
                + " SET e.unfolded_from = LEAST(COALESCE(e.unfolded_from, :from), :from)"
                + " WHERE en.name_id = :name AND e.address = :address")
        .bind("name", nameId)
        .bind("address", SqlForms.address(address))
        .bind("from", from)
        .execute();
  }

  /** Says so of every endpoint of some names, from the beginning on. */
  static void unfold(Handle handle, Collection<Long> nameIds) {
    if (nameIds.isEmpty()) {
      return;
    }
    handle
        .createUpdate(
            "UPDATE endpoint e JOIN endpoint_name en ON en.endpoint_id = e.id"
                + " SET e.unfolded_from = :from WHERE en.name_id IN (<names>)")
        .bindList("names", new ArrayList<>(nameIds))
        .bind("from", Long.MIN_VALUE)
        .execute();
  }
}
