// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.sweep;

import io.minetrace.net.Endpoint;
import io.minetrace.probe.Observation;
import io.minetrace.probe.catalog.DueEndpoint;
import io.minetrace.probe.catalog.OpenDoubt;
import io.minetrace.window.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongBiFunction;

/**
 * Notices when a whole pool, or everything, fails at once: more likely it is our way there than
 * every one of its servers. Not safe for use by several threads.
 */
final class FlipWatch {

  private static final int LEAST_OF_A_POOL = 3;
  private static final int LEAST_OF_ALL = 20;

  /** The share of what was up that must have failed, without a single success since. */
  private static final double SHARE = 0.5;

  private final Map<Optional<String>, Run> runs = new HashMap<>();
  private final Map<Optional<String>, OpenDoubt> open = new HashMap<>();
  private final long intervalMillis;
  private final ToLongBiFunction<Optional<String>, Long> upSince;

  /** Failures of endpoints that were up, in a row. */
  private static final class Run {
    private final Set<Endpoint> failed = new HashSet<>();
    private long from = Long.MAX_VALUE;
    private long decided;
  }

  /**
   * A watch.
   *
   * @param upSince how many endpoints of a pool, or of all, were up at an instant or later
   */
  FlipWatch(long intervalMillis, ToLongBiFunction<Optional<String>, Long> upSince) {
    this.intervalMillis = intervalMillis;
    this.upSince = upSince;
  }

  /** Goes on from what was doubted before a restart. */
  void resume(Collection<OpenDoubt> doubts) {
    doubts.forEach(doubt -> open.put(doubt.pool(), doubt));
  }

  /** Notes a doubt that was opened for a flip. */
  void opened(OpenDoubt doubt) {
    open.put(doubt.pool(), doubt);
  }

  /**
   * A pool, or everything, that fails as a whole.
   *
   * @param pool empty for everything
   * @param from when the first of the failures came
   */
  record Flip(Optional<String> pool, long from, int failed) {}

  /** What a visit makes clear. */
  record Reading(List<Flip> flips, List<OpenDoubt> ended) {}

  Reading visited(DueEndpoint due, Observation visit) {
    List<Flip> flips = new ArrayList<>();
    List<OpenDoubt> ended = new ArrayList<>();
    List<Optional<String>> scopes = new ArrayList<>();
    scopes.add(Optional.empty());
    due.pools().forEach(pool -> scopes.add(Optional.of(pool)));
    for (Optional<String> scope : scopes) {
      if (visit.verdict() == Verdict.UP) {
        runs.remove(scope);
        OpenDoubt doubt = open.remove(scope);
        if (doubt != null) {
          ended.add(doubt);
        }
      } else if (visit.verdict().isUsable() && due.up() && !open.containsKey(scope)) {
        failed(scope, due.endpoint(), visit.endedAt()).ifPresent(flips::add);
      }
    }
    return new Reading(flips, ended);
  }

  private Optional<Flip> failed(Optional<String> scope, Endpoint endpoint, long at) {
    Run run = runs.computeIfAbsent(scope, key -> new Run());
    run.failed.add(endpoint);
    run.from = Math.min(run.from, at);
    int least = scope.isPresent() ? LEAST_OF_A_POOL : LEAST_OF_ALL;
    // Counting costs a query: done at the first chance, and then each time there are half more.
    if (run.failed.size() < least || run.failed.size() < run.decided + run.decided / 2) {
      return Optional.empty();
    }
    run.decided = run.failed.size();
    long were = upSince.applyAsLong(scope, run.from - 2 * intervalMillis);
    return run.failed.size() >= SHARE * were
        ? Optional.of(new Flip(scope, run.from, run.failed.size()))
        : Optional.empty();
  }
}
