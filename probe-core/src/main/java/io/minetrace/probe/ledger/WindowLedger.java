// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.ledger;

import io.minetrace.net.Endpoint;
import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.BoundReason;
import io.minetrace.window.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The availability windows of one endpoint, folded from its observations in order of time. Not safe
 * for use by several threads.
 *
 * <p>An observation <i>counts</i> unless it is UNKNOWN, doubted, or came less than ten minutes
 * after one that counted: then both count once, and UP wins. Confirmation probes always count. What
 * was the last to count is all that later observations are compared with; therefore a fold that
 * starts at the first UP of a window goes on as the fold of the whole history does, which is what
 * {@link #resume} rests on.
 */
public final class WindowLedger {

  /** Which rules made the windows; to be raised whenever the same observations give other rows. */
  public static final int ALGORITHM_VERSION = 3;

  /** Less than this apart, two observations count once. */
  public static final long SAME_SWEEP_MILLIS = 10 * 60_000L;

  private static final long LEAST_LIMIT_MILLIS = 30 * 60_000L;

  /**
   * The thresholds of {@link #ALGORITHM_VERSION}, by name: what a snapshot tells of how its windows
   * were made.
   */
  public static Map<String, String> parameters() {
    return Map.of(
        "same_sweep_ms", Long.toString(SAME_SWEEP_MILLIS),
        "bridge_intervals", "2.5",
        "bridge_least_ms", Long.toString(LEAST_LIMIT_MILLIS),
        "bridge_misses", "1",
        "switching_changes", Integer.toString(ServiceTimeline.SWITCHING_CHANGES),
        "switching_span_ms", Long.toString(ServiceTimeline.SWITCHING_SPAN_MILLIS));
  }

  private final Endpoint endpoint;
  private final LedgerContext context;
  private final List<AvailabilityWindow> closed = new ArrayList<>();

  /** The non-UPs that counted since the last UP. */
  private final List<LedgerEntry> misses = new ArrayList<>();

  /** How the first run begins, when that was found out by an earlier fold. */
  private final Edge knownStart;

  private OpenRun run;
  private boolean tells = true;
  private LedgerEntry lastCounted;
  private LedgerEntry lastAdded;

  private WindowLedger(Endpoint endpoint, LedgerContext context, Edge knownStart) {
    this.endpoint = endpoint;
    this.context = context;
    this.knownStart = knownStart;
  }

  /** A ledger that has seen nothing yet. */
  public static WindowLedger empty(Endpoint endpoint, LedgerContext context) {
    return new WindowLedger(endpoint, context, null);
  }

  /**
   * A ledger that goes on from a window folded earlier: it expects the observations from the
   * window's first UP on, and its first window begins as that one did.
   */
  public static WindowLedger resume(AvailabilityWindow window, LedgerContext context) {
    return new WindowLedger(
        window.endpoint(), context, new Edge(window.notBefore(), window.startReason()));
  }

  /**
   * A ledger that goes on where a window ended: it expects the observations after the window's last
   * UP, and makes of them what takes the window's place, where it {@link #tells}.
   */
  static WindowLedger after(AvailabilityWindow window, LedgerContext context) {
    WindowLedger ledger = empty(window.endpoint(), context);
    ledger.run = new OpenRun(window);
    ledger.lastCounted =
        new LedgerEntry(
            window.up().to(),
            "",
            Verdict.UP,
            window.evidence(),
            window.intervalMillis(),
            false,
            ServiceState.of(window.segments().get(window.segments().size() - 1)));
    return ledger;
  }

  /** Whether the windows are known; else the observations before are needed. */
  boolean tells() {
    return tells;
  }

  /** The windows of a whole history, in any order. */
  public static List<AvailabilityWindow> fold(
      Endpoint endpoint, Collection<LedgerEntry> history, LedgerContext context) {
    WindowLedger ledger = empty(endpoint, context);
    history.stream().sorted().forEach(ledger::add);
    return ledger.windows();
  }

  /** How far apart two neighbouring UPs may be: max(2.5·I, 30 min), I as of the first of them. */
  public static long limitMillis(long intervalMillis) {
    return Math.max(5 * intervalMillis / 2, LEAST_LIMIT_MILLIS);
  }

  /** Whether the entry can be added, or comes too late and needs a refold. */
  public boolean isInOrder(LedgerEntry entry) {
    return lastAdded == null || entry.compareTo(lastAdded) >= 0;
  }

  /**
   * Adds the next observation.
   *
   * @throws IllegalArgumentException if one that comes after it was added before
   */
  public void add(LedgerEntry entry) {
    if (!isInOrder(entry)) {
      throw new IllegalArgumentException(
          endpoint + ": observation at " + entry.time() + " after one at " + lastAdded.time());
    }
    lastAdded = entry;
    if (!entry.verdict().isUsable() || context.doubts(entry)) {
      return;
    }
    if (lastCounted != null && countsWith(lastCounted, entry)) {
      if (!entry.isUp() || lastCounted.isUp()) {
        return;
      }
      misses.remove(misses.size() - 1);
    }
    lastCounted = entry;
    if (entry.isUp()) {
      addUp(entry);
    } else {
      misses.add(entry);
    }
  }

  /** Whether two observations, the later one given second, are taken for one. */
  private static boolean countsWith(LedgerEntry earlier, LedgerEntry later) {
    if (later.time() == earlier.time()) {
      return true;
    }
    boolean confirmedMiss = earlier.confirms() && !earlier.isUp() && later.isUp();
    return !later.confirms() && !confirmedMiss && later.time() - earlier.time() < SAME_SWEEP_MILLIS;
  }

  private void addUp(LedgerEntry up) {
    if (run == null) {
      run = new OpenRun(endpoint, up, firstStart(up));
    } else {
      long limit = limitMillis(run.intervalMillis());
      boolean bridged = up.time() - run.lastUp() <= limit;
      if (bridged && (misses.size() <= 1 || up.confirms())) {
        tells &= run.canTell(up, context.names());
        run.extend(up, misses.size());
      } else {
        closed.add(run.window(end(), context.names()));
        run = new OpenRun(endpoint, up, start(up, limit, BoundReason.NO_DATA));
      }
    }
    misses.clear();
  }

  private Edge firstStart(LedgerEntry up) {
    return knownStart != null
        ? knownStart
        : start(up, limitMillis(up.intervalMillis()), BoundReason.OPEN);
  }

  private Edge start(LedgerEntry up, long limit, BoundReason withoutMiss) {
    if (misses.isEmpty()) {
      return new Edge(OptionalLong.empty(), withoutMiss);
    }
    LedgerEntry miss = misses.get(misses.size() - 1);
    return Edge.at(miss, up.time() - miss.time() <= limit);
  }

  /** How the open run ends if an UP splits it off now; with misses only, if nothing comes. */
  private Edge end() {
    if (misses.isEmpty()) {
      return new Edge(OptionalLong.empty(), BoundReason.NO_DATA);
    }
    LedgerEntry miss = misses.get(0);
    return Edge.at(miss, miss.time() - run.lastUp() <= limitMillis(run.intervalMillis()));
  }

  /** The windows of what was added so far, in order of time. */
  public List<AvailabilityWindow> windows() {
    if (run == null) {
      return List.of();
    }
    List<AvailabilityWindow> windows = new ArrayList<>(closed);
    Edge end = misses.isEmpty() ? new Edge(OptionalLong.empty(), BoundReason.OPEN) : end();
    windows.add(run.window(end, context.names()));
    return List.copyOf(windows);
  }

  /**
   * One end of a window.
   *
   * @param nonUp the usable non-UP directly beyond
   */
  record Edge(OptionalLong nonUp, BoundReason reason) {

    static Edge at(LedgerEntry miss, boolean withinLimit) {
      BoundReason seen =
          miss.verdict() == Verdict.LISTENING ? BoundReason.LISTENING : BoundReason.DOWN;
      return new Edge(OptionalLong.of(miss.time()), withinLimit ? seen : BoundReason.NO_DATA);
    }
  }
}
