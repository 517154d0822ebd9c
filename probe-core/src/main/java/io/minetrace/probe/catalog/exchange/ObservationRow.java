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
import io.minetrace.probe.TlsFacts;
import io.minetrace.probe.WorkFacts;
import io.minetrace.probe.catalog.Catalog;
import io.minetrace.probe.ledger.LedgerEntry;
import io.minetrace.window.Channel;
import io.minetrace.window.Evidence;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVRecord;

/**
 * A row of {@code observations.csv}, one visit. Times are integer milliseconds since
 * 1970-01-01T00:00Z, enum words are the names of the constants, sets are joined by {@code |},
 * {@code confirms} is 0 or 1; fqdn, protocol, software, the coins, the rule and the source may be
 * empty. {@code coin_rule} names how {@code coin_inferred} was found, and {@code coin_confidence}
 * how firmly; without it, a rule that begins with {@code exact-} ties the work to a chain, and any
 * other only narrows.
 *
 * <p>A file may have the {@link #MORE_COLUMNS} as well, each of which may be empty. The {@code
 * tls_} columns go together: where there is a version, there is a certificate's hash.
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

  /** What a file need not have. */
  static final List<String> MORE_COLUMNS =
      List.of(
          "prober",
          "connected_at",
          "first_byte_at",
          "coin_confidence",
          "algorithm",
          "height",
          "difficulty",
          "block",
          "merged_mining",
          "pool_tag",
          "discovered",
          "tls_version",
          "tls_sni",
          "tls_leaf_sha256",
          "tls_names",
          "tls_not_before",
          "tls_not_after",
          "bytes_sent",
          "bytes_received",
          "transcript_sha256");

  private static final String EXACT = "exact-";
  private static final String COIN = "[A-Za-z0-9.$@_*+-]{1,32}";
  private static final String COINS = "ticker symbols";
  private static final String HASH = "[0-9a-f]{64}";
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
        text(row, "prober", "\\P{Cntrl}{0,64}", "at most 64 characters"),
        startedAt,
        optional(row, "connected_at", startedAt, endedAt),
        optional(row, "first_byte_at", startedAt, endedAt),
        endedAt,
        number(row, "interval_ms", 0, LedgerEntry.MAX_INTERVAL_MILLIS),
        number(row, "confirms", 0, 1) == 1,
        word(row, "reach", Reach.class),
        word(row, "channel", Channel.class),
        word(row, "dialogue", DialogueOutcome.class),
        word(row, "evidence", Evidence.class),
        words(row, "protocol", "[a-z0-9.-]{1,32}", "ids of protocols"),
        row.get("software"),
        words(row, "coin_declared", COIN, COINS),
        finding(row),
        work(row),
        tls(row),
        words(row, "discovered", "[^|\\p{Cntrl}]{1,260}", "host:port"),
        optional(row, "bytes_sent", 0, Long.MAX_VALUE).orElse(0),
        optional(row, "bytes_received", 0, Long.MAX_VALUE).orElse(0),
        Bytes.EMPTY,
        text(row, "transcript_sha256", HASH + "|", "64 hex digits"));
  }

  private static Endpoint endpoint(CSVRecord row) {
    return new Endpoint(
        IpAddress.parse(row.get("address")),
        (int) number(row, "port", 1, 65535),
        TransportProtocol.ofKeyword(row.get("transport")));
  }

  private static CoinFinding finding(CSVRecord row) {
    List<String> coins = words(row, "coin_inferred", COIN, COINS);
    String rule = row.get("coin_rule");
    if (coins.isEmpty()) {
      return CoinFinding.NONE;
    }
    CoinConfidence unsaid = rule.startsWith(EXACT) ? CoinConfidence.EXACT : CoinConfidence.HEIGHT;
    return new CoinFinding(
        coins,
        rule.isEmpty() ? UNNAMED_RULE : rule,
        cell(row, "coin_confidence").isEmpty()
            ? unsaid
            : word(row, "coin_confidence", CoinConfidence.class));
  }

  private static WorkFacts work(CSVRecord row) {
    String difficulty =
        text(row, "difficulty", "|[0-9]{1,18}(\\.[0-9]{1,18})?([eE][+-]?[0-9]{1,2})?", "a number");
    String block = text(row, "block", HASH + "|", "64 hex digits");
    return new WorkFacts(
        text(row, "algorithm", "\\P{Cntrl}{0,64}", "at most 64 characters"),
        optional(row, "height", 0, Long.MAX_VALUE),
        difficulty.isEmpty()
            ? OptionalDouble.empty()
            : OptionalDouble.of(Double.parseDouble(difficulty)),
        block.isEmpty() ? Optional.empty() : Optional.of(block),
        words(row, "merged_mining", "[a-z]{1,16}", "words"),
        text(row, "pool_tag", "\\P{Cntrl}{0,190}", "at most 190 characters"));
  }

  private static Optional<TlsFacts> tls(CSVRecord row) {
    String version = text(row, "tls_version", "[A-Za-z0-9.]{0,16}", "a version");
    if (version.isEmpty()) {
      return Optional.empty();
    }
    String sni = text(row, "tls_sni", "[a-z0-9_.:-]{0,253}", "a host name");
    return Optional.of(
        new TlsFacts(
            version,
            sni.isEmpty() ? Optional.empty() : Optional.of(sni),
            text(row, "tls_leaf_sha256", HASH, "64 hex digits"),
            words(row, "tls_names", "[^|\\p{Cntrl}]{1,300}", "names"),
            optional(row, "tls_not_before", 0, LATEST).orElse(0),
            optional(row, "tls_not_after", 0, LATEST).orElse(0)));
  }

  /** A cell of a column that the file may not have. */
  private static String cell(CSVRecord row, String column) {
    return row.isMapped(column) ? row.get(column) : "";
  }

  private static String text(CSVRecord row, String column, String pattern, String expected) {
    String cell = cell(row, column);
    if (!cell.matches(pattern)) {
      throw problem(column, cell, expected);
    }
    return cell;
  }

  private static OptionalLong optional(CSVRecord row, String column, long from, long to) {
    return cell(row, column).isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(number(row, column, from, to));
  }

  private static List<String> words(CSVRecord row, String column, String pattern, String expected) {
    String cell = cell(row, column);
    if (cell.isEmpty()) {
      return List.of();
    }
    List<String> words = List.of(cell.split("\\|", -1));
    check(
        words.stream().allMatch(word -> word.matches(pattern)),
        row,
        column,
        expected + " joined by '|'");
    return words;
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
