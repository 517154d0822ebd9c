// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import io.minetrace.match.Placement;
import io.minetrace.match.Scores;
import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import io.minetrace.report.page.EndpointTimeline;
import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.ObservationProof;
import io.minetrace.window.TimeSpan;
import io.minetrace.window.WindowIndex;
import io.minetrace.window.WindowSnapshot;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Answers targets one after the other, in their order; holds the windows and never the targets.
 * Used by one thread.
 */
final class ManyLookups {

  /** Endpoints whose observations are kept at hand. */
  private static final int CACHED_ENDPOINTS = 1024;

  /** A file of something else is told by its first lines. */
  private static final long NAMED_LINES = 1000;

  private final WindowSnapshot snapshot;
  private final WindowIndex windows;
  private final Scores scores;
  private final Optional<Instant> at;
  private final Map<IpAddress, List<Endpoint>> endpoints = new HashMap<>();
  private final Map<Endpoint, List<ObservationProof>> cache = new LinkedHashMap<>(16, 0.75f, true);
  private long answered;
  private long refused;

  /**
   * @param at the time of the lines that have none
   */
  ManyLookups(WindowSnapshot snapshot, Optional<Instant> at) {
    this.snapshot = snapshot;
    this.windows = snapshot.index();
    this.scores = WindowsSource.scores(snapshot);
    this.at = at;
    for (AvailabilityWindow window : snapshot.windows()) {
      List<Endpoint> same =
          endpoints.computeIfAbsent(window.endpoint().address(), address -> new ArrayList<>());
      // Windows are sorted by endpoint.
      if (same.isEmpty() || !same.get(same.size() - 1).equals(window.endpoint())) {
        same.add(window.endpoint());
      }
    }
  }

  /**
   * Answers all lines; those that are no targets are named.
   *
   * @param name of what they are read from
   */
  void run(String name, TargetLines lines, LookupWriter out, PrintStream err) throws IOException {
    while (true) {
      if (lines.mayBlock()) {
        out.flush();
      }
      try {
        Optional<String> line = lines.next();
        if (line.isEmpty()) {
          break;
        }
        answer(TargetLines.Target.parse(lines.number(), line.get()), out);
        answered++;
      } catch (IllegalArgumentException e) {
        refused++;
        if (refused <= NAMED_LINES) {
          err.println(
              TextTable.printable(
                  "error: " + name + ", line " + lines.number() + ": " + e.getMessage()));
        }
      }
    }
    out.flush();
    if (refused > NAMED_LINES) {
      err.println("error: " + name + ": " + (refused - NAMED_LINES) + " more lines like these");
    }
  }

  ExitCode exitCode() {
    return refused == 0 ? ExitCode.OK : ExitCode.PARTIAL_INPUT;
  }

  /** Lines that were answered. */
  long answered() {
    return answered;
  }

  private void answer(TargetLines.Target target, LookupWriter out) throws IOException {
    List<Endpoint> asked =
        target
            .endpoint()
            .map(List::of)
            .orElseGet(() -> endpoints.getOrDefault(target.address(), List.of()));
    Optional<Instant> time = target.at().or(() -> at);
    OptionalLong millis =
        time.isPresent() ? OptionalLong.of(time.get().toEpochMilli()) : OptionalLong.empty();
    if (asked.isEmpty()) {
      String answer = time.isPresent() ? LookupAnswer.NOT_OBSERVED : LookupAnswer.NO_WINDOW;
      out.write(LookupAnswer.of(target, millis, Optional.empty(), answer, List.of()));
    }
    for (Endpoint endpoint : asked) {
      List<AvailabilityWindow> own = windows.of(endpoint);
      out.write(
          millis.isPresent()
              ? at(target, endpoint, own, millis.getAsLong())
              : LookupAnswer.of(
                  target,
                  millis,
                  Optional.of(endpoint),
                  own.isEmpty() ? LookupAnswer.NO_WINDOW : LookupAnswer.WINDOWS,
                  own));
    }
  }

  private LookupAnswer at(
      TargetLines.Target target, Endpoint endpoint, List<AvailabilityWindow> own, long millis)
      throws IOException {
    TimeSpan instant = new TimeSpan(millis, millis);
    Optional<Placement> placement =
        Placement.of(own, instant, scores).filter(found -> found.confidence().isPresent());
    if (placement.isPresent()) {
      return LookupAnswer.placed(
          target, millis, placement.get(), placement.get().confidence().orElseThrow(), own);
    }
    List<ObservationProof> observations = observations(endpoint);
    boolean notMining =
        !observations.isEmpty() && new EndpointTimeline(own, observations, instant).isNotMining();
    return LookupAnswer.of(
        target,
        OptionalLong.of(millis),
        Optional.of(endpoint),
        notMining ? LookupAnswer.NOT_MINING : LookupAnswer.NOT_OBSERVED,
        List.of());
  }

  private List<ObservationProof> observations(Endpoint endpoint) throws IOException {
    List<ObservationProof> observations = cache.get(endpoint);
    if (observations == null) {
      observations = snapshot.observations(endpoint);
      cache.put(endpoint, observations);
      if (cache.size() > CACHED_ENDPOINTS) {
        cache.remove(cache.keySet().iterator().next());
      }
    }
    return observations;
  }
}
