// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.calibration;

import io.minetrace.match.Situation;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;

/**
 * Answers of endpoints of which it is told how often each situation finds them UP. The same ones
 * for the same numbers, in any order asked.
 */
public final class ToldHistory {

  /** Every so many visits follow a script; how likely those between are UP hangs on it. */
  public static final int SCRIPTED = 8;

  private static final double[] MARGIN = {0.83, 0.71, 0.56, 0.41};
  private static final double IN_WINDOW = 0.97;
  private static final double BRIDGED = 0.80;
  private static final double GAP_BETWEEN_UPS = 0.95;
  private static final double OTHERWISE = 0.02;
  private static final double[] GAP_ONE_SIDE = {0.76, 0.57, 0.36};

  private static final double STAYS = 0.96;
  private static final double COMES_BACK = 0.10;

  /** How an endpoint is visited, and what its answers hang on. */
  public enum Kind {
    /** In every sweep: what lies in windows, holes and margins is told. */
    OFTEN,
    /** Once a day, though every sweep was planned: gaps are told. */
    SELDOM,
    /** Once a day, and UP as often as it was UP a day before: open ends are told. */
    DRIFTING
  }

  /**
   * A share that was told.
   *
   * @param bucket as the matcher counts them
   */
  public record Told(Kind kind, Situation situation, int bucket, double ups) {}

  private final Kind kind;
  private final long seed;
  private final BitSet script;
  private final BitSet drift;

  /**
   * @param visits how many answers will be asked for
   */
  public ToldHistory(Kind kind, long number, int visits) {
    this.kind = kind;
    this.seed = mixed(number + 1);
    Random random = new Random(seed);
    this.script = kind == Kind.DRIFTING ? new BitSet() : script(random, visits / SCRIPTED + 4);
    this.drift = kind == Kind.DRIFTING ? drift(random, visits) : new BitSet();
  }

  /** What was told, for all kinds. */
  public static List<Told> told() {
    List<Told> told = new ArrayList<>();
    told.add(new Told(Kind.OFTEN, Situation.IN_WINDOW, 0, IN_WINDOW));
    told.add(new Told(Kind.OFTEN, Situation.BRIDGED_MISS, 0, BRIDGED));
    for (int quarter = 0; quarter < MARGIN.length; quarter++) {
      told.add(new Told(Kind.OFTEN, Situation.MARGIN_CLOSED, quarter, MARGIN[quarter]));
    }
    told.add(new Told(Kind.SELDOM, Situation.GAP_BETWEEN_UPS, 0, GAP_BETWEEN_UPS));
    for (int i = 0; i < GAP_ONE_SIDE.length; i++) {
      told.add(new Told(Kind.SELDOM, Situation.GAP_ONE_SIDE, i + 2, GAP_ONE_SIDE[i]));
    }
    int[] days = {1, 2, 4, 7, 14};
    for (int i = 0; i < days.length; i++) {
      int from = i == 0 ? 1 : days[i - 1] + 1;
      told.add(new Told(Kind.DRIFTING, Situation.OPEN_END, i + 1, afterDays(from, days[i])));
    }
    return told;
  }

  /** How likely an endpoint is UP so many days after it was, on the mean. */
  private static double afterDays(int from, int to) {
    double lasting = COMES_BACK / (1 - STAYS + COMES_BACK);
    double sum = 0;
    for (int day = from; day <= to; day++) {
      sum += lasting + (1 - lasting) * Math.pow(STAYS - COMES_BACK, day);
    }
    return sum / (to - from + 1);
  }

  /** Whether the endpoint is UP at its n-th visit. */
  public boolean isUp(int visit) {
    if (kind == Kind.DRIFTING) {
      return drift.get(visit);
    }
    int kept = visit / SCRIPTED;
    int between = visit % SCRIPTED;
    if (between == 0) {
      return script.get(kept);
    }
    // 53 bits of a hash: what a visit comes to does not hang on which were asked for before.
    return (mixed(seed + visit) >>> 11) * 0x1.0p-53 < told(kept, between);
  }

  private double told(int before, int between) {
    boolean up = script.get(before);
    boolean next = script.get(before + 1);
    boolean seldom = kind == Kind.SELDOM;
    if (up && next) {
      return seldom ? GAP_BETWEEN_UPS : IN_WINDOW;
    }
    if (!up && !next) {
      return OTHERWISE;
    }
    boolean single = up ? script.get(before + 2) : before > 0 && script.get(before - 1);
    if (single && !seldom) {
      return BRIDGED;
    }
    int fromEdge = up ? between : SCRIPTED - between;
    if (!seldom) {
      return MARGIN[(fromEdge + 1) / 2 - 1];
    }
    // In days, with an interval of one: the margin's end, then the gap.
    return switch (fromEdge) {
      case 1 -> MARGIN[3];
      case 2 -> GAP_ONE_SIDE[0];
      case 3, 4 -> GAP_ONE_SIDE[1];
      default -> GAP_ONE_SIDE[2];
    };
  }

  /** Runs of UP and DOWN. The first is UP, so that nothing before it is open. */
  private static BitSet script(Random random, int length) {
    BitSet script = new BitSet(length);
    int place = 0;
    while (place < length) {
      int ups = 3 + random.nextInt(3);
      script.set(place, place + ups);
      place += ups + 1 + random.nextInt(3);
    }
    return script;
  }

  private static BitSet drift(Random random, int visits) {
    BitSet drift = new BitSet(visits);
    boolean up = random.nextDouble() < COMES_BACK / (1 - STAYS + COMES_BACK);
    for (int visit = 0; visit < visits; visit++) {
      drift.set(visit, up);
      up = random.nextDouble() < (up ? STAYS : COMES_BACK);
    }
    return drift;
  }

  /** Steele's SplitMix64: neighbouring numbers give unlike ones. */
  private static long mixed(long number) {
    long z = number * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
