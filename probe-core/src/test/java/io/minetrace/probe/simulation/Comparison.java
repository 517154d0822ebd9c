// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.simulation;

import io.minetrace.evaluation.ClaimCounts;
import io.minetrace.evaluation.Confusion;
import io.minetrace.evaluation.Evaluation;
import io.minetrace.evaluation.Label;
import io.minetrace.evaluation.Share;
import io.minetrace.evaluation.Truth;
import io.minetrace.evaluation.TruthFile;
import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowColumn;
import io.minetrace.flow.FlowReader;
import io.minetrace.format.FlowFile;
import io.minetrace.match.Confidence;
import io.minetrace.match.MatchOptions;
import io.minetrace.match.Matcher;
import io.minetrace.net.IpAddress;
import io.minetrace.window.TimeSpan;
import io.minetrace.window.WindowSnapshot;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Windows and undated lists on the same flows, judged by the same truth.
 *
 * <p>At equal recall: a match has a score, so windows are believed down to the greatest score at
 * which they find as much as the list. A list has nothing of the kind: where it finds more than all
 * matches, it is thinned at random to what these find, which leaves its precision as it is.
 */
final class Comparison {

  private static final int TENFOLD = 10;
  private static final int GREATEST_SCORE = 100;

  /** What a list comes to. */
  private static final class Tally {
    private final UndatedList list;
    private long right;
    private long wrong;
    private long missed;
    private long apart;
    private final Set<IpAddress> named = new HashSet<>();

    Tally(UndatedList list) {
      this.list = list;
    }

    void addClaimed(Label label, IpAddress host) {
      switch (label) {
        case MINING -> right++;
        case NOT -> wrong++;
        case APART -> apart++;
      }
      if (label != Label.APART) {
        named.add(host);
      }
    }

    void addUnclaimed(Label label) {
      missed += label == Label.MINING ? 1 : 0;
    }

    /** Of the hosts that it names. */
    Confusion hosts(Set<IpAddress> miners) {
      long right = named.stream().filter(miners::contains).count();
      return new Confusion(right, named.size() - right, miners.size() - right);
    }

    Confusion counts() {
      return new Confusion(right, wrong, missed);
    }
  }

  /**
   * A row of the table.
   *
   * @param counts of flows
   * @param hosts named by at least one of these
   * @param apart attempts in vain that it finds, of all
   * @param atItsRecall what windows come to at this recall; empty for windows themselves
   */
  record Row(
      String name,
      Confusion counts,
      Confusion hosts,
      Share apart,
      Optional<Confusion> atItsRecall) {}

  private final List<Row> rows = new ArrayList<>();
  private final Set<IpAddress> miners = new HashSet<>();
  private final Evaluation evaluation;

  /** Reads flows, in whatever format. */
  Comparison(Path flows, Path truthFile, WindowSnapshot snapshot, List<UndatedList> lists)
      throws IOException {
    Truth truth = TruthFile.read(truthFile);
    evaluation =
        new Evaluation(
            new Matcher(snapshot.index(), MatchOptions.DEFAULT),
            truth,
            Optional.empty(),
            List.of(),
            0);
    List<Tally> tallies = lists.stream().map(Tally::new).toList();
    try (FlowReader reader = FlowFile.open(flows)) {
      FlowBatch batch = new FlowBatch();
      while (reader.next(batch)) {
        evaluation.add(batch, flows.toString());
        for (int row = 0; row < batch.rows(); row++) {
          judge(batch, row, truth, tallies);
        }
      }
    }
    evaluation.finish();
    ClaimCounts windows = evaluation.judged();
    for (int i = Confidence.values().length - 1; i >= 0; i--) {
      Confidence least = Confidence.values()[i];
      String name =
          switch (least) {
            case CONFIRMED -> "windows, CONFIRMED";
            case LIKELY -> "windows, LIKELY and better";
            case POSSIBLE -> "windows, all matches";
          };
      rows.add(
          new Row(
              name,
              windows.atLeast(least),
              evaluation.hosts().atLeast(least),
              new Share(windows.claimed(Label.APART, least), windows.all(Label.APART)),
              Optional.empty()));
    }
    ClaimCounts unshared = evaluation.unshared();
    rows.add(
        new Row(
            "windows, CONFIRMED, not SHARED",
            unshared.atLeast(Confidence.CONFIRMED),
            evaluation.unsharedHosts().atLeast(Confidence.CONFIRMED),
            new Share(
                unshared.claimed(Label.APART, Confidence.CONFIRMED), unshared.all(Label.APART)),
            Optional.empty()));
    for (Tally tally : tallies) {
      rows.add(
          new Row(
              tally.list.name(),
              tally.counts(),
              tally.hosts(miners),
              new Share(tally.apart, windows.all(Label.APART)),
              Optional.of(atRecall(windows, tally.counts().recall().value()))));
    }
  }

  private void judge(FlowBatch batch, int row, Truth truth, List<Tally> tallies) {
    IpAddress source = batch.address(FlowColumn.SOURCE_IP_ADDRESS, row);
    IpAddress destination = batch.address(FlowColumn.DESTINATION_IP_ADDRESS, row);
    int sourcePort = batch.ints(FlowColumn.SOURCE_TRANSPORT_PORT)[row];
    int destinationPort = batch.ints(FlowColumn.DESTINATION_TRANSPORT_PORT)[row];
    Truth.Finding finding =
        truth
            .of(
                source,
                sourcePort,
                destination,
                destinationPort,
                batch.ints(FlowColumn.PROTOCOL_IDENTIFIER)[row],
                new TimeSpan(
                    batch.longs(FlowColumn.FLOW_START)[row], batch.longs(FlowColumn.FLOW_END)[row]))
            .orElseThrow();
    Label label = finding.row().label();
    if (label == Label.MINING) {
      miners.add(finding.client());
    }
    for (Tally tally : tallies) {
      if (tally.list.entries().hold(destination, destinationPort)) {
        tally.addClaimed(label, source);
      } else if (tally.list.entries().hold(source, sourcePort)) {
        tally.addClaimed(label, destination);
      } else {
        tally.addUnclaimed(label);
      }
    }
  }

  /** The windows that are sure enough to find that much; all, if they do not find it. */
  private static Confusion atRecall(ClaimCounts windows, double recall) {
    for (int score = GREATEST_SCORE; score > 0; score--) {
      if (windows.atLeast(score).recall().value() >= recall) {
        return windows.atLeast(score);
      }
    }
    return windows.atLeast(0);
  }

  /** Of windows first, then of lists. */
  List<Row> rows() {
    return rows;
  }

  Evaluation evaluation() {
    return evaluation;
  }

  void printTo(PrintStream out) {
    ClaimCounts flows = evaluation.judged();
    out.printf(
        Locale.ROOT,
        "%,d flows: %,d mining, %,d not, %,d attempts in vain (apart, judged by nothing)%n%n",
        evaluation.flows(),
        flows.all(Label.MINING),
        flows.all(Label.NOT),
        flows.all(Label.APART));
    out.printf(
        "%-33s %8s %8s  %-22s  %-22s  %10s  %8s  %11s  %s%n",
        "",
        "right",
        "wrong",
        "precision",
        "recall",
        "10 × other",
        "attempts",
        "other hosts",
        "windows at this recall");
    for (Row row : rows) {
      Confusion counts = row.counts();
      out.printf(
          Locale.ROOT,
          "%-33s %,8d %,8d  %-22s  %-22s  %10s  %8s  %,11d  %s%n",
          row.name(),
          counts.right(),
          counts.wrong(),
          withInterval(counts.precision()),
          withInterval(counts.recall()),
          percent(new Share(counts.right(), counts.right() + TENFOLD * counts.wrong())),
          percent(row.apart()),
          row.hosts().wrong(),
          row.atItsRecall().map(windows -> atIts(row, windows)).orElse(""));
    }
    out.println();
    long web =
        Stream.of("80", "443")
            .map(evaluation.byPort()::get)
            .filter(Objects::nonNull)
            .mapToLong(Confusion::wrong)
            .sum();
    Confusion all = flows.atLeast(Confidence.POSSIBLE);
    out.printf(
        Locale.ROOT,
        "windows: of %,d wrong matches %,d are on ports 80 and 443 (SHARED_ADDRESS);"
            + " coin named rightly %s, rightly among others too %s%n",
        all.wrong(),
        web,
        withInterval(evaluation.coinsExactly()),
        withInterval(evaluation.coinsAmong()));
    out.print(EXPLANATION);
  }

  private static final String EXPLANATION =
      """

      right, wrong: flows, in brackets 95 % intervals (Wilson) as if flows were independent; other
      seeds differ by more. 10 × other: the precision with ten times the traffic that is no mining.
      attempts: how many of those in vain are found. other hosts: that never mine, and are named for
      a flow at least. not SHARED: without matches with SHARED_ADDRESS, as on 80 and 443. windows at
      this recall: believed down to the score that finds as much as the list; where all matches find
      less, all of them, beside the list thinned at random to that, which leaves its precision as it
      is.
      """;

  private static String atIts(Row row, Confusion windows) {
    boolean thinned = windows.recall().value() < row.counts().recall().value();
    return withInterval(windows.precision())
        + (thinned ? " (" + percent(windows.recall()) + " found)" : "");
  }

  private static String withInterval(Share share) {
    return share.all() == 0
        ? "–"
        : String.format(
            Locale.ROOT,
            "%.2f %% (%.2f..%.2f)",
            100 * share.value(),
            100 * share.lower(),
            100 * share.upper());
  }

  private static String percent(Share share) {
    return share.all() == 0 ? "–" : String.format(Locale.ROOT, "%.2f %%", 100 * share.value());
  }
}
