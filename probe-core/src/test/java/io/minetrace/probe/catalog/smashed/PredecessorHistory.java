// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.smashed;

import io.minetrace.probe.calibration.ToldHistory;
import io.minetrace.probe.calibration.ToldHistory.Kind;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * The dump of a predecessor that ran for years: some thousand endpoints of 260 pools, swept every
 * three hours, as many rows of history as are asked for. How often which of them is UP is what
 * {@link ToldHistory} was told. The same text for the same number.
 *
 * <p>{@code PredecessorHistory ROWS FILE} writes it.
 */
public final class PredecessorHistory {

  /** Of a day, so that the beginnings of UTC days lie between visits. */
  static final long FIRST_SWEEP = Instant.parse("2021-03-01T12:00:00Z").getEpochSecond();

  private static final int SWEEP_SECONDS = 10_800;
  private static final int SWEEPS_A_DAY = 8;

  /** As many as the predecessor knew, and some more. */
  private static final int ENDPOINTS = 5_200;

  /** Of so many endpoints that follow each other, most are what most servers are. */
  private static final int KINDS = 26;

  /** One in so many is asked for blocks too. */
  private static final int NODES = 3 * KINDS;

  /** One in so many has two names. */
  private static final int TWINS = 4 * KINDS;

  private static final List<Kind> TOLD = List.of(Kind.OFTEN, Kind.SELDOM, Kind.DRIFTING);
  private static final int POOLS = 260;
  private static final int COINS = 60;

  private static final int ROWS_AN_INSERT = 5_000;
  private static final DateTimeFormatter WORDS = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  private static final String[] REASONS_UP = {
    "mining.subscribe => OK (1); ",
    "mining.subscribe => Unknown method! (2); login => OK (1); ",
    "mining.subscribe => Unknown method! (2); login => Unknown method! (2); eth_submitLogin => OK"
        + " (1); ",
  };

  private static final String[] REASONS_NOT = {
    "0,'Destination unreachable - connection failed'",
    "0,'Destination unreachable - connection failed'",
    "0,'CURL error: Operation timed out after 1001 milliseconds with 0 out of 0 bytes received;'",
    "2,'mining.subscribe => Empty response from the server (2); login => Empty response from the"
        + " server (2); '",
  };

  /** A mining property: a row of each of its visits. */
  private record Property(int id, int endpoint, String protocol, int server) {}

  private final int sweeps;
  private final List<Property> properties = new ArrayList<>();
  private final List<ToldHistory> histories = new ArrayList<>();

  /**
   * A history.
   *
   * @param rows of history, about
   * @param endpoints that were visited
   */
  public PredecessorHistory(long rows, int endpoints) {
    double rowsASweep = 0;
    for (int endpoint = 0; endpoint < endpoints; endpoint++) {
      int first = properties.size();
      properties.add(property(endpoint, "stratum", endpoint));
      if (endpoint % NODES == 0) {
        properties.add(property(endpoint, "getblocktemplate", endpoint));
      } else if (endpoint % TWINS == 1) {
        properties.add(property(endpoint, "stratum", endpoints + endpoint));
      }
      int added = properties.size() - first;
      rowsASweep += kind(endpoint).isInEverySweep() ? added : (double) added / SWEEPS_A_DAY;
    }
    sweeps = (int) Math.max(2 * SWEEPS_A_DAY, Math.round(rows / rowsASweep));
    for (int endpoint = 0; endpoint < endpoints; endpoint++) {
      int visits = kind(endpoint).isInEverySweep() ? sweeps : sweeps / SWEEPS_A_DAY + 1;
      histories.add(new ToldHistory(kind(endpoint), endpoint, visits));
    }
  }

  private Property property(int endpoint, String protocol, int server) {
    return new Property(properties.size() + 1, endpoint, protocol, server);
  }

  /** How the endpoint with a number, from 0, is visited. */
  public static Kind kind(int endpoint) {
    int place = endpoint % KINDS;
    if (place < 2) {
      return Kind.OFTEN;
    }
    if (place < 6) {
      return Kind.SELDOM;
    }
    return place < 10 ? Kind.DRIFTING : Kind.STEADY;
  }

  /** The number of the endpoint at an address as {@link #address} gives it. */
  public static int endpoint(String address) {
    String[] octets = address.split("\\.", -1);
    return Integer.parseInt(octets[2]) * 256 + Integer.parseInt(octets[3]);
  }

  private static String address(int endpoint) {
    return "198.18." + endpoint / 256 + "." + endpoint % 256;
  }

  /** Endpoints of which something is told are those of pools of their own. */
  private static int pool(int endpoint) {
    int told = TOLD.indexOf(kind(endpoint));
    return told >= 0 ? told : TOLD.size() + endpoint % (POOLS - TOLD.size());
  }

  private static int port(int endpoint) {
    return endpoint % 6 == 0 ? 443 : 3333 + endpoint % 5 * 1111;
  }

  /** Writes the dump, tables in the order of their names as mysqldump does. */
  public void write(Writer out) throws IOException {
    out.append(PredecessorDatabase.HEAD);
    addresses(out);
    cryptos(out);
    PredecessorDatabase.table(out, "history");
    history(out);
    miningProperties(out);
    pools(out);
    ports(out);
    servers(out);
    out.append(PredecessorDatabase.TAIL);
  }

  private void addresses(Writer out) throws IOException {
    PredecessorDatabase.table(out, "addresses");
    Rows rows = new Rows(out, "addresses");
    for (Property property : properties) {
      if (!property.protocol().equals("getblocktemplate")) {
        rows.row("'" + address(property.endpoint()) + "'," + (property.server() + 1) + created());
      }
    }
    rows.end();
  }

  private static void cryptos(Writer out) throws IOException {
    PredecessorDatabase.table(out, "cryptos");
    Rows rows = new Rows(out, "cryptos");
    for (int coin = 0; coin < COINS; coin++) {
      rows.row("'Coin " + coin + "','C" + coin + "',NULL" + created());
    }
    rows.end();
  }

  private static void pools(Writer out) throws IOException {
    PredecessorDatabase.table(out, "pools");
    Rows rows = new Rows(out, "pools");
    for (int pool = 0; pool < POOLS; pool++) {
      String name = pool < TOLD.size() ? TOLD.get(pool).name() : "Pool " + pool;
      rows.row("'" + name + "','https://pool" + pool + ".test'" + created());
    }
    rows.end();
  }

  private void ports(Writer out) throws IOException {
    PredecessorDatabase.table(out, "ports");
    Rows rows = new Rows(out, "ports");
    for (Property property : properties) {
      if (!property.protocol().equals("getblocktemplate")) {
        rows.row(
            port(property.endpoint())
                + ","
                + (property.server() + 1)
                + ","
                + (property.endpoint() % COINS + 1)
                + created());
      }
    }
    rows.end();
  }

  private void servers(Writer out) throws IOException {
    PredecessorDatabase.table(out, "servers");
    out.append("INSERT INTO `servers` VALUES ");
    String separator = "";
    for (Property property : properties) {
      if (!property.protocol().equals("getblocktemplate")) {
        int pool = pool(property.endpoint());
        out.append(separator)
            .append("(" + (property.server() + 1) + ",'s" + property.server() + ".pool" + pool)
            .append(".test'," + (pool + 1) + created() + ")");
        separator = ",";
      }
    }
    out.append(";\n");
  }

  private void miningProperties(Writer out) throws IOException {
    PredecessorDatabase.table(out, "miningProperties");
    Rows rows = new Rows(out, "miningProperties");
    for (Property property : properties) {
      int last = lastSweep(property);
      rows.row(
          (property.server() + 1)
              + ",'"
              + address(property.endpoint())
              + "',"
              + port(property.endpoint())
              + ",'"
              + property.protocol()
              + "',"
              + answer(property, last)
              + ",'2021-02-28 09:00:00','"
              + words(time(property, last))
              + "'");
    }
    rows.end();
  }

  private int lastSweep(Property property) {
    return kind(property.endpoint()).isInEverySweep()
        ? sweeps - 1
        : (sweeps - 1) / SWEEPS_A_DAY * SWEEPS_A_DAY;
  }

  private void history(Writer out) throws IOException {
    Rows rows = new Rows(out, "history");
    for (int sweep = 0; sweep < sweeps; sweep++) {
      for (Property property : properties) {
        if (kind(property.endpoint()).isInEverySweep() || sweep % SWEEPS_A_DAY == 0) {
          String time = words(time(property, sweep));
          rows.row(property.id() + "," + answer(property, sweep) + ",'" + time + "',NULL");
        }
      }
    }
    rows.end();
  }

  /** A sweep takes nine minutes, and visits each endpoint after the same part of them. */
  private static long time(Property property, int sweep) {
    return FIRST_SWEEP + (long) sweep * SWEEP_SECONDS + property.endpoint() / 10;
  }

  private static String words(long seconds) {
    return WORDS.format(LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC));
  }

  private String answer(Property property, int sweep) {
    if (!property.protocol().equals("stratum")) {
      return "0,'Not implemented'";
    }
    int endpoint = property.endpoint();
    int visit = kind(endpoint).isInEverySweep() ? sweep : sweep / SWEEPS_A_DAY;
    if (histories.get(endpoint).isUp(visit)) {
      return "1,'" + REASONS_UP[endpoint % REASONS_UP.length] + "'";
    }
    return REASONS_NOT[(endpoint + visit / ToldHistory.SCRIPTED) % REASONS_NOT.length];
  }

  private static String created() {
    return ",'2021-02-28 09:00:00',NULL";
  }

  /** Rows of a table, numbered, so many an INSERT. */
  private static final class Rows {

    private final Writer out;
    private final String table;
    private long count;

    Rows(Writer out, String table) {
      this.out = out;
      this.table = table;
    }

    void row(String cells) throws IOException {
      boolean first = count % ROWS_AN_INSERT == 0;
      if (first) {
        out.append(count == 0 ? "" : ";\n").append("INSERT INTO `" + table + "` VALUES ");
      }
      count++;
      out.append(first ? "(" : ",(")
          .append(Long.toString(count))
          .append(',')
          .append(cells)
          .append(')');
    }

    void end() throws IOException {
      out.append(count == 0 ? "" : ";\n");
    }
  }

  public static void main(String[] arguments) throws IOException {
    try (BufferedWriter out =
        Files.newBufferedWriter(Path.of(arguments[1]), StandardCharsets.UTF_8)) {
      new PredecessorHistory(Long.parseLong(arguments[0]), ENDPOINTS).write(out);
    }
  }
}
