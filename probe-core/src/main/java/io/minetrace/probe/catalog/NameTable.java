// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.net.IpAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Which names point to which addresses, and by which names an endpoint is visited. */
final class NameTable {

  private NameTable() {}

  /** Notes by which names endpoints are visited; those for which that is news are to be folded. */
  static void link(
      Handle handle, Identities identities, Collection<VisitedNames.Link> visitedLinks) {
    TreeMap<Long, TreeSet<Long>> namesOfEndpoints = new TreeMap<>();
    for (VisitedNames.Link link : visitedLinks) {
      long endpoint = identities.endpoint(link.endpoint());
      long name = identities.name(link.fqdn());
      if (!identities.areLinked(endpoint, name)) {
        namesOfEndpoints.computeIfAbsent(endpoint, id -> new TreeSet<>()).add(name);
      }
    }
    if (namesOfEndpoints.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        handle.prepareBatch(
            "INSERT INTO endpoint_name (endpoint_id, name_id) VALUES (:endpoint, :name)"
                + " ON DUPLICATE KEY UPDATE name_id = name_id");
    List<Long> endpoints = new ArrayList<>();
    List<Long> names = new ArrayList<>();
    namesOfEndpoints.forEach(
        (endpoint, itsNames) ->
            itsNames.forEach(
                name -> {
                  batch.bind("endpoint", endpoint).bind("name", name).add();
                  endpoints.add(endpoint);
                  names.add(name);
                }));
    int[] changed = batch.execute();
    TreeSet<Long> news = new TreeSet<>();
    for (int i = 0; i < changed.length; i++) {
      if (changed[i] > 0) {
        news.add(endpoints.get(i));
      } else {
        identities.linked(endpoints.get(i), names.get(i));
      }
    }
    if (!news.isEmpty()) {
      handle
          .createUpdate("UPDATE endpoint SET unfolded_from = :from WHERE id IN (<ids>)")
          .bindList("ids", new ArrayList<>(news))
          .bind("from", Long.MIN_VALUE)
          .execute();
    }
  }

  /** Takes it from visits that names pointed to addresses. */
  static void seen(Handle handle, Identities identities, VisitedNames visits) {
    visits.sights().forEach((sight, seen) -> extend(handle, identities, sight, seen));
  }

  /** Widens the sight that is still open, or opens one. */
  private static void extend(
      Handle handle, Identities identities, VisitedNames.Sight sight, VisitedNames.Seen seen) {
    long nameId = identities.name(sight.fqdn());
    String resolver = SqlForms.cut("visits of " + sight.vantage(), 190);
    Optional<Long> open =
        handle
            .createQuery(
                "SELECT first_seen FROM name_window WHERE name_id = :name AND address = :address"
                    + " AND resolver = :resolver AND left_at IS NULL"
                    + " ORDER BY first_seen DESC LIMIT 1 FOR UPDATE")
            .bind("name", nameId)
            .bind("address", SqlForms.address(sight.address()))
            .bind("resolver", resolver)
            .mapTo(Long.class)
            .findOne();
    String sql =
        open.isPresent()
            ? "UPDATE name_window SET first_seen = LEAST(first_seen, :first),"
                + " last_seen = GREATEST(last_seen, :last), answers = GREATEST(answers, :count)"
                + " WHERE name_id = :name AND address = :address AND resolver = :resolver"
                + " AND first_seen = :open"
            : "INSERT INTO name_window (name_id, address, resolver, first_seen, last_seen, answers)"
                + " VALUES (:name, :address, :resolver, :first, :last, :count)";
    handle
        .createUpdate(sql)
        .bind("name", nameId)
        .bind("address", SqlForms.address(sight.address()))
        .bind("resolver", resolver)
        .bind("first", seen.first())
        .bind("last", seen.last())
        .bind("count", seen.count())
        .bind("open", open.orElse(0L))
        .execute();
    if (open.isEmpty() || seen.first() < open.get()) {
      unfold(handle, nameId, sight.address(), seen.first());
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
