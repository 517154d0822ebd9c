// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.ledger;

import io.minetrace.match.Situation;
import io.minetrace.window.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the specification says of an instant, or of a flow, straight from the observations: no
 * window is made. Starts from the observation before the instant and the one after, as the
 * specification does; plain, slow, and without a line of the fold or of the matcher. Which
 * observations count is read as {@link BruteForceWindows} reads it.
 */
final class AnswersFromObservations {

  private static final long MINUTE = 60_000L;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  /** 12 h, 1 d, 2 d, 4 d, 7 d, 14 d. */
  private static final List<Long> DISTANCES =
      List.of(12 * HOUR, DAY, 2 * DAY, 4 * DAY, 7 * DAY, 14 * DAY);

  /**
   * An answer.
   *
   * @param bucket from 0, in the order of the specification's scores
   * @param firstUp of the window that a claim would name
   */
  record Answer(Situation situation, int bucket, int score, long firstUp) {}

  private static final Comparator<Answer> BETTER =
      Comparator.comparingInt(Answer::score)
          .thenComparing(Comparator.comparing(Answer::situation).reversed())
          .thenComparingLong(Answer::firstUp);

  /** In order of time, no two of one instant. */
  private final List<LedgerEntry> counted;

  private final Map<Long, Integer> places = new HashMap<>();

  AnswersFromObservations(Collection<LedgerEntry> history, List<Doubt> doubts) {
    this.counted = BruteForceWindows.counted(history, doubts);
    for (LedgerEntry entry : counted) {
      places.put(entry.time(), places.size());
    }
  }

  private int place(LedgerEntry entry) {
    return places.get(entry.time());
  }

  /** What is said of an instant; empty where nothing is. */
  Optional<Answer> at(long instant) {
    Optional<LedgerEntry> before = none();
    Optional<LedgerEntry> after = none();
    Optional<LedgerEntry> upBefore = none();
    Optional<LedgerEntry> upAfter = none();
    for (LedgerEntry entry : counted) {
      if (entry.time() <= instant) {
        before = Optional.of(entry);
        upBefore = isUp(entry) ? Optional.of(entry) : upBefore;
      }
      if (entry.time() >= instant) {
        after = after.or(() -> Optional.of(entry));
        upAfter = upAfter.isEmpty() && isUp(entry) ? Optional.of(entry) : upAfter;
      }
    }
    if (upBefore.isPresent() && upAfter.isPresent()) {
      LedgerEntry from = upBefore.get();
      LedgerEntry to = upAfter.get();
      if (from.time() == to.time()) {
        return Optional.of(answer(Situation.IN_WINDOW, 0, from));
      }
      if (isBridged(from, to)) {
        boolean missed = place(to) - place(from) > 1;
        return Optional.of(answer(missed ? Situation.BRIDGED_MISS : Situation.IN_WINDOW, 0, from));
      }
    }
    List<Answer> said = new ArrayList<>();
    if (before.isPresent() && isUp(before.get())) {
      beyond(instant, before.get(), after).ifPresent(said::add);
    }
    if (after.isPresent() && isUp(after.get())) {
      beyond(instant, after.get(), before).ifPresent(said::add);
    }
    return said.stream().max(BETTER);
  }

  private static Optional<LedgerEntry> none() {
    return Optional.empty();
  }

  private static boolean isUp(LedgerEntry entry) {
    return entry.verdict() == Verdict.UP;
  }

  /** Whether the hole between two UPs with none between them can be bridged. */
  private boolean isBridged(LedgerEntry up, LedgerEntry next) {
    int misses = place(next) - place(up) - 1;
    double limit = Math.max(2.5 * up.intervalMillis(), 30 * MINUTE);
    return next.time() - up.time() <= limit && (misses <= 1 || next.confirms());
  }

  /**
   * An instant beyond the last UP of a run, or before its first, and the observation over there.
   */
  private Optional<Answer> beyond(long instant, LedgerEntry edge, Optional<LedgerEntry> other) {
    long distance = Math.abs(instant - edge.time());
    long interval = lastOfRun(edge).intervalMillis();
    if (other.isPresent() && !isUp(other.get())) {
      long apart = Math.abs(other.get().time() - edge.time());
      if (distance >= apart) {
        return Optional.empty();
      }
      if (distance > interval) {
        return byDistance(Situation.GAP_ONE_SIDE, distance, edge);
      }
      long margin = Math.min(interval, apart);
      int quarter = 1;
      while (4 * distance > quarter * margin) {
        quarter++;
      }
      return Optional.of(answer(Situation.MARGIN_CLOSED, quarter - 1, edge));
    }
    if (other.isPresent() && Math.abs(other.get().time() - edge.time()) <= 14 * DAY) {
      return Optional.of(answer(Situation.GAP_BETWEEN_UPS, 0, edge));
    }
    return distance <= interval
        ? Optional.of(answer(Situation.MARGIN_OPEN, 0, edge))
        : byDistance(Situation.OPEN_END, distance, edge);
  }

  private Optional<Answer> byDistance(Situation situation, long distance, LedgerEntry edge) {
    for (int bucket = 0; bucket < DISTANCES.size(); bucket++) {
      if (distance <= DISTANCES.get(bucket)) {
        return Optional.of(answer(situation, bucket, edge));
      }
    }
    return Optional.empty();
  }

  private LedgerEntry lastOfRun(LedgerEntry up) {
    LedgerEntry last = up;
    for (LedgerEntry next : counted.subList(place(up) + 1, counted.size())) {
      if (isUp(next) && !isBridged(last, next)) {
        return last;
      }
      last = isUp(next) ? next : last;
    }
    return last;
  }

  private LedgerEntry firstOfRun(LedgerEntry up) {
    LedgerEntry first = up;
    for (int i = place(up) - 1; i >= 0; i--) {
      LedgerEntry previous = counted.get(i);
      if (isUp(previous) && !isBridged(previous, first)) {
        return first;
      }
      first = isUp(previous) ? previous : first;
    }
    return first;
  }

  private Answer answer(Situation situation, int bucket, LedgerEntry up) {
    List<Integer> scores =
        switch (situation) {
          case IN_WINDOW, MARGIN_OPEN, GAP_BETWEEN_UPS -> List.of(99);
          case BRIDGED_MISS -> List.of(80);
          case OPEN_END -> List.of(99, 99, 98, 96, 93, 87);
          case MARGIN_CLOSED -> List.of(83, 71, 56, 41);
          case GAP_ONE_SIDE -> List.of(93, 92, 76, 57, 36, 12);
        };
    return new Answer(situation, bucket, scores.get(bucket), firstOfRun(up).time());
  }

  /** The best that is said of any instant of a flow. */
  Optional<Answer> over(long from, long to) {
    TreeSet<Long> instants = new TreeSet<>(List.of(from, to));
    for (LedgerEntry entry : counted) {
      if (isUp(entry)) {
        addTurns(entry, instants);
      }
    }
    return instants.subSet(from, true, to, true).stream()
        .flatMap(instant -> at(instant).stream())
        .max(BETTER);
  }

  /** Every instant at which, going away from an UP, something else may begin to be said. */
  private void addTurns(LedgerEntry up, Set<Long> instants) {
    List<Long> distances = new ArrayList<>(List.of(-1L, 0L));
    LedgerEntry last = lastOfRun(up);
    if (up.equals(last) || up.equals(firstOfRun(up))) {
      distances.addAll(DISTANCES);
      distances.add(last.intervalMillis());
      distances.addAll(quarters(up, last.intervalMillis()));
    }
    for (long distance : distances) {
      instants.add(up.time() + distance + 1);
      instants.add(up.time() - distance - 1);
    }
  }

  private List<Long> quarters(LedgerEntry up, long interval) {
    List<Long> quarters = new ArrayList<>();
    for (int neighbour : List.of(place(up) - 1, place(up) + 1)) {
      if (neighbour >= 0 && neighbour < counted.size()) {
        long margin = Math.min(interval, Math.abs(counted.get(neighbour).time() - up.time()));
        for (int quarter = 1; quarter < 4; quarter++) {
          quarters.add(margin * quarter / 4);
        }
      }
    }
    return quarters;
  }
}
