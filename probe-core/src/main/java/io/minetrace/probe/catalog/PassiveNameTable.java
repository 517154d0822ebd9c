// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.net.IpAddress;
import io.minetrace.window.TimeSpan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * What passive sensors saw, as name windows of the past. What one sensor saw of one name and
 * address in overlapping times is one window.
 */
final class PassiveNameTable {

  /** Names of their rows' resolvers begin so, and no other's do. */
  private static final String RESOLVER = "passive DNS, ";

  private static final int RESOLVER_LENGTH = 190;

  private PassiveNameTable() {}

  private record Key(String fqdn, IpAddress address, String resolver) {}

  private record Seen(TimeSpan span, long answers) {

    boolean says(Seen other) {
      return span.from() <= other.span.from()
          && span.to() >= other.span.to()
          && answers >= other.answers;
    }
  }

  /** Windows in the place of others, which may be none. */
  private record Change(PassiveName from, Key key, List<Seen> removed, Seen put) {}

  /** Those that would change something. */
  static List<PassiveName> news(Handle handle, List<PassiveName> names) {
    return changes(handle, names).stream().map(Change::from).toList();
  }

  /**
   * Takes in what was seen; the windows of endpoints for which that is news are to be folded.
   *
   * @return how many were not known
   */
  static int add(Handle handle, Identities identities, List<PassiveName> names) {
    List<Change> changes = changes(handle, names);
    Map<IpAddress, Long> unfolded = new TreeMap<>();
    Set<String> poolNames = new HashSet<>();
    for (Change change : changes) {
      long id = identities.name(change.key.fqdn);
      change.removed.forEach(seen -> remove(handle, id, change.key, seen));
      insert(handle, id, change.key, change.put);
      unfolded.merge(change.key.address, change.put.span.from(), Math::min);
      if (change.from.whose() == PassiveName.Whose.POOL) {
        poolNames.add(change.key.fqdn);
      }
    }
    if (!poolNames.isEmpty()) {
      DeclaredTable.linkKnownEndpoints(
          handle, poolNames.stream().map(identities::name).collect(Collectors.toSet()));
    }
    unfold(handle, unfolded);
    return changes.size();
  }

  /** Names that are nobody's of the catalog's are not asked for. */
  static void addForeign(Handle handle, List<PassiveName> names) {
    PreparedBatch batch =
        handle.prepareBatch(
            "INSERT IGNORE INTO name (fqdn, kind, next_due_at)"
                + " VALUES (:fqdn, 'FOREIGN', 9223372036854775807)");
    Set<String> done = new HashSet<>();
    for (PassiveName name : names) {
      if (name.whose() == PassiveName.Whose.FOREIGN && done.add(name.fqdn())) {
        batch.bind("fqdn", name.fqdn()).add();
      }
    }
    if (!done.isEmpty()) {
      batch.execute();
    }
  }

  private static List<Change> changes(Handle handle, List<PassiveName> names) {
    Map<Key, List<Seen>> known = known(handle);
    List<Change> changes = new ArrayList<>();
    for (PassiveName name : names) {
      Key key =
          new Key(
              name.fqdn(), name.address(), SqlForms.cut(resolver(name.sensor()), RESOLVER_LENGTH));
      List<Seen> ofKey = known.computeIfAbsent(key, k -> new ArrayList<>());
      Seen put = new Seen(name.seen(), name.answers());
      List<Seen> touched = ofKey.stream().filter(seen -> seen.span.touches(name.seen())).toList();
      Seen wanted = put;
      if (touched.stream().noneMatch(seen -> seen.says(wanted))) {
        for (Seen seen : touched) {
          put =
              new Seen(
                  new TimeSpan(
                      Math.min(put.span.from(), seen.span.from()),
                      Math.max(put.span.to(), seen.span.to())),
                  Math.max(put.answers, seen.answers));
        }
        ofKey.removeAll(touched);
        ofKey.add(put);
        changes.add(new Change(name, key, touched, put));
      }
    }
    return changes;
  }

  private static String resolver(String sensor) {
    return sensor.startsWith(RESOLVER) ? sensor : RESOLVER + sensor;
  }

  private static Map<Key, List<Seen>> known(Handle handle) {
    Map<Key, List<Seen>> known = new HashMap<>();
    handle
        .createQuery(
            "SELECT n.fqdn, CAST(w.address AS CHAR) AS address, w.resolver, w.first_seen,"
                + " w.last_seen, w.answers FROM name_window w JOIN name n ON n.id = w.name_id"
                + " WHERE w.resolver LIKE :resolver")
        .bind("resolver", RESOLVER + "%")
        .map(
            (row, context) -> {
              known
                  .computeIfAbsent(
                      new Key(
                          row.getString("fqdn"),
                          SqlForms.address(row.getString("address")),
                          row.getString("resolver")),
                      key -> new ArrayList<>())
                  .add(
                      new Seen(
                          new TimeSpan(row.getLong("first_seen"), row.getLong("last_seen")),
                          row.getLong("answers")));
              return 0;
            })
        .forEach(row -> {});
    return known;
  }

  private static void remove(Handle handle, long nameId, Key key, Seen seen) {
    handle
        .createUpdate(
            "DELETE FROM name_window WHERE name_id = :name AND address = :address"
                + " AND resolver = :resolver AND first_seen = :first")
        .bind("name", nameId)
        .bind("address", SqlForms.address(key.address))
        .bind("resolver", key.resolver)
        .bind("first", seen.span.from())
        .execute();
  }

  private static void insert(Handle handle, long nameId, Key key, Seen seen) {
    handle
        .createUpdate(
            "INSERT INTO name_window (name_id, address, resolver, first_seen, last_seen, answers,"
                + " left_at) VALUES (:name, :address, :resolver, :first, :last, :answers, :left)")
        .bind("name", nameId)
        .bind("address", SqlForms.address(key.address))
        .bind("resolver", key.resolver)
        .bind("first", seen.span.from())
        .bind("last", seen.span.to())
        .bind("answers", seen.answers)
        .bind("left", seen.span.to() + 1)
        .execute();
  }

  private static void unfold(Handle handle, Map<IpAddress, Long> from) {
    PreparedBatch batch =
        handle.prepareBatch(
            "UPDATE endpoint SET unfolded_from = LEAST(COALESCE(unfolded_from, :from), :from)"
                + " WHERE address = :address");
    from.forEach(
        (address, instant) ->
            batch.bind("address", SqlForms.address(address)).bind("from", instant).add());
    if (!from.isEmpty()) {
      batch.execute();
    }
  }
}
