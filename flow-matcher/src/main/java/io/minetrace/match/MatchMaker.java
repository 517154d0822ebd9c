// SPDX-License-Identifier: Apache-2.0
package io.minetrace.match;

import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowColumn;
import io.minetrace.flow.FlowNote;
import io.minetrace.net.IpAddress;
import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.TimeSpan;
import io.minetrace.window.WindowIndex;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the match of a flow of which at least one side is an endpoint of the index. Rare, so
 * written for the reader.
 */
final class MatchMaker {

  private final WindowIndex windows;
  private final MatchOptions options;
  private final Scores scores;

  MatchMaker(WindowIndex windows, MatchOptions options, Scores scores) {
    this.windows = windows;
    this.options = options;
    this.scores = scores;
  }

  /** A placement, and whether it was found by the translated address or port. */
  private record Found(Placement placement, boolean postNat) {}

  /** The match of a row, if its time and the windows of its sides give one. */
  Optional<Match> make(FlowBatch batch, int row, TimeSpan flow, Side destination, Side source) {
    TimeSpan span = widened(flow, options);
    Optional<Found> toPool = best(destination, span);
    Optional<Found> fromPool = best(source, span);
    if (toPool.isEmpty() && fromPool.isEmpty()) {
      return Optional.empty();
    }
    MiningRole role =
        fromPool.isEmpty()
            ? MiningRole.TO_POOL
            : toPool.isEmpty() ? MiningRole.FROM_POOL : MiningRole.BOTH;
    Found found = toPool.isPresent() ? toPool.get() : fromPool.get();
    boolean timeless = FlowRecord.isTimeless(batch, row);
    int score = found.placement.score();
    if (timeless) {
      score = Math.min(score, Confidence.POSSIBLE_SCORE);
    }
    Confidence confidence = Confidence.of(found.placement.situation(), score);
    if (confidence.compareTo(options.minConfidence()) < 0) {
      return Optional.empty();
    }
    return Optional.of(match(batch, row, flow, span, role, found, score, confidence));
  }

  /** The flow with the slack at both its ends. */
  static TimeSpan widened(TimeSpan flow, MatchOptions options) {
    long slack = options.slack().toMillis();
    // Absurd times stay absurd instead of wrapping round.
    long from = flow.from() < Long.MIN_VALUE + slack ? Long.MIN_VALUE : flow.from() - slack;
    long to = flow.to() > Long.MAX_VALUE - slack ? Long.MAX_VALUE : flow.to() + slack;
    return new TimeSpan(from, to);
  }

  /**
   * The better of the exported and the translated endpoint, as of several windows of one; the
   * exported one when nothing tells them apart.
   */
  private Optional<Found> best(Side side, TimeSpan span) {
    Optional<Found> exported = place(side.exported(), span, false);
    Optional<Found> translated = place(side.translated(), span, true);
    if (exported.isEmpty() || translated.isEmpty()) {
      return exported.or(() -> translated);
    }
    return translated.get().placement.isBetterThan(exported.get().placement)
        ? translated
        : exported;
  }

  private Optional<Found> place(int first, TimeSpan span, boolean postNat) {
    if (first == WindowIndex.NONE) {
      return Optional.empty();
    }
    // A side that is no match by itself must not stand in the way of the other.
    return Placement.of(windows.ofFirst(first), span, scores)
        .filter(placement -> placement.confidence().isPresent())
        .map(placement -> new Found(placement, postNat));
  }

  private Match match(
      FlowBatch batch,
      int row,
      TimeSpan flow,
      TimeSpan span,
      MiningRole role,
      Found found,
      int score,
      Confidence confidence) {
    AvailabilityWindow window = found.placement.window();
    ServiceFacts service = ServiceFacts.of(window, span);
    Set<Reason> reasons = EnumSet.noneOf(Reason.class);
    reasons.addAll(service.reasons());
    if (found.postNat) {
      reasons.add(Reason.POST_NAT);
    }
    Activity activity = addFlowReasons(reasons, batch, row);
    FlowRecord flowRecord = FlowRecord.of(batch, row, flow);
    return new Match(
        flowRecord,
        role,
        client(batch, row, role, flowRecord),
        window.endpoint(),
        window,
        found.placement.situation(),
        score,
        confidence,
        activity,
        service.pools(),
        service.fqdns(),
        service.coins(),
        service.coinBasis(),
        reasons);
  }

  private static Activity addFlowReasons(Set<Reason> reasons, FlowBatch batch, int row) {
    int notes = batch.ints(FlowColumn.FLOW_NOTES)[row];
    boolean sampled =
        batch.ints(FlowColumn.SAMPLING_PACKET_INTERVAL)[row] > 1
            || FlowNote.COUNTERS_SCALED.isIn(notes);
    if (sampled) {
      reasons.add(Reason.SAMPLED);
    }
    if (FlowNote.EXPORT_TIME_ONLY.isIn(notes)) {
      reasons.add(Reason.EXPORT_TIME_ONLY);
    }
    if (FlowRecord.isTimeless(batch, row)) {
      reasons.add(Reason.NO_FLOW_TIME);
    } else if (batch.longs(FlowColumn.FLOW_END)[row] < batch.longs(FlowColumn.FLOW_START)[row]) {
      reasons.add(Reason.TIMES_SWAPPED);
    }
    long reversePackets = batch.longs(FlowColumn.REVERSE_PACKET_DELTA_COUNT)[row];
    // Absent means that the exporter reports each direction by itself, which says nothing.
    if (reversePackets == 0 && !sampled) {
      reasons.add(Reason.ONE_WAY);
    }
    return Activity.of(
        batch.ints(FlowColumn.TCP_CONTROL_BITS)[row],
        batch.ints(FlowColumn.REVERSE_TCP_CONTROL_BITS)[row],
        batch.longs(FlowColumn.OCTET_DELTA_COUNT)[row],
        batch.longs(FlowColumn.PACKET_DELTA_COUNT)[row],
        batch.longs(FlowColumn.REVERSE_OCTET_DELTA_COUNT)[row],
        reversePackets,
        sampled);
  }

  /**
   * The inside host where the flow tells it: on the way out before translation, on the way in
   * after.
   */
  static IpAddress client(FlowBatch batch, int row, MiningRole role, FlowRecord flow) {
    if (role != MiningRole.FROM_POOL) {
      return flow.source();
    }
    IpAddress translated = batch.address(FlowColumn.POST_NAT_DESTINATION_IP_ADDRESS, row);
    return translated.equals(IpAddress.UNSPECIFIED) ? flow.destination() : translated;
  }
}
