// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.smashed;

import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import io.minetrace.probe.catalog.DeclaredService;
import io.minetrace.probe.catalog.LegacyId;
import io.minetrace.probe.catalog.VisitedNames;
import java.net.IDN;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * Everything of the predecessor's but its history: some thousand rows. Collected first, because a
 * dump has them in the order of the tables' names, and then joined; a row that refers to one that
 * is not there, or cannot be taken, cannot be taken either.
 */
final class SmashedInventory {

  /** Of any table; there were never more than some thousand. */
  private static final int MOST_ROWS = 2_000_000;

  private static final int MOST_SHARING = 999;

  /** Told of rows that cannot be taken. */
  interface Problems {
    void add(SmashedTable table, String id, long line, String what);
  }

  private record Kept(String id, long line, List<String> cells, long createdAt, long updatedAt) {}

  private record Server(String fqdn, long pool) {}

  private record Pool(String name, String url) {}

  private record DeclaredPort(long server, int port) {}

  /**
   * What was visited.
   *
   * @param offsetMillis told the visits of one second apart, which several rows of one endpoint had
   */
  record Property(
      Endpoint endpoint,
      String fqdn,
      String protocol,
      List<String> coins,
      int offsetMillis,
      long status,
      String reason,
      long time) {}

  private final String source;
  private final Problems problems;
  private final SmashedTimes times;
  private final Map<SmashedTable, List<Kept>> rows = new EnumMap<>(SmashedTable.class);
  private final Map<SmashedTable, Integer> counts = new EnumMap<>(SmashedTable.class);
  private final Map<Long, Pool> pools = new HashMap<>();
  private final Map<Long, Server> servers = new TreeMap<>();
  private final Map<Long, String> cryptos = new HashMap<>();
  private final Map<DeclaredPort, List<String>> coins = new HashMap<>();
  private final Map<Long, Property> properties = new TreeMap<>();
  private final Set<String> withPort = new HashSet<>();
  private final List<DeclaredService> services = new ArrayList<>();
  private final List<LegacyId> legacyIds = new ArrayList<>();
  private final VisitedNames names = new VisitedNames();

  SmashedInventory(String source, SmashedTimes times, Problems problems) {
    this.source = source;
    this.times = times;
    this.problems = problems;
    for (SmashedTable table : SmashedTable.values()) {
      rows.put(table, new ArrayList<>());
    }
  }

  /** Takes a row of any table but the history. */
  void add(SmashedRow row) {
    List<Kept> kept = rows.get(row.table());
    if (kept.size() >= MOST_ROWS) {
      throw new IllegalStateException(
          row.table().word() + ": more than " + MOST_ROWS + " rows, which no predecessor has");
    }
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < row.table().columns().size(); i++) {
      cells.add(row.text(i));
    }
    kept.add(new Kept(row.id(), row.line(), cells, row.createdAt(), row.updatedAt()));
  }

  /** What is made of one row. */
  private interface Work {
    void with(SmashedRow row);
  }

  /** When all rows are there. */
  void join() {
    each(SmashedTable.POOLS, this::pool);
    each(SmashedTable.SERVERS, this::server);
    each(SmashedTable.CRYPTOS, this::crypto);
    each(SmashedTable.PORTS, this::port);
    each(SmashedTable.ADDRESSES, this::address);
    Map<Endpoint, Integer> sharing = new HashMap<>();
    each(SmashedTable.MINING_PROPERTIES, row -> property(row, sharing));
    servers.forEach(this::declareName);
  }

  private void each(SmashedTable table, Work work) {
    SmashedRow row = new SmashedRow(table);
    List<Kept> kept = rows.remove(table);
    counts.put(table, kept.size());
    for (Kept one : kept) {
      row.set(one.id(), one.createdAt(), one.updatedAt(), one.line());
      for (int i = 0; i < one.cells().size(); i++) {
        row.set(i, one.cells().get(i));
      }
      try {
        work.with(row);
      } catch (IllegalArgumentException e) {
        problems.add(table, one.id(), one.line(), e.getMessage());
      }
    }
  }

  private void pool(SmashedRow row) {
    String name = row.text(0).strip();
    if (name.isEmpty() || name.length() > 190 || !name.matches("[^|\\p{Cntrl}]+")) {
      throw SmashedRow.wrong("name", row.text(0), "1 to 190 characters, no '|'");
    }
    String url = row.text(1).strip();
    pools.put(row.number(), new Pool(name, url.length() > 500 ? "" : url));
    note(row, name);
  }

  private void server(SmashedRow row) {
    String fqdn = name(row.text(0));
    long pool = row.number(1);
    if (!pools.containsKey(pool)) {
      throw SmashedRow.wrong("pool_id", Long.toString(pool), "the number of a pool");
    }
    servers.put(row.number(), new Server(fqdn, pool));
    note(row, fqdn);
  }

  private static String name(String cell) {
    String typed = cell.strip().toLowerCase(Locale.ROOT);
    String name = typed.endsWith(".") ? typed.substring(0, typed.length() - 1) : typed;
    try {
      name = name.chars().allMatch(c -> c < 128) ? name : IDN.toASCII(name);
    } catch (IllegalArgumentException e) {
      name = "";
    }
    if (!name.matches("[a-z0-9_]([a-z0-9_.:-]{0,251}[a-z0-9])?")) {
      throw SmashedRow.wrong("fqdn", cell, "a host name");
    }
    return name;
  }

  private void crypto(SmashedRow row) {
    String symbol = row.text(1).strip().toUpperCase(Locale.ROOT);
    if (!symbol.matches("[A-Z0-9.$@_*+-]{1,32}")) {
      throw SmashedRow.wrong("abbreviation", row.text(1), "a ticker symbol");
    }
    cryptos.put(row.number(), symbol);
    note(row, symbol);
  }

  private void port(SmashedRow row) {
    int port = portNumber(row, 0);
    long server = row.number(1);
    long crypto = row.number(2);
    Server known = server(server);
    String coin = cryptos.get(crypto);
    if (coin == null) {
      throw SmashedRow.wrong("crypto_id", Long.toString(crypto), "the number of a crypto");
    }
    coins.computeIfAbsent(new DeclaredPort(server, port), key -> new ArrayList<>()).add(coin);
    declare(known, port, coin, source + ": ports " + row.number() + since(row));
    note(row, known.fqdn() + ":" + port + " " + coin);
  }

  private String since(SmashedRow row) {
    OptionalLong created = times.checked(row.createdAt());
    return created.isPresent() ? " of " + Instant.ofEpochMilli(created.getAsLong()) : "";
  }

  private void declare(Server server, int port, String coin, String from) {
    withPort.add(server.fqdn());
    Pool pool = pools.get(server.pool());
    services.add(
        new DeclaredService(
            pool.name(), pool.url(), server.fqdn(), port, coin, "", "unknown", "", "", from, ""));
  }

  /** A name without a port is one to be resolved. */
  private void declareName(long number, Server server) {
    if (!withPort.contains(server.fqdn())) {
      declare(server, 0, "", source + ": servers " + number);
    }
  }

  private Server server(long number) {
    Server server = servers.get(number);
    if (server == null) {
      throw SmashedRow.wrong("server_id", Long.toString(number), "the number of a server");
    }
    return server;
  }

  private static int portNumber(SmashedRow row, int column) {
    long port = row.number(column);
    if (port < 1 || port > 65535) {
      throw SmashedRow.wrong(row.table().columns().get(column), row.text(column), "1..65535");
    }
    return (int) port;
  }

  private static IpAddress ip(SmashedRow row, int column) {
    return IpAddress.tryParse(row.text(column).strip())
        .orElseThrow(() -> SmashedRow.wrong("address", row.text(column), "an IP address"));
  }

  private void address(SmashedRow row) {
    IpAddress address = ip(row, 0);
    Server server = server(row.number(1));
    times
        .checked(row.createdAt())
        .ifPresent(time -> names.add(server.fqdn(), address, source, time));
    note(row, server.fqdn() + " " + address);
  }

  private void property(SmashedRow row, Map<Endpoint, Integer> sharing) {
    Server server = server(row.number(0));
    Endpoint endpoint = Endpoint.tcp(ip(row, 1), portNumber(row, 2));
    String protocol = row.text(3).strip().toLowerCase(Locale.ROOT);
    SmashedVerdict.of(protocol, row.number(4), row.text(5));
    int earlier = sharing.merge(endpoint, 1, Integer::sum) - 1;
    long time = row.updatedAt() == SmashedRow.NO_TIME ? row.createdAt() : row.updatedAt();
    properties.put(
        row.number(),
        new Property(
            endpoint,
            server.fqdn(),
            protocol,
            List.copyOf(
                coins.getOrDefault(new DeclaredPort(row.number(0), endpoint.port()), List.of())),
            Math.min(earlier, MOST_SHARING),
            row.number(4),
            row.text(5),
            time));
    note(row, endpoint + " " + protocol + " " + server.fqdn());
  }

  private void note(SmashedRow row, String means) {
    legacyIds.add(
        new LegacyId(row.table().word(), row.number(), means, times.checked(row.createdAt())));
  }

  /** How many rows of a table there were, good and bad. */
  int count(SmashedTable table) {
    return counts.getOrDefault(table, 0);
  }

  Optional<Property> property(long number) {
    return Optional.ofNullable(properties.get(number));
  }

  /** In order of their numbers. */
  Map<Long, Property> properties() {
    return properties;
  }

  List<DeclaredService> services() {
    return services;
  }

  List<LegacyId> legacyIds() {
    return legacyIds;
  }

  /** To which addresses the names pointed when they were resolved. */
  VisitedNames names() {
    return names;
  }
}
