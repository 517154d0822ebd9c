// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.ledger;

import io.minetrace.net.Endpoint;
import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.BoundReason;
import io.minetrace.window.CoinBasis;
import io.minetrace.window.Evidence;
import io.minetrace.window.TimeSpan;
import io.minetrace.window.Verdict;
import io.minetrace.window.WindowSegment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The windows of a history, written down a second time from the specification alone: plain, slow,
 * from all observations at once, and without a line of the fold. It takes the fold's inputs and
 * gives its outputs, and uses none of their behaviour.
 *
 * <p>Where the specification leaves a choice, this reads it so: "less than 10 min apart count once"
 * is asked of each observation and the one that counted last before it; a confirmation is not
 * absorbed by what came before it, and a miss that is a confirmation not by what comes after; what
 * falls on the same instant is one observation, whatever it is. A confirmation bridges within the
 * limit only. An edge that no other UP precedes takes the limit of its own UP.
 */
public final class BruteForceWindows {

  private static final long MINUTE = 60_000L;
  private static final long DAY = 24 * 60 * MINUTE;

  private final Endpoint endpoint;

  /** Observations that count, in order of time. */
  private final List<LedgerEntry> counted;

  private final List<NameAttribution> names;

  /** The UPs of each run. */
  private final List<List<LedgerEntry>> runs = new ArrayList<>();

  BruteForceWindows(
      Collection<LedgerEntry> history, List<Doubt> doubts, List<NameAttribution> names) {
    this(History.ENDPOINT, history, doubts, names);
  }

  private BruteForceWindows(
      Endpoint endpoint,
      Collection<LedgerEntry> history,
      List<Doubt> doubts,
      List<NameAttribution> names) {
    this.endpoint = endpoint;
    this.counted = counted(history, doubts);
    this.names = names;
    List<LedgerEntry> ups = counted.stream().filter(BruteForceWindows::isUp).toList();
    for (int i = 0; i < ups.size(); i++) {
      if (i == 0 || !isBridged(ups.get(i - 1), ups.get(i))) {
        runs.add(new ArrayList<>());
      }
      runs.get(runs.size() - 1).add(ups.get(i));
    }
  }

  /** The windows of a history, by what the fold knows besides. */
  public static List<AvailabilityWindow> of(
      Endpoint endpoint, Collection<LedgerEntry> history, LedgerContext context) {
    return new BruteForceWindows(endpoint, history, context.doubts(), context.names()).windows();
  }

  // ---- Section 1: what counts

  private static boolean isUp(LedgerEntry entry) {
    return entry.verdict() == Verdict.UP;
  }

  /** What is left of a history when all that says nothing, or counts with another, is gone. */
  static List<LedgerEntry> counted(Collection<LedgerEntry> history, List<Doubt> doubts) {
    List<LedgerEntry> all = new ArrayList<>();
    for (LedgerEntry entry : history) {
      boolean doubted = !isUp(entry) && doubts.stream().anyMatch(doubt -> isIn(doubt, entry));
      if (entry.verdict() != Verdict.UNKNOWN && !doubted) {
        all.add(entry);
      }
    }
    // Of what falls on one instant the most telling first: it is the one to stay.
    all.sort(
        Comparator.comparingLong(LedgerEntry::time)
            .thenComparing(entry -> entry.verdict().name().equals("UP") ? 0 : 1)
            .thenComparing(entry -> entry.verdict().name().equals("LISTENING") ? 0 : 1)
            .thenComparing(entry -> entry.confirms() ? 0 : 1)
            .thenComparing(LedgerEntry::vantage)
            .thenComparing(entry -> -entry.evidence().ordinal())
            .thenComparing(LedgerEntry::intervalMillis)
            .thenComparing(entry -> entry.service().toString()));
    for (int i = 1; i < all.size(); ) {
      LedgerEntry earlier = all.get(i - 1);
      LedgerEntry later = all.get(i);
      if (!countOnce(earlier, later)) {
        i++;
      } else if (isUp(later) && !isUp(earlier)) {
        all.remove(i - 1);
        i = 1;
      } else {
        all.remove(i);
        i = 1;
      }
    }
    return all;
  }

  private static boolean isIn(Doubt doubt, LedgerEntry entry) {
    return doubt.span().from() <= entry.time()
        && entry.time() <= doubt.span().to()
        && (doubt.vantage().isEmpty() || doubt.vantage().get().equals(entry.vantage()));
  }

  private static boolean countOnce(LedgerEntry earlier, LedgerEntry later) {
    if (earlier.time() == later.time()) {
      return true;
    }
    if (later.confirms() || (earlier.confirms() && !isUp(earlier) && isUp(later))) {
      return false;
    }
    return later.time() - earlier.time() < 10 * MINUTE;
  }

  // ---- Section 2: windows

  private static boolean isWithinLimit(long apart, long interval) {
    return 2 * apart <= 5 * interval || apart <= 30 * MINUTE;
  }

  private List<LedgerEntry> missesBetween(long from, long to) {
    // Only from about there on: a history of years would be read once for each of its UPs.
    int begin = 0;
    int end = counted.size();
    while (end - begin > 1) {
      int middle = (begin + end) / 2;
      if (counted.get(middle).time() < from) {
        begin = middle;
      } else {
        end = middle;
      }
    }
    return counted.subList(begin, counted.size()).stream()
        .takeWhile(entry -> entry.time() < to)
        .filter(entry -> !isUp(entry) && from < entry.time())
        .toList();
  }

  private boolean isBridged(LedgerEntry up, LedgerEntry next) {
    return isWithinLimit(next.time() - up.time(), up.intervalMillis())
        && (missesBetween(up.time(), next.time()).size() <= 1 || next.confirms());
  }

  List<AvailabilityWindow> windows() {
    List<AvailabilityWindow> windows = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      windows.add(window(i));
    }
    return windows;
  }

  private AvailabilityWindow window(int number) {
    List<LedgerEntry> ups = runs.get(number);
    LedgerEntry first = ups.get(0);
    LedgerEntry last = ups.get(ups.size() - 1);
    Optional<LedgerEntry> before = neighbour(first, -1);
    Optional<LedgerEntry> after = neighbour(last, 1);
    long intervalBefore =
        number == 0
            ? first.intervalMillis()
            : runs.get(number - 1).get(runs.get(number - 1).size() - 1).intervalMillis();
    List<TimeSpan> bridged = new ArrayList<>();
    long missed = 0;
    long maxGap = 0;
    Evidence evidence = Evidence.E0;
    for (int i = 0; i < ups.size(); i++) {
      if (ups.get(i).evidence().ordinal() > evidence.ordinal()) {
        evidence = ups.get(i).evidence();
      }
      if (i > 0) {
        long from = ups.get(i - 1).time();
        long to = ups.get(i).time();
        maxGap = Math.max(maxGap, to - from);
        missed += missesBetween(from, to).size();
        if (!missesBetween(from, to).isEmpty()) {
          bridged.add(new TimeSpan(from, to));
        }
      }
    }
    return new AvailabilityWindow(
        endpoint,
        new TimeSpan(first.time(), last.time()),
        timeOfNonUp(before),
        timeOfNonUp(after),
        reason(first, before, intervalBefore),
        reason(last, after, last.intervalMillis()),
        last.intervalMillis(),
        ups.size(),
        missed,
        bridged,
        maxGap,
        evidence,
        segments(ups));
  }

  private Optional<LedgerEntry> neighbour(LedgerEntry entry, int direction) {
    int at = counted.indexOf(entry) + direction;
    return at < 0 || at >= counted.size() ? Optional.empty() : Optional.of(counted.get(at));
  }

  private static OptionalLong timeOfNonUp(Optional<LedgerEntry> neighbour) {
    return neighbour.isPresent() && !isUp(neighbour.get())
        ? OptionalLong.of(neighbour.get().time())
        : OptionalLong.empty();
  }

  private static BoundReason reason(
      LedgerEntry edge, Optional<LedgerEntry> neighbour, long interval) {
    if (neighbour.isEmpty()) {
      return BoundReason.OPEN;
    }
    long apart = Math.abs(neighbour.get().time() - edge.time());
    if (isUp(neighbour.get()) || !isWithinLimit(apart, interval)) {
      return BoundReason.NO_DATA;
    }
    return neighbour.get().verdict() == Verdict.LISTENING
        ? BoundReason.LISTENING
        : BoundReason.DOWN;
  }

  // ---- Section 2: segments

  /** What held from one instant to another. */
  private record Held(long from, long to, ServiceState state) {}

  private List<WindowSegment> segments(List<LedgerEntry> ups) {
    List<Held> held = withTimesBetween(constant(ups));
    List<TimeSpan> changes = dayOfThreeCoins(ups);
    List<WindowSegment> segments = new ArrayList<>();
    for (Held piece : cutByNames(held)) {
      WindowSegment next = segment(piece, changes);
      if (!segments.isEmpty() && sameWords(segments.get(segments.size() - 1), next)) {
        long from = segments.remove(segments.size() - 1).span().from();
        segments.add(segment(new Held(from, piece.to(), piece.state()), next));
      } else {
        segments.add(next);
      }
    }
    return segments;
  }

  /** The longest stretches in which all UPs can be told of one and the same service. */
  private static List<Held> constant(List<LedgerEntry> ups) {
    List<Held> stretches = new ArrayList<>();
    int from = 0;
    while (from < ups.size()) {
      int to = from;
      while (to + 1 < ups.size() && areOne(ups.subList(from, to + 2))) {
        to++;
      }
      stretches.add(
          new Held(ups.get(from).time(), ups.get(to).time(), common(ups.subList(from, to + 1))));
      from = to + 1;
    }
    return stretches;
  }

  /**
   * Whether UPs differ only in how much they tell: the same coins, channel and software, all of
   * them contradicting the catalog or none, and the fewest families that one names are among those
   * that each of the others names; naming none at all is another matter than naming some.
   */
  private static boolean areOne(List<LedgerEntry> ups) {
    ServiceState common = common(ups);
    for (LedgerEntry up : ups) {
      ServiceState one = up.service();
      if (!one.coins().equals(common.coins())
          || one.channel() != common.channel()
          || !one.software().equals(common.software())
          || isContradicted(one) != isContradicted(ups.get(0).service())
          || one.protocols().isEmpty() != common.protocols().isEmpty()
          || !one.protocols().containsAll(common.protocols())) {
        return false;
      }
    }
    return true;
  }

  private static boolean isContradicted(ServiceState state) {
    return state.coinBasis() == CoinBasis.CONTRADICTED;
  }

  /** The firmest basis and the fewest families. */
  private static ServiceState common(List<LedgerEntry> ups) {
    ServiceState first = ups.get(0).service();
    CoinBasis basis = first.coinBasis();
    List<String> protocols = first.protocols();
    for (LedgerEntry up : ups) {
      basis = firmer(basis, up.service().coinBasis());
      if (up.service().protocols().size() < protocols.size()) {
        protocols = up.service().protocols();
      }
    }
    return new ServiceState(first.coins(), basis, protocols, first.channel(), first.software());
  }

  private static CoinBasis firmer(CoinBasis a, CoinBasis b) {
    return a.ordinal() <= b.ordinal() ? a : b;
  }

  private static List<Held> withTimesBetween(List<Held> stretches) {
    List<Held> all = new ArrayList<>();
    for (int i = 0; i < stretches.size(); i++) {
      Held next = stretches.get(i);
      if (i > 0 && stretches.get(i - 1).to() + 1 < next.from()) {
        Held previous = stretches.get(i - 1);
        List<String> coins = new ArrayList<>(previous.state().coins());
        coins.addAll(next.state().coins());
        List<String> protocols = new ArrayList<>(previous.state().protocols());
        protocols.addAll(next.state().protocols());
        CoinBasis firm = firmer(previous.state().coinBasis(), next.state().coinBasis());
        CoinBasis weak =
            firm == previous.state().coinBasis()
                ? next.state().coinBasis()
                : previous.state().coinBasis();
        all.add(
            new Held(
                previous.to() + 1,
                next.from() - 1,
                new ServiceState(
                    coins,
                    weak,
                    protocols,
                    previous.state().channel(),
                    previous.state().software())));
      }
      all.add(next);
    }
    return all;
  }

  private List<Held> cutByNames(List<Held> held) {
    List<Held> pieces = new ArrayList<>();
    for (Held whole : held) {
      SortedSet<Long> starts = new TreeSet<>(List.of(whole.from()));
      for (NameAttribution name : names) {
        starts.add(name.seen().from());
        if (name.left()) {
          starts.add(name.seen().to() + 1);
        }
      }
      List<Long> inside =
          starts.stream().filter(at -> whole.from() <= at && at <= whole.to()).toList();
      for (int i = 0; i < inside.size(); i++) {
        long to = i + 1 < inside.size() ? inside.get(i + 1) - 1 : whole.to();
        pieces.add(new Held(inside.get(i), to, whole.state()));
      }
    }
    return pieces;
  }

  /** From the first to the last of each three changes of the coin that fit into a day. */
  private static List<TimeSpan> dayOfThreeCoins(List<LedgerEntry> ups) {
    List<LedgerEntry> telling =
        ups.stream().filter(up -> up.service().coinBasis() != CoinBasis.DECLARED).toList();
    List<Long> changes = new ArrayList<>();
    for (int i = 1; i < telling.size(); i++) {
      List<String> before = telling.get(i - 1).service().coins();
      if (telling.get(i).service().coins().stream().noneMatch(before::contains)) {
        changes.add(telling.get(i).time());
      }
    }
    List<TimeSpan> days = new ArrayList<>();
    for (int i = 0; i + 2 < changes.size(); i++) {
      if (changes.get(i + 2) - changes.get(i) <= DAY) {
        days.add(new TimeSpan(changes.get(i), changes.get(i + 2)));
      }
    }
    return days;
  }

  private WindowSegment segment(Held piece, List<TimeSpan> days) {
    long at = piece.from();
    SortedSet<String> pools = new TreeSet<>();
    SortedSet<String> here = new TreeSet<>();
    SortedSet<String> gone = new TreeSet<>();
    boolean shared = false;
    for (NameAttribution name : names) {
      boolean came = name.seen().from() <= at;
      boolean left = name.left() && name.seen().to() < at;
      if (!came) {
        continue;
      }
      if (name.kind() == NameAttribution.Kind.FOREIGN) {
        shared |= !left;
        continue;
      }
      (left ? gone : here).add(name.fqdn());
      if (!name.pool().isEmpty()) {
        pools.add(name.pool());
      }
    }
    gone.removeAll(here);
    boolean switching =
        days.stream().anyMatch(day -> day.from() <= piece.to() && piece.from() <= day.to());
    return new WindowSegment(
        new TimeSpan(piece.from(), piece.to()),
        List.copyOf(pools),
        List.copyOf(here),
        List.copyOf(gone),
        piece.state().coins(),
        piece.state().coinBasis(),
        piece.state().protocols(),
        piece.state().channel(),
        piece.state().software(),
        shared,
        switching);
  }

  private static WindowSegment segment(Held span, WindowSegment words) {
    return new WindowSegment(
        new TimeSpan(span.from(), span.to()),
        words.pools(),
        words.fqdns(),
        words.staleFqdns(),
        words.coins(),
        words.coinBasis(),
        words.protocols(),
        words.channel(),
        words.software(),
        words.shared(),
        words.switching());
  }

  private static boolean sameWords(WindowSegment a, WindowSegment b) {
    Held nowhere = new Held(0, 0, null);
    return segment(nowhere, a).equals(segment(nowhere, b));
  }
}
