// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import io.minetrace.match.Confidence;
import io.minetrace.match.Placement;
import io.minetrace.match.Reason;
import io.minetrace.match.ServiceFacts;
import io.minetrace.net.Endpoint;
import io.minetrace.report.MiningTally;
import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.TimeSpan;
import io.minetrace.window.WindowSegment;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What is known of one target, or of one endpoint at a target's address.
 *
 * @param target as it was asked for
 * @param at the time asked for
 * @param endpoint that the answer is of; empty where an address has none with windows
 * @param answer a confidence, {@code NOT_MINING} or {@code NOT_OBSERVED}; where no time was asked
 *     for {@code WINDOWS} or {@code NO_WINDOW}
 * @param situation and what follows: of the window that the answer rests on, or of all
 */
record LookupAnswer(
    TargetLines.Target target,
    OptionalLong at,
    Optional<Endpoint> endpoint,
    String answer,
    Optional<String> situation,
    Optional<Integer> score,
    List<String> pools,
    List<String> coins,
    List<String> fqdns,
    long windows,
    OptionalLong firstUp,
    OptionalLong lastUp,
    Optional<String> windowId) {

  static final String NOT_MINING = "NOT_MINING";
  static final String NOT_OBSERVED = "NOT_OBSERVED";
  static final String WINDOWS = "WINDOWS";
  static final String NO_WINDOW = "NO_WINDOW";

  LookupAnswer {
    pools = List.copyOf(pools);
    coins = List.copyOf(coins);
    fqdns = List.copyOf(fqdns);
  }

  /** The answer of a window, or of two: the flow would match with this confidence. */
  static LookupAnswer placed(
      TargetLines.Target target,
      long at,
      Placement placement,
      Confidence confidence,
      List<AvailabilityWindow> windows) {
    AvailabilityWindow window = placement.window();
    ServiceFacts service = ServiceFacts.of(window, new TimeSpan(at, at));
    return new LookupAnswer(
        target,
        OptionalLong.of(at),
        Optional.of(window.endpoint()),
        confidence.name(),
        Optional.of(placement.situation().name()),
        Optional.of(placement.score()),
        service.reasons().contains(Reason.NODE) ? List.of(MiningTally.NODE_LABEL) : service.pools(),
        service.coins(),
        service.fqdns(),
        windows.size(),
        OptionalLong.of(window.up().from()),
        OptionalLong.of(window.up().to()),
        Optional.of(window.windowId()));
  }

  /** All windows of an endpoint, or that there is none. */
  static LookupAnswer of(
      TargetLines.Target target,
      OptionalLong at,
      Optional<Endpoint> endpoint,
      String answer,
      List<AvailabilityWindow> windows) {
    return new LookupAnswer(
        target,
        at,
        endpoint,
        answer,
        Optional.empty(),
        Optional.empty(),
        pools(windows),
        union(windows, WindowSegment::coins),
        union(windows, WindowSegment::fqdns),
        windows.size(),
        windows.stream().mapToLong(window -> window.up().from()).min(),
        windows.stream().mapToLong(window -> window.up().to()).max(),
        Optional.empty());
  }

  /** The pools of a window, or what its service is instead, as the results call it. */
  static List<String> pools(AvailabilityWindow window, TimeSpan span) {
    return ServiceFacts.of(window, span).reasons().contains(Reason.NODE)
        ? List.of(MiningTally.NODE_LABEL)
        : union(List.of(window), WindowSegment::pools);
  }

  private static List<String> pools(List<AvailabilityWindow> windows) {
    TreeSet<String> pools = new TreeSet<>();
    windows.forEach(window -> pools.addAll(pools(window, window.up())));
    return List.copyOf(pools);
  }

  private static List<String> union(
      List<AvailabilityWindow> windows, Function<WindowSegment, List<String>> field) {
    TreeSet<String> words = new TreeSet<>();
    windows.forEach(
        window -> window.segments().forEach(segment -> words.addAll(field.apply(segment))));
    return List.copyOf(words);
  }
}
