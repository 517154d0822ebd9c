// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.net.IpAddress;
import io.minetrace.probe.dns.DnsOutcome;
import io.minetrace.probe.dns.FamilyAnswer;
import io.minetrace.probe.dns.Resolution;
import io.minetrace.probe.dns.ResolvedAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * What names resolved to, and from when to when they pointed to an address. A name leaves an
 * address after two answers without it; one whose addresses come and go (round robin), when it was
 * absent for 24 hours. NXDOMAIN, SERVFAIL and time-outs are not absence.
 */
final class ResolutionTable {

  private static final long DAY_MILLIS = 86_400_000L;
  private static final int ABSENCES_TO_LEAVE = 2;

  private ResolutionTable() {}

  private record OpenSight(
      IpAddress address, long firstSeen, long lastSeen, int absences, long absentSince) {}

  static void add(Handle handle, Identities identities, List<PlannedResolution> resolutions) {
    for (PlannedResolution planned : resolutions) {
      Resolution resolution = planned.resolution();
      long nameId = identities.name(resolution.fqdn());
      String resolver =
          SqlForms.cut(resolution.nameServer().isEmpty() ? "-" : resolution.nameServer(), 190);
      log(handle, nameId, resolver, resolution);
      long at = resolution.askedAt();
      boolean ipv4Changed = family(handle, nameId, resolver, at, resolution.ipv4(), true);
      boolean ipv6Changed = family(handle, nameId, resolver, at, resolution.ipv6(), false);
      if (ipv4Changed || ipv6Changed) {
        forgetMisses(handle, nameId, planned.endpointsDueAt());
      }
      addEndpoints(handle, nameId, resolution, planned.endpointsDueAt());
      handle
          .createUpdate("UPDATE name SET next_due_at = :next, failures = :failures WHERE id = :id")
          .bind("next", planned.nextDueAt())
          .bind("failures", planned.failures())
          .bind("id", nameId)
          .execute();
    }
  }

  private static void log(Handle handle, long nameId, String resolver, Resolution resolution) {
    handle
        .createUpdate(
            "INSERT INTO resolution (name_id, asked_at, resolver, family, outcome, cnames)"
                + " VALUES (:name, :at, :resolver, 'A', :a, :cnames),"
                + " (:name, :at, :resolver, 'AAAA', :aaaa, :cnames)"
                + " ON DUPLICATE KEY UPDATE name_id = name_id")
        .bind("name", nameId)
        .bind("at", resolution.askedAt())
        .bind("resolver", resolver)
        .bind("a", resolution.ipv4().outcome().name())
        .bind("aaaa", resolution.ipv6().outcome().name())
        .bind("cnames", SqlForms.set(resolution.cnames()))
        .execute();
    if (resolution.addresses().isEmpty()) {
      return;
    }
    PreparedBatch answers =
        handle.prepareBatch(
            "INSERT INTO resolution_answer (name_id, asked_at, resolver, address, ttl_seconds)"
                + " VALUES (:name, :at, :resolver, :address, :ttl)"
                + " ON DUPLICATE KEY UPDATE name_id = name_id");
    for (ResolvedAddress answer : resolution.addresses()) {
      answers
          .bind("name", nameId)
          .bind("at", resolution.askedAt())
          .bind("resolver", resolver)
          .bind("address", SqlForms.address(answer.address()))
          .bind("ttl", answer.ttlSeconds())
          .add();
    }
    answers.execute();
  }

  /** Another answer than before: what was dead under the name may live again. */
  private static void forgetMisses(Handle handle, long nameId, long dueAt) {
    handle
        .createUpdate(
            "UPDATE endpoint e JOIN endpoint_name en ON en.endpoint_id = e.id"
                + " SET e.next_due_at = LEAST(e.next_due_at, :due), e.misses = 0"
                + " WHERE en.name_id = :name AND e.misses > 0 AND e.next_due_at IS NOT NULL")
        .bind("name", nameId)
        .bind("due", dueAt)
        .execute();
  }

  /**
   * Takes in what an answer says of the addresses of one kind.
   *
   * @return whether an address came or left
   */
  private static boolean family(
      Handle handle,
      long nameId,
      String resolver,
      long askedAt,
      FamilyAnswer answer,
      boolean ipv4) {
    boolean says =
        answer.outcome() == DnsOutcome.ADDRESSES || answer.outcome() == DnsOutcome.NODATA;
    if (!says) {
      return false;
    }
    boolean changed = false;
    Set<IpAddress> there =
        answer.addresses().stream().map(ResolvedAddress::address).collect(Collectors.toSet());
    List<OpenSight> open = openSights(handle, nameId, resolver);
    Set<IpAddress> known = open.stream().map(OpenSight::address).collect(Collectors.toSet());
    for (OpenSight sight : open) {
      if (there.contains(sight.address())) {
        seenAgain(handle, nameId, resolver, sight, askedAt);
      } else if (sight.address().isIpv4() == ipv4) {
        changed |= missing(handle, nameId, resolver, sight, askedAt);
      }
    }
    for (IpAddress address : there) {
      if (!known.contains(address)) {
        firstSeen(handle, nameId, resolver, address, askedAt);
        changed = true;
      }
    }
    return changed;
  }

  private static List<OpenSight> openSights(Handle handle, long nameId, String resolver) {
    return handle
        .createQuery(
            "SELECT CAST(address AS CHAR) AS address, first_seen, last_seen, absences,"
                + " COALESCE(absent_since, 0) AS absent_since FROM name_window"
                + " WHERE name_id = :name AND resolver = :resolver AND left_at IS NULL")
        .bind("name", nameId)
        .bind("resolver", resolver)
        .map(
            (row, context) ->
                new OpenSight(
                    SqlForms.address(row.getString("address")),
                    row.getLong("first_seen"),
                    row.getLong("last_seen"),
                    row.getInt("absences"),
                    row.getLong("absent_since")))
        .list();
  }

  private static void seenAgain(
      Handle handle, long nameId, String resolver, OpenSight sight, long askedAt) {
    change(
        handle,
        nameId,
        resolver,
        sight,
        "last_seen = GREATEST(last_seen, :at), answers = answers + 1, absences = 0,"
            + " absent_since = NULL",
        askedAt);
    if (sight.absences() > 0) {
      markRoundRobin(handle, nameId);
    }
  }

  /** Whether the name has left the address by it. */
  private static boolean missing(
      Handle handle, long nameId, String resolver, OpenSight sight, long askedAt) {
    change(
        handle,
        nameId,
        resolver,
        sight,
        "absences = absences + 1, absent_since = COALESCE(absent_since, :at)",
        askedAt);
    boolean roundRobin =
        handle
            .createQuery("SELECT round_robin FROM name WHERE id = :id")
            .bind("id", nameId)
            .mapTo(Integer.class)
            .one()
            .equals(1);
    boolean left =
        roundRobin
            ? sight.absences() > 0 && askedAt - sight.absentSince() >= DAY_MILLIS
            : sight.absences() + 1 >= ABSENCES_TO_LEAVE;
    if (left) {
      change(handle, nameId, resolver, sight, "left_at = :at", askedAt);
      NameTable.unfold(handle, nameId, sight.address(), sight.lastSeen());
    }
    return left;
  }

  private static void firstSeen(
      Handle handle, long nameId, String resolver, IpAddress address, long askedAt) {
    Optional<Long> leftAt =
        handle
            .createQuery(
                "SELECT MAX(left_at) FROM name_window WHERE name_id = :name"
                    + " AND resolver = :resolver AND address = :address")
            .bind("name", nameId)
            .bind("resolver", resolver)
            .bind("address", SqlForms.address(address))
            .mapTo(Long.class)
            .findOne();
    if (leftAt.isPresent() && askedAt - leftAt.get() < DAY_MILLIS) {
      markRoundRobin(handle, nameId);
    }
    handle
        .createUpdate(
            "INSERT INTO name_window (name_id, address, resolver, first_seen, last_seen, answers)"
                + " VALUES (:name, :address, :resolver, :at, :at, 1)"
                + " ON DUPLICATE KEY UPDATE name_id = name_id")
        .bind("name", nameId)
        .bind("address", SqlForms.address(address))
        .bind("resolver", resolver)
        .bind("at", askedAt)
        .execute();
    NameTable.unfold(handle, nameId, address, askedAt);
  }

  private static void markRoundRobin(Handle handle, long nameId) {
    handle
        .createUpdate("UPDATE name SET round_robin = 1 WHERE id = :id")
        .bind("id", nameId)
        .execute();
  }

  private static void change(
      Handle handle, long nameId, String resolver, OpenSight sight, String what, long askedAt) {
    handle
        .createUpdate(
            "UPDATE name_window SET <what> WHERE name_id = :name AND resolver = :resolver"
                + " AND address = :address AND first_seen = :first")
        .define("what", what)
        .bind("name", nameId)
        .bind("resolver", resolver)
        .bind("address", SqlForms.address(sight.address()))
        .bind("first", sight.firstSeen())
        .bind("at", askedAt)
        .execute();
  }

  /** Each service of the name is to be visited at each address it has now. */
  private static void addEndpoints(Handle handle, long nameId, Resolution resolution, long dueAt) {
    for (ResolvedAddress answer : resolution.addresses()) {
      String address = SqlForms.address(answer.address());
      hasten(handle, nameId, address, resolution.askedAt(), dueAt);
      handle
          .createUpdate(
              "INSERT INTO endpoint (address, port, transport, next_due_at)"
                  + " SELECT DISTINCT CAST(:address AS INET6), port, 6, :due FROM name_service"
                  + " WHERE name_id = :name AND port > 0 AND retired_at IS NULL"
                  + " ON DUPLICATE KEY UPDATE next_due_at ="
                  + " COALESCE(endpoint.next_due_at, VALUES(next_due_at))")
          .bind("address", address)
          .bind("due", dueAt)
          .bind("name", nameId)
          .execute();
      handle
          .createUpdate(
              "INSERT IGNORE INTO endpoint_name (endpoint_id, name_id)"
                  + " SELECT DISTINCT e.id, s.name_id FROM endpoint e"
                  + " JOIN name_service s ON s.name_id = :name AND s.port = e.port"
                  + " WHERE e.address = :address AND e.transport = 6 AND s.retired_at IS NULL")
          .bind("address", address)
          .bind("name", nameId)
          .execute();
    }
  }

  /** A name coming back to an address that had none ends the seldom visits there. */
  private static void hasten(
      Handle handle, long nameId, String address, long firstSeen, long dueAt) {
    handle
        .createUpdate(
            "UPDATE endpoint e JOIN endpoint_name en ON en.endpoint_id = e.id"
                + " SET e.next_due_at = LEAST(COALESCE(e.next_due_at, :due), :due)"
                + " WHERE en.name_id = :name AND e.address = :address"
                + " AND EXISTS (SELECT 1 FROM name_window w WHERE w.name_id = :name"
                + " AND w.address = :address AND w.first_seen = :first)"
                + " AND (SELECT COUNT(*) FROM name_window w WHERE w.address = :address"
                + " AND w.left_at IS NULL) = 1")
        .bind("due", dueAt)
        .bind("name", nameId)
        .bind("address", address)
        .bind("first", firstSeen)
        .execute();
  }
}
