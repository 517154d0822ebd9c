// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import io.minetrace.match.Activity;
import io.minetrace.match.Confidence;
import io.minetrace.window.CoinBasis;
import java.util.List;

/**
 * What rows come to, of one host, one service, one session: counters are summed, sets united,
 * confidence, score and activity are the best. Rows come in {@link ResultRow#ORDER}. Used by one
 * thread.
 */
public final class MiningTally {

  private static final String NODE_REASON = "NODE";

  /** What a node is called, which has no pool. */
  public static final String NODE_LABEL = "node with getblocktemplate";

  /** Where a row of a node is counted. */
  private static final List<String> NODE = List.of(NODE_LABEL);

  private static final List<String> UNNAMED = List.of("unnamed service");

  private long firstSeen = Long.MAX_VALUE;
  private long lastSeen = Long.MIN_VALUE;
  private long coveredTo = Long.MIN_VALUE;
  private long activeMillis;
  private long flows;
  private long attempts;
  private long confirmed;
  private long confirmedBeyond;
  private long likely;
  private long nodes;
  private long octets;
  private long packets;
  private long sessions;
  private int score;
  private Confidence confidence = Confidence.POSSIBLE;
  private Activity activity = Activity.UNKNOWN;
  private CoinBasis coinBasis = CoinBasis.OBSERVED;
  private final WordSet labels = new WordSet();
  private final WordSet attributions = new WordSet();
  private final WordSet coins = new WordSet();
  private final WordSet fqdns = new WordSet();
  private final WordSet reasons = new WordSet();

  MiningTally() {}

  void add(ResultRow row, TextSets sets) {
    long a = row.number(ResultColumn.FLOW_START);
    long b = row.number(ResultColumn.FLOW_END);
    long from = Math.min(a, b);
    long to = Math.max(a, b);
    firstSeen = Math.min(firstSeen, from);
    lastSeen = Math.max(lastSeen, to);
    // Overlaps count once.
    activeMillis += Math.max(0, to - Math.max(from, coveredTo));
    coveredTo = Math.max(coveredTo, to);
    flows++;
    octets = Counters.sum(octets, octets(row));
    packets =
        Counters.sum(
            packets,
            Counters.sum(
                optional(row, ResultColumn.PACKET_DELTA_COUNT),
                optional(row, ResultColumn.REVERSE_PACKET_DELTA_COUNT)));
    score = (int) Math.max(score, row.number(ResultColumn.MINING_SCORE));
    Confidence rowConfidence = Confidence.valueOf(row.text(ResultColumn.MINING_CONFIDENCE));
    if (rowConfidence.compareTo(confidence) > 0) {
      confidence = rowConfidence;
    }
    likely += rowConfidence == Confidence.LIKELY ? 1 : 0;
    if (rowConfidence == Confidence.CONFIRMED) {
      confirmed++;
      boolean beyond =
          from < row.number(ResultColumn.WINDOW_FIRST_UP)
              || to > row.number(ResultColumn.WINDOW_LAST_UP);
      confirmedBeyond += beyond ? 1 : 0;
    }
    nodes += row.texts(ResultColumn.MINING_REASONS).contains(NODE_REASON) ? 1 : 0;
    // In the order of the enum, the first is the strongest.
    Activity rowActivity = Activity.valueOf(row.text(ResultColumn.MINING_ACTIVITY));
    if (rowActivity.compareTo(activity) < 0) {
      activity = rowActivity;
    }
    attempts += rowActivity == Activity.REFUSED || rowActivity == Activity.ATTEMPTED ? 1 : 0;
    // And of the basis the last is the weakest, which is what holds for the coins together.
    CoinBasis rowBasis = CoinBasis.ofWord(row.text(ResultColumn.COIN_BASIS));
    if (rowBasis.compareTo(coinBasis) > 0) {
      coinBasis = rowBasis;
    }
    List<String> rowLabels = labels(row);
    labels.add(rowLabels, sets);
    attributions.add(sets.oneOf(rowLabels), sets);
    coins.add(row.texts(ResultColumn.MINING_COINS), sets);
    fqdns.add(row.texts(ResultColumn.MINING_FQDNS), sets);
    reasons.add(row.texts(ResultColumn.MINING_REASONS), sets);
  }

  /** One more session of it has begun. */
  void addSession() {
    sessions++;
  }

  /** Octets of a row, both ways, as exported. */
  static long octets(ResultRow row) {
    return Counters.sum(
        optional(row, ResultColumn.OCTET_DELTA_COUNT),
        optional(row, ResultColumn.REVERSE_OCTET_DELTA_COUNT));
  }

  private static long optional(ResultRow row, ResultColumn column) {
    return row.value(column).map(Long.class::cast).orElse(0L);
  }

  /** The pools of a row, or what its service is instead. */
  public static List<String> labels(ResultRow row) {
    if (row.texts(ResultColumn.MINING_REASONS).contains(NODE_REASON)) {
      return NODE;
    }
    List<String> pools = row.texts(ResultColumn.MINING_POOLS);
    return pools.isEmpty() ? UNNAMED : pools;
  }

  /** Milliseconds. */
  public long firstSeen() {
    return firstSeen;
  }

  /** Milliseconds. */
  public long lastSeen() {
    return lastSeen;
  }

  /** The time covered by flows, overlaps counted once. */
  public long activeMillis() {
    return activeMillis;
  }

  /** Records. */
  public long flows() {
    return flows;
  }

  /** Records that are CONFIRMED. */
  public long confirmed() {
    return confirmed;
  }

  /** Those of them whose flow reaches beyond the first or the last UP of its window. */
  long confirmedBeyond() {
    return confirmedBeyond;
  }

  /** Records that are LIKELY. */
  public long likely() {
    return likely;
  }

  /** Records to or from nodes. */
  long nodes() {
    return nodes;
  }

  /** As exported, never scaled by a sampling rate. */
  public long octets() {
    return octets;
  }

  /** As exported. */
  public long packets() {
    return packets;
  }

  public long sessions() {
    return sessions;
  }

  /** The best, 0 to 100. */
  public int score() {
    return score;
  }

  /** The best. */
  public Confidence confidence() {
    return confidence;
  }

  /** The best. */
  public Activity activity() {
    return activity;
  }

  /** Whether each of the flows was refused or not answered. */
  public boolean attemptedOnly() {
    return attempts == flows;
  }

  /** The weakest. */
  public CoinBasis coinBasis() {
    return coinBasis;
  }

  /** The pools, or what the services are instead, sorted. */
  public List<String> labels() {
    return labels.words();
  }

  /** The same, those together that cannot be told apart in a row. */
  public List<List<String>> attributions() {
    return attributions.words().stream().map(TextSets::words).toList();
  }

  public List<String> coins() {
    return coins.words();
  }

  public List<String> fqdns() {
    return fqdns.words();
  }

  public List<String> reasons() {
    return reasons.words();
  }
}
