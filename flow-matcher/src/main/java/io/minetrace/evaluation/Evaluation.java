// SPDX-License-Identifier: Apache-2.0
package io.minetrace.evaluation;

import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowColumn;
import io.minetrace.match.Confidence;
import io.minetrace.match.FlowRecord;
import io.minetrace.match.Match;
import io.minetrace.match.Matcher;
import io.minetrace.match.Reason;
import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import io.minetrace.window.TimeSpan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Compares the matches of flows with what is known of these flows. A flow that no row of the truth
 * fits, or that has no times, is counted and judged by nothing. Addresses and ports are compared as
 * exported, before translation. Used by one thread.
 */
public final class Evaluation {

  /**
   * Rows that are looked at together; ports change places among so many. Twenty megabytes of
   * columns.
   */
  static final int BLOCK = 1 << 16;

  /** What a matched flow is called that names no pool, or no coin. */
  public static final String UNNAMED = "(none named)";

  private record Contact(IpAddress client, Endpoint service) {}

  /** How much of what is claimed is named as it was. */
  private static final class Named {
    private Share exactly = Share.NONE;
    private Share among = Share.NONE;

    void add(List<String> claimed, List<String> so) {
      if (!so.isEmpty()) {
        exactly = exactly.and(claimed.equals(so));
        among = among.and(claimed.containsAll(so));
      }
    }
  }

  private final Matcher matcher;
  private final Truth truth;
  private final Optional<TimeSpan> wanted;
  private final List<Control> controls;
  private final long seed;

  private final FlowBatch block = new FlowBatch(BLOCK);
  private final FlowBatch changed = new FlowBatch(BLOCK);
  private String input = "";
  private long blockNumber;

  private long flows;
  private long unfitted;
  private long unfittedMatched;
  private long timeless;
  private final ClaimCounts judged = new ClaimCounts();
  private final ClaimCounts unshared = new ClaimCounts();
  private final PartyCounts<Contact> contacts = new PartyCounts<>();
  private final PartyCounts<IpAddress> hosts = new PartyCounts<>();
  private final PartyCounts<IpAddress> unsharedHosts = new PartyCounts<>();
  private final NameCounts pools = new NameCounts();
  private final NameCounts coins = new NameCounts();
  private final NameCounts ports = new NameCounts();
  private final Named poolNames = new Named();
  private final Named coinNames = new Named();
  private final long[] matches = new long[Confidence.values().length];
  private final Map<Control, long[]> controlMatches = new LinkedHashMap<>();

  /**
   * @param wanted flows outside of this span are left out
   * @param seed of what the controls draw
   */
  public Evaluation(
      Matcher matcher, Truth truth, Optional<TimeSpan> wanted, List<Control> controls, long seed) {
    this.matcher = matcher;
    this.truth = truth;
    this.wanted = wanted;
    this.controls = List.copyOf(controls);
    this.seed = seed;
    this.controls.forEach(
        control -> controlMatches.put(control, new long[Confidence.values().length]));
  }

  /**
   * Adds flows; they are copied.
   *
   * @param inputFile the id of the input that they are from, whose flows come one after the other
   */
  public void add(FlowBatch batch, String inputFile) throws IOException {
    if (!inputFile.equals(input)) {
      finish();
      input = inputFile;
      blockNumber = 0;
    }
    int done = 0;
    while (done < batch.rows()) {
      int count = Math.min(batch.rows() - done, BLOCK - block.rows());
      copy(batch, done, block, count);
      done += count;
      if (block.isFull()) {
        finish();
      }
    }
  }

  private static void copy(FlowBatch from, int first, FlowBatch to, int count) {
    int row = to.append(count);
    for (FlowColumn column : FlowColumn.values()) {
      switch (column.type()) {
        case INT -> System.arraycopy(from.ints(column), first, to.ints(column), row, count);
        case LONG, TIMESTAMP ->
            System.arraycopy(from.longs(column), first, to.longs(column), row, count);
        case ADDRESS -> {
          System.arraycopy(from.high(column), first, to.high(column), row, count);
          System.arraycopy(from.low(column), first, to.low(column), row, count);
        }
      }
    }
  }

  /** Judges what was added so far: to be called before anything is asked. */
  public void finish() throws IOException {
    if (block.rows() == 0) {
      return;
    }
    // A match tells its row by this.
    long[] ordinals = block.longs(FlowColumn.RECORD_ORDINAL);
    Arrays.setAll(ordinals, row -> row);
    boolean[] left = leftOut();
    Match[] found = new Match[block.rows()];
    matcher.match(block, match -> found[(int) match.flow().recordOrdinal()] = match);
    for (int row = 0; row < block.rows(); row++) {
      if (!left[row]) {
        judge(row, Optional.ofNullable(found[row]));
      }
    }
    for (Control control : controls) {
      changed.clear();
      copy(block, 0, changed, block.rows());
      // Mixed, for neighbouring seeds give like numbers; the same whatever inputs came before.
      control.apply(
          changed,
          new SplittableRandom(
              new SplittableRandom(seed).nextLong()
                  ^ (input + "|" + blockNumber).hashCode() * 0x9E3779B97F4A7C15L));
      long[] counts = controlMatches.get(control);
      matcher.match(
          changed,
          match -> {
            if (!left[(int) match.flow().recordOrdinal()]) {
              counts[match.confidence().ordinal()]++;
            }
          });
    }
    block.clear();
    blockNumber++;
  }

  private boolean[] leftOut() {
    boolean[] left = new boolean[block.rows()];
    for (int row = 0; row < left.length; row++) {
      left[row] =
          !FlowRecord.isTimeless(block, row)
              && wanted.isPresent()
              && !wanted.get().touches(Matcher.flowSpan(block, row));
    }
    return left;
  }

  private void judge(int row, Optional<Match> match) {
    flows++;
    match.ifPresent(m -> matches[m.confidence().ordinal()]++);
    if (FlowRecord.isTimeless(block, row)) {
      timeless++;
      return;
    }
    int protocol = block.ints(FlowColumn.PROTOCOL_IDENTIFIER)[row];
    Optional<Truth.Finding> finding =
        truth.of(
            block.address(FlowColumn.SOURCE_IP_ADDRESS, row),
            block.ints(FlowColumn.SOURCE_TRANSPORT_PORT)[row],
            block.address(FlowColumn.DESTINATION_IP_ADDRESS, row),
            block.ints(FlowColumn.DESTINATION_TRANSPORT_PORT)[row],
            protocol,
            Matcher.flowSpan(block, row));
    if (finding.isEmpty()) {
      unfitted++;
      unfittedMatched += match.isPresent() ? 1 : 0;
      return;
    }
    judge(finding.get(), protocol, match);
  }

  private void judge(Truth.Finding finding, int protocol, Optional<Match> match) {
    Label label = finding.row().label();
    if (label == Label.MINING) {
      IpAddress client = match.map(Match::client).orElse(finding.client());
      hosts.addMining(client);
      unsharedHosts.addMining(client);
      match
          .map(Match::pool)
          .or(() -> finding.service(protocol))
          .ifPresent(service -> contacts.addMining(new Contact(client, service)));
    }
    if (match.isPresent()) {
      addClaim(match.get(), finding.row());
    } else {
      judged.addUnclaimed(label);
      unshared.addUnclaimed(label);
    }
    pools.add(label, match.map(m -> orUnnamed(m.pools())).orElse(List.of()), finding.row().pools());
    coins.add(label, match.map(m -> orUnnamed(m.coins())).orElse(List.of()), finding.row().coins());
    ports.add(
        label,
        match.map(m -> List.of(Integer.toString(m.pool().port()))).orElse(List.of()),
        List.of(Integer.toString(finding.port())));
  }

  private void addClaim(Match match, TruthRow row) {
    Label label = row.label();
    judged.addClaimed(label, match.confidence(), match.score());
    hosts.addClaim(match.client(), label, match.confidence(), match.score());
    if (match.reasons().contains(Reason.SHARED_ADDRESS)) {
      unshared.addUnclaimed(label);
    } else {
      unshared.addClaimed(label, match.confidence(), match.score());
      unsharedHosts.addClaim(match.client(), label, match.confidence(), match.score());
    }
    contacts.addClaim(
        new Contact(match.client(), match.pool()), label, match.confidence(), match.score());
    if (label == Label.MINING) {
      poolNames.add(match.pools(), row.pools());
      coinNames.add(match.coins(), row.coins());
    }
  }

  private static List<String> orUnnamed(List<String> names) {
    return names.isEmpty() ? List.of(UNNAMED) : names;
  }

  /** Flows that were looked at. */
  public long flows() {
    return flows;
  }

  /** Flows that no row of the truth fits. */
  public long unfitted() {
    return unfitted;
  }

  /** Those of them that match all the same. */
  public long unfittedMatched() {
    return unfittedMatched;
  }

  /** Flows without times, of which no truth with times can say anything. */
  public long timeless() {
    return timeless;
  }

  /** The flows that the truth says something of. */
  public ClaimCounts judged() {
    return judged;
  }

  /** These flows, when matches with SHARED_ADDRESS are not believed. */
  public ClaimCounts unshared() {
    return unshared;
  }

  /** The hosts, likewise. */
  public ClaimCounts unsharedHosts() {
    return unsharedHosts.counts();
  }

  /** The pairs of host and service of these flows. */
  public ClaimCounts contacts() {
    return contacts.counts();
  }

  /** The hosts of these flows. */
  public ClaimCounts hosts() {
    return hosts.counts();
  }

  /** Flows by the pool, where the truth names it or says that there was none. */
  public Map<String, Confusion> byPool() {
    return pools.confusions();
  }

  /** Flows by the coin, likewise. */
  public Map<String, Confusion> byCoin() {
    return coins.confusions();
  }

  /** Flows by the service's port. */
  public Map<String, Confusion> byPort() {
    return ports.confusions();
  }

  /** Of matched mining flows whose pools are known, how many name just these. */
  public Share poolsExactly() {
    return poolNames.exactly;
  }

  /** How many name these, and perhaps others. */
  public Share poolsAmong() {
    return poolNames.among;
  }

  /** Of matched mining flows whose coins are known, how many name just these. */
  public Share coinsExactly() {
    return coinNames.exactly;
  }

  /** How many name these, and perhaps others. */
  public Share coinsAmong() {
    return coinNames.among;
  }

  /** Matches of this confidence, whatever the truth says of their flows. */
  public long matches(Confidence confidence) {
    return matches[confidence.ordinal()];
  }

  /** The negative controls. */
  public List<Control> controls() {
    return new ArrayList<>(controlMatches.keySet());
  }

  /** Matches of this confidence that the flows have after a control changed them. */
  public long matches(Control control, Confidence confidence) {
    return controlMatches.get(control)[confidence.ordinal()];
  }
}
