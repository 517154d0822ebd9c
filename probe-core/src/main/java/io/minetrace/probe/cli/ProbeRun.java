// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.cli;

import io.minetrace.net.HostPort;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Visits targets, a window of them at a time, and hands their answers on in the order of the
 * targets: what is held does not grow with the list. May be stopped by another thread, and then
 * hands on what has been learnt by then.
 */
final class ProbeRun {

  /**
   * Targets under way. The prober's own limits are far below; this many wait in line for their
   * turn, so that a slow one at the head does not keep the others waiting.
   */
  static final int WINDOW = 4000;

  /** What became of a target, for the exit code and the summary. */
  enum Fate {
    PROVEN,
    NOT_PROVEN,
    REFUSED,
    /** A line that is none, or an answer that did not come before the end. */
    NOT_ASKED
  }

  private final Function<HostPort, CompletableFuture<List<ProbeAnswer>>> visit;
  private final Function<List<ProbeAnswer>, Fate> judge;
  private final Consumer<List<ProbeAnswer>> print;
  private final Deque<CompletableFuture<List<ProbeAnswer>>> underWay = new ArrayDeque<>();
  private final Map<Fate, Long> fates = new EnumMap<>(Fate.class);
  private boolean stopped;

  ProbeRun(
      Function<HostPort, CompletableFuture<List<ProbeAnswer>>> visit,
      Function<List<ProbeAnswer>, Fate> judge,
      Consumer<List<ProbeAnswer>> print) {
    this.visit = visit;
    this.judge = judge;
    this.print = print;
  }

  /** Begins a visit; waits where too many are under way. */
  void add(HostPort target) {
    CompletableFuture<List<ProbeAnswer>> answer = visit.apply(target);
    synchronized (this) {
      underWay.add(answer);
    }
    while (size() >= WINDOW) {
      takeHead();
    }
    while (headIsDone()) {
      takeHead();
    }
  }

  /** Counts a line that is no target. */
  synchronized void addNone() {
    count(Fate.NOT_ASKED);
  }

  /** Waits for all that is under way. */
  void finish() {
    while (size() > 0) {
      takeHead();
    }
  }

  private synchronized int size() {
    return underWay.size();
  }

  private synchronized boolean headIsDone() {
    return !underWay.isEmpty() && underWay.peek().isDone();
  }

  private void takeHead() {
    CompletableFuture<List<ProbeAnswer>> head;
    synchronized (this) {
      head = underWay.peek();
    }
    if (head == null) {
      return; // stopped in between
    }
    List<ProbeAnswer> answers = head.join();
    synchronized (this) {
      if (!stopped) {
        underWay.remove();
        hand(answers);
      }
    }
  }

  private void hand(List<ProbeAnswer> answers) {
    count(judge.apply(answers));
    print.accept(answers);
  }

  private void count(Fate fate) {
    fates.merge(fate, 1L, Long::sum);
  }

  /** Hands on what is there, in order, and nothing any more afterwards. */
  synchronized void stop() {
    stopped = true;
    while (!underWay.isEmpty()) {
      CompletableFuture<List<ProbeAnswer>> next = underWay.remove();
      if (next.isDone()) {
        hand(next.join());
      } else {
        count(Fate.NOT_ASKED);
      }
    }
  }

  /** Targets so far that had a fate. */
  synchronized long targets(Fate fate) {
    return fates.getOrDefault(fate, 0L);
  }
}
