// SPDX-License-Identifier: Apache-2.0
package io.minetrace.match;

import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.CoinBasis;
import io.minetrace.window.TimeSpan;
import io.minetrace.window.WindowSegment;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a window tells of its service over a stretch of time.
 *
 * @param pools sorted; none of a node
 * @param fqdns sorted
 * @param coins sorted
 * @param coinBasis of the coins together
 * @param reasons to be careful about them
 */
public record ServiceFacts(
    List<String> pools,
    List<String> fqdns,
    List<String> coins,
    CoinBasis coinBasis,
    Set<Reason> reasons) {

  /** Ports on which a pool shares its address with the web as often as not. */
  private static final Set<Integer> WEB_PORTS = Set.of(80, 443);

  /** Protocols that a node speaks to whoever makes blocks from its work; no pool's server does. */
  private static final Set<String> NODE_PROTOCOLS =
      Set.of("getblocktemplate", "getwork", "monero-daemon");

  public ServiceFacts {
    pools = List.copyOf(pools);
    fqdns = List.copyOf(fqdns);
    coins = List.copyOf(coins);
    reasons = Set.copyOf(reasons);
  }

  /** Those of the segments that the span touches; outside the window, of the nearest one. */
  public static ServiceFacts of(AvailabilityWindow window, TimeSpan span) {
    Set<Reason> reasons = EnumSet.noneOf(Reason.class);
    Set<String> pools = new TreeSet<>();
    Set<String> fqdns = new TreeSet<>();
    Set<String> coins = new TreeSet<>();
    CoinBasis basis = CoinBasis.OBSERVED;
    boolean current = false;
    boolean node = true;
    for (WindowSegment segment : segments(window, span)) {
      pools.addAll(segment.pools());
      fqdns.addAll(segment.fqdns());
      fqdns.addAll(segment.staleFqdns());
      coins.addAll(segment.coins());
      // Of several segments, the weakest basis holds for the coins together.
      basis = segment.coinBasis().compareTo(basis) > 0 ? segment.coinBasis() : basis;
      current |= !segment.fqdns().isEmpty() || segment.staleFqdns().isEmpty();
      node &= !segment.protocols().isEmpty() && NODE_PROTOCOLS.containsAll(segment.protocols());
      if (segment.shared()) {
        reasons.add(Reason.SHARED_ADDRESS);
      }
      if (segment.switching()) {
        reasons.add(Reason.COIN_SWITCHING);
      }
    }
    addCoinReasons(reasons, coins, basis);
    if (!current) {
      reasons.add(Reason.STALE_NAME);
    }
    if (node) {
      reasons.add(Reason.NODE);
    }
    if (WEB_PORTS.contains(window.endpoint().port())) {
      reasons.add(Reason.SHARED_ADDRESS);
    }
    return new ServiceFacts(
        node ? List.of() : List.copyOf(pools),
        List.copyOf(fqdns),
        List.copyOf(coins),
        basis,
        reasons);
  }

  private static List<WindowSegment> segments(AvailabilityWindow window, TimeSpan span) {
    if (window.segments().size() == 1) {
      return window.segments();
    }
    List<WindowSegment> touched =
        window.segments().stream().filter(s -> s.span().touches(span)).toList();
    if (!touched.isEmpty()) {
      return touched;
    }
    return List.of(window.segmentAt(span.from() > window.up().to() ? span.from() : span.to()));
  }

  private static void addCoinReasons(Set<Reason> reasons, Set<String> coins, CoinBasis basis) {
    if (coins.size() > 1) {
      reasons.add(Reason.COIN_AMBIGUOUS);
    }
    switch (basis) {
      case DECLARED -> reasons.add(Reason.COIN_DECLARED);
      case CONTRADICTED -> reasons.add(Reason.COIN_CONTRADICTED);
      case OBSERVED, NARROWED -> {
        // Evidence of the service itself: nothing to be careful about.
      }
    }
  }
}
