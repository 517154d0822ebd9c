// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.ledger;

import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.BoundReason;
import io.minetrace.window.Evidence;
import io.minetrace.window.TimeSpan;
import io.minetrace.window.WindowSegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What one more observation makes of an endpoint's last window, where that can be said without the
 * observations before it. An endpoint that stays up, as most visits find it, is then brought up to
 * date by changing one row, however long its history; the result is the one that {@link
 * WindowLedger} comes to.
 */
public final class WindowStep {

  private WindowStep() {}

  /**
   * The windows that take the place of the last one.
   *
   * @param last the last window of all other observations of the endpoint, folded in this context;
   *     empty if there is none
   * @return none where there still is none; empty if the observations are needed to tell
   */
  public static Optional<List<AvailabilityWindow>> after(
      Optional<AvailabilityWindow> last, LedgerEntry entry, LedgerContext context) {
    if (!entry.verdict().isUsable() || context.doubts(entry)) {
      return unchanged(last);
    }
    if (last.isEmpty()) {
      return entry.isUp() ? Optional.empty() : unchanged(last);
    }
    AvailabilityWindow window = last.get();
    if (entry.time() <= window.up().to()) {
      return Optional.empty();
    }
    boolean sameSweep =
        !entry.confirms() && entry.time() - window.up().to() < WindowLedger.SAME_SWEEP_MILLIS;
    if (window.notAfter().isPresent()) {
      // Another miss beyond the one that is known changes nothing; one before it would.
      return !entry.isUp() && entry.time() > window.notAfter().getAsLong()
          ? unchanged(last)
          : Optional.empty();
    }
    if (sameSweep) {
      return unchanged(last);
    }
    return entry.isUp() ? up(window, entry, context) : Optional.of(List.of(missed(window, entry)));
  }

  private static Optional<List<AvailabilityWindow>> unchanged(Optional<AvailabilityWindow> last) {
    return Optional.of(last.stream().toList());
  }

  private static AvailabilityWindow missed(AvailabilityWindow window, LedgerEntry miss) {
    long limit = WindowLedger.limitMillis(window.intervalMillis());
    WindowLedger.Edge end = WindowLedger.Edge.at(miss, miss.time() - window.up().to() <= limit);
    return ending(window, end.nonUp(), end.reason());
  }

  private static AvailabilityWindow ending(
      AvailabilityWindow window, OptionalLong notAfter, BoundReason reason) {
    return new AvailabilityWindow(
        window.endpoint(),
        window.up(),
        window.notBefore(),
        notAfter,
        window.startReason(),
        reason,
        window.intervalMillis(),
        window.upCount(),
        window.missedCount(),
        window.bridged(),
        window.maxGapMillis(),
        window.evidence(),
        window.segments());
  }

  private static Optional<List<AvailabilityWindow>> up(
      AvailabilityWindow window, LedgerEntry up, LedgerContext context) {
    long gap = up.time() - window.up().to();
    if (gap > WindowLedger.limitMillis(window.intervalMillis())) {
      WindowLedger.Edge noData = new WindowLedger.Edge(OptionalLong.empty(), BoundReason.NO_DATA);
      WindowLedger.Edge open = new WindowLedger.Edge(OptionalLong.empty(), BoundReason.OPEN);
      return Optional.of(
          List.of(
              ending(window, noData.nonUp(), noData.reason()),
              new OpenRun(window.endpoint(), up, noData).window(open, context.names())));
    }
    WindowSegment lastSegment = window.segments().get(window.segments().size() - 1);
    TimeSpan since = new TimeSpan(window.up().to() + 1, up.time());
    ServiceState known = state(lastSegment);
    boolean sameService = known.joinedWith(up.service()).equals(Optional.of(known));
    if (!sameService
        || up.service().coins().isEmpty()
        || context.names().stream().anyMatch(name -> changesIn(name, since))) {
      return Optional.empty();
    }
    Evidence evidence =
        up.evidence().compareTo(window.evidence()) > 0 ? up.evidence() : window.evidence();
    return Optional.of(
        List.of(
            new AvailabilityWindow(
                window.endpoint(),
                new TimeSpan(window.up().from(), up.time()),
                window.notBefore(),
                OptionalLong.empty(),
                window.startReason(),
                BoundReason.OPEN,
                up.intervalMillis(),
                window.upCount() + 1,
                window.missedCount(),
                window.bridged(),
                Math.max(window.maxGapMillis(), gap),
                evidence,
                lengthened(window.segments(), up.time()))));
  }

  private static ServiceState state(WindowSegment segment) {
    return new ServiceState(
        segment.coins(),
        segment.coinBasis(),
        segment.protocols(),
        segment.channel(),
        segment.software());
  }

  /** Whether a name comes or goes in the span, which would cut the segment there. */
  private static boolean changesIn(NameAttribution name, TimeSpan span) {
    return span.contains(name.seen().from())
        || (name.left() && span.contains(name.seen().to() + 1));
  }

  private static List<WindowSegment> lengthened(List<WindowSegment> segments, long to) {
    List<WindowSegment> all = new ArrayList<>(segments);
    WindowSegment last = all.remove(all.size() - 1);
    all.add(
        new WindowSegment(
            new TimeSpan(last.span().from(), to),
            last.pools(),
            last.fqdns(),
            last.staleFqdns(),
            last.coins(),
            last.coinBasis(),
            last.protocols(),
            last.channel(),
            last.software(),
            last.shared(),
            last.switching()));
    return all;
  }
}
