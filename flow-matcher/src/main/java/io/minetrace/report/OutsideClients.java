// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Tells the rows of our hosts from those of clients elsewhere, and counts the latter; notes which
 * services are in our own networks. Used by one thread.
 */
public final class OutsideClients {

  private final InsideNetworks inside;
  private final Map<String, Boolean> clients = new HashMap<>();
  private final Map<String, Boolean> servers = new HashMap<>();
  private final TreeSet<String> services = new TreeSet<>();
  private long outside;
  private long matches;
  private long sessions;
  private long attemptedOnly;

  OutsideClients(InsideNetworks inside) {
    this.inside = inside;
  }

  /** Whether a row is of a host of ours; if not, it is counted here. */
  boolean passesOn(ResultRow row) {
    if (!inside.isSaid()) {
      return true;
    }
    String server = row.text(ResultColumn.POOL_IP_ADDRESS);
    if (inside.tellServices() && servers.computeIfAbsent(server, inside::holds)) {
      services.add(HostTable.service(row));
    }
    String client = row.text(ResultColumn.CLIENT_IP_ADDRESS);
    Boolean known = clients.get(client);
    boolean ours = known == null ? inside.holdsClient(client) : known;
    if (known == null) {
      clients.put(client, ours);
      outside += ours ? 0 : 1;
    }
    matches += ours ? 0 : 1;
    return ours;
  }

  /** The same of a session, after its rows. */
  boolean passesOn(MiningSession session) {
    boolean ours = clients.getOrDefault(session.client(), true);
    if (!ours) {
      sessions++;
      attemptedOnly += session.tally().attemptedOnly() ? 1 : 0;
    }
    return ours;
  }

  /** The networks that are ours. */
  public InsideNetworks inside() {
    return inside;
  }

  /** How many there are. */
  public long clients() {
    return outside;
  }

  /** Their rows. */
  public long matches() {
    return matches;
  }

  /** Their sessions that are over. */
  public long sessions() {
    return sessions;
  }

  /** Those of which every flow was refused or not answered. */
  public long attemptedOnly() {
    return attemptedOnly;
  }

  /**
   * Services that are in our own networks, whoever the client is, as {@code address:port}; none
   * where clients are replaced, for then nobody knows.
   */
  public List<String> servicesInside() {
    return List.copyOf(services);
  }
}
