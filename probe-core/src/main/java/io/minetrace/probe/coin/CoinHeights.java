// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.coin;

import io.minetrace.probe.CoinConfidence;
import io.minetrace.probe.CoinFinding;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVRecord;

/**
 * Which chains have about a given height at a given time: every chain grows at its own pace from a
 * block whose date is known. Works offline; cannot tell chains apart that share their past.
 */
public final class CoinHeights {

  /** How far from the straight line a chain may have strayed. */
  private static final double TOLERANCE = 0.03;

  private static final List<Anchor> ANCHORS =
      CoinTables.rows("coin-anchors.csv").stream().map(CoinHeights::anchor).toList();

  private static final Set<String> JUDGED =
      ANCHORS.stream().map(Anchor::symbol).collect(Collectors.toUnmodifiableSet());

  /**
   * @param since when the chain went its own way, milliseconds since 1970-01-01T00:00Z
   * @param minDifficulty below which its blocks have not been for years, and will not be again
   * @param maxDifficulty which they are far from
   */
  private record Anchor(
      String symbol,
      long height,
      long time,
      double blockSeconds,
      Optional<Long> since,
      double minDifficulty,
      double maxDifficulty) {

    /** Whether the chain, at its own height or one of a span above it, could be there. */
    boolean isNear(long candidate, long span, long now) {
      double expected = height + (now - time) / 1000.0 / blockSeconds;
      double allowed = TOLERANCE * expected;
      return candidate <= expected + allowed
          && candidate + span >= expected - allowed
          && since.map(start -> start <= now).orElse(true);
    }
  }

  private CoinHeights() {}

  /**
   * Those of the coins that are about as high.
   *
   * @param among which coins could come into question at all
   * @param now milliseconds since 1970-01-01T00:00Z
   */
  public static CoinFinding near(long height, long now, Collection<String> among) {
    List<String> coins = within(height, 0, now, among);
    return coins.isEmpty()
        ? CoinFinding.NONE
        : new CoinFinding(coins, "height", CoinConfidence.HEIGHT);
  }

  /** Those of the coins whose height is about one of the {@code span + 1} from a height on. */
  static List<String> within(long height, long span, long now, Collection<String> among) {
    return ANCHORS.stream()
        .filter(anchor -> among.contains(anchor.symbol) && anchor.isNear(height, span, now))
        .map(Anchor::symbol)
        .toList();
  }

  /** Those of the coins whose blocks could be that hard; a coin that is not known could always. */
  static List<String> ofDifficulty(double difficulty, Collection<String> among) {
    return among.stream()
        .filter(
            coin ->
                ANCHORS.stream()
                    .filter(anchor -> anchor.symbol.equals(coin))
                    .allMatch(
                        anchor ->
                            anchor.minDifficulty <= difficulty
                                && difficulty <= anchor.maxDifficulty))
        .toList();
  }

  /** Whether the height of a coin's chain can be told at all. */
  static boolean judges(String symbol) {
    return JUDGED.contains(symbol);
  }

  private static Anchor anchor(CSVRecord row) {
    return new Anchor(
        row.get("symbol"),
        Long.parseLong(row.get("height")),
        millis(row.get("date")),
        Double.parseDouble(row.get("block_interval_s")),
        Optional.of(row.get("since")).filter(date -> !date.isEmpty()).map(CoinHeights::millis),
        number(row.get("min_difficulty"), 0),
        number(row.get("max_difficulty"), Double.MAX_VALUE));
  }

  private static double number(String cell, double otherwise) {
    return cell.isEmpty() ? otherwise : Double.parseDouble(cell);
  }

  private static long millis(String date) {
    return LocalDate.parse(date).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
  }
}
