// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.coin;

import io.minetrace.probe.CoinConfidence;
import io.minetrace.probe.CoinFinding;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Which chains have about a given height at a given time: every chain grows at its own pace from a
 * block whose date is known. Works offline; cannot tell chains apart that share their past.
 */
public final class CoinHeights {

  /** How far from the straight line a chain may have strayed. */
  private static final double TOLERANCE = 0.03;

  private static final List<Anchor> ANCHORS = load("coin-anchors.csv");

  private record Anchor(String symbol, long height, long time, double blockSeconds) {

    boolean isNear(long candidate, long now) {
      double expected = height + (now - time) / 1000.0 / blockSeconds;
      return Math.abs(candidate - expected) <= TOLERANCE * expected;
    }
  }

  private CoinHeights() {}

  /**
   * Those of the coins that are about as high.
   *
   * @param among which coins could come into question at all
   * @param now milliseconds since 1970-01-01T00:00Z
   */
  public static CoinFinding near(long height, long now, List<String> among) {
    List<String> coins =
        ANCHORS.stream()
            .filter(anchor -> among.contains(anchor.symbol) && anchor.isNear(height, now))
            .map(Anchor::symbol)
            .toList();
    return coins.isEmpty()
        ? CoinFinding.NONE
        : new CoinFinding(coins, "height", CoinConfidence.HEIGHT);
  }

  private static List<Anchor> load(String resource) {
    try (InputStream in = CoinHeights.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .skip(1)
          .map(line -> anchor(line.split(",", -1)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("resource " + resource, e);
    }
  }

  /** Columns: symbol, height, date, block interval in seconds, event. */
  private static Anchor anchor(String[] fields) {
    return new Anchor(
        fields[0],
        Long.parseLong(fields[1]),
        LocalDate.parse(fields[2]).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli(),
        Double.parseDouble(fields[3]));
  }
}
