// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.exchange;

import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import io.minetrace.net.TransportProtocol;
import io.minetrace.probe.Bytes;
import io.minetrace.probe.CoinConfidence;
import io.minetrace.probe.CoinFinding;
import io.minetrace.probe.DialogueOutcome;
import io.minetrace.probe.Observation;
import io.minetrace.probe.Reach;
import io.minetrace.probe.WorkFacts;
import io.minetrace.probe.catalog.Catalog;
import io.minetrace.probe.ledger.LedgerEntry;
import io.minetrace.window.Channel;
import io.minetrace.window.Evidence;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVRecord;

/**
 * A row of {@code observations.csv}, one visit. Times are integer milliseconds since
 * 1970-01-01T00:00Z, enum words are the names of the constants, sets are joined by {@code |},
 * {@code confirms} is 0 or 1; fqdn, protocol, software, the coins, the rule and the source may be
 * empty. {@code coin_rule} names how {@code coin_inferred} was found; one that begins with {@code
 * exact-} ties the work to a chain, any other only narrows.
 */
final class ObservationRow {

  static final List<String> COLUMNS =
      List.of(
          "vantage",
          "address",
          "port",
          "transport",
          "fqdn",
          "started_at",
          "ended_at",
          "interval_ms",
          "confirms",
          "reach",
          "channel",
          "dialogue",
          "evidence",
          "protocol",
          "software",
          "coin_declared",
          "coin_inferred",
          "coin_rule",
          "source");

  private static final String EXACT = "exact-";
  private static final String UNNAMED_RULE = "imported";

  /** The year 2500: beyond it a time is a mistake, most likely of its unit. */
  private static final long LATEST = 16_725_225_600_000L;

  private ObservationRow() {}

  /**
   * The observation of a row.
   *
   * @throws IllegalArgumentException naming the column, what it holds and what was expected
   */
  static Observation parse(CSVRecord row) {
    long startedAt = number(row, "started_at", 0, LATEST);
    long endedAt = number(row, "ended_at", startedAt, startedAt + Catalog.LONGEST_VISIT_MILLIS);
    String fqdn = row.get("fqdn").toLowerCase(Locale.ROOT);
    check(fqdn.matches("[a-z0-9_.:-]{0,253}"), row, "fqdn", "a host name");
    check(row.get("vantage").matches("\\P{Cntrl}{1,190}"), row, "vantage", "1 to 190 characters");
    return new Observation(
        endpoint(row),
        fqdn.isEmpty() ? Optional.empty() : Optional.of(fqdn),
        row.get("vantage"),
        "",
        startedAt,
        OptionalLong.empty(),
        OptionalLong.empty(),
        endedAt,
        number(row, "interval_ms", 0, LedgerEntry.MAX_INTERVAL_MILLIS),
        number(row, "confirms", 0, 1) == 1,
        word(row, "reach", Reach.class),
        word(row, "channel", Channel.class),
        word(row, "dialogue", DialogueOutcome.class),
        word(row, "evidence", Evidence.class),
        protocols(row),
        row.get("software"),
        coins(row, "coin_declared"),
        finding(row),
        WorkFacts.NONE,
        Optional.empty(),
        List.of(),
        0,
        0,
        Bytes.EMPTY,
        "");
  }

  private static Endpoint endpoint(CSVRecord row) {
    return new Endpoint(
        IpAddress.parse(row.get("address")),
        (int) number(row, "port", 1, 65535),
        TransportProtocol.ofKeyword(row.get("transport")));
  }

  private static List<String> protocols(CSVRecord row) {
    String cell = row.get("protocol");
    check(
        cell.isEmpty() || cell.matches("[a-z0-9.-]{1,32}(\\|[a-z0-9.-]{1,32})*"),
        row,
        "protocol",
        "ids of protocols joined by '|'");
    return cell.isEmpty() ? List.of() : List.of(cell.split("\\|", -1));
  }

  private static CoinFinding finding(CSVRecord row) {
    List<String> coins = coins(row, "coin_inferred");
    String rule = row.get("coin_rule");
    if (coins.isEmpty()) {
      return CoinFinding.NONE;
    }
    return new CoinFinding(
        coins,
        rule.isEmpty() ? UNNAMED_RULE : rule,
        rule.startsWith(EXACT) ? CoinConfidence.EXACT : CoinConfidence.HEIGHT);
  }

  private static List<String> coins(CSVRecord row, String column) {
    String cell = row.get(column);
    if (cell.isEmpty()) {
      return List.of();
    }
    List<String> coins = List.of(cell.split("\\|", -1));
    check(
        coins.stream().allMatch(coin -> coin.matches("[A-Za-z0-9.$@_*+-]{1,32}")),
        row,
        column,
        "ticker symbols joined by '|'");
    return coins;
  }

  private static long number(CSVRecord row, String column, long from, long to) {
    String cell = row.get(column);
    if (cell.matches("[0-9]{1,18}")) {
      long value = Long.parseLong(cell);
      if (from <= value && value <= to) {
        return value;
      }
    }
    throw problem(column, cell, from + ".." + to);
  }

  private static <E extends Enum<E>> E word(CSVRecord row, String column, Class<E> type) {
    String cell = row.get(column);
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.name().equals(cell))
        .findFirst()
        .orElseThrow(
            () ->
                problem(
                    column,
                    cell,
                    Arrays.stream(type.getEnumConstants())
                        .map(Enum::name)
                        .collect(Collectors.joining(", "))));
  }

  private static void check(boolean holds, CSVRecord row, String column, String expected) {
    if (!holds) {
      throw problem(column, row.get(column), expected);
    }
  }

  private static IllegalArgumentException problem(String column, String found, String expected) {
    return new IllegalArgumentException(column + ": '" + found + "' (expected: " + expected + ")");
  }
}
