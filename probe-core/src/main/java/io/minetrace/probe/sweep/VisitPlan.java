// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.sweep;

import io.minetrace.probe.DialogueOutcome;
import io.minetrace.probe.Observation;
import io.minetrace.probe.Reach;
import io.minetrace.probe.catalog.DueEndpoint;
import io.minetrace.probe.catalog.PlannedVisit;
import io.minetrace.probe.dialogue.ProbeProtocol;
import io.minetrace.probe.transport.ProbeTarget;
import io.minetrace.window.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * Which visit comes next. Besides one visit an interval, an endpoint gets a confirmation one or two
 * minutes after a miss that follows an UP, and a visit for another protocol or with TLS when an
 * answer pointed to it; that one late enough for a ban of three minutes to have passed. The dead
 * are visited half as often each time, down to once a day. Not safe for use by several threads.
 */
final class VisitPlan {

  private static final long DAY_MILLIS = 86_400_000L;
  private static final long STALE_VISITS_MILLIS = 30 * DAY_MILLIS;
  private static final long CONFIRM_AFTER_MILLIS = 60_000;
  private static final long CONFIRM_WITHIN_MILLIS = 60_000;
  private static final long FOLLOW_UP_AFTER_MILLIS = 200_000;
  private static final long FOLLOW_UP_WITHIN_MILLIS = 100_000;

  /** An alert instead of an answer, as the transcript writes it, and what nginx says. */
  private static final List<String> SIGNS_OF_TLS =
      List.of("< \\x15\\x03", "plain HTTP request was sent to HTTPS port");

  private final long intervalMillis;
  private final RandomGenerator random;
  private final VisitBudget budget = new VisitBudget();

  VisitPlan(long intervalMillis, RandomGenerator random) {
    this.intervalMillis = intervalMillis;
    this.random = random;
  }

  ProbeTarget target(DueEndpoint due, boolean confirms) {
    return new ProbeTarget(
        due.endpoint(),
        due.fqdn(),
        hint(due),
        tls(due),
        due.declaredCoins(),
        intervalMillis(due),
        confirms,
        due.pools());
  }

  /** The protocol proven last or suspected; else the declared one, if it is one that we speak. */
  private static Optional<ProbeProtocol> hint(DueEndpoint due) {
    Optional<ProbeProtocol> known = ProbeProtocol.ofId(due.protocol());
    if (known.isPresent()) {
      return known;
    }
    List<ProbeProtocol> declared =
        due.declaredProtocols().stream().flatMap(id -> ProbeProtocol.ofId(id).stream()).toList();
    return declared.size() == 1 ? Optional.of(declared.get(0)) : Optional.empty();
  }

  private static Optional<Boolean> tls(DueEndpoint due) {
    boolean declared =
        !due.declaredTls().isEmpty() && due.declaredTls().stream().allMatch("yes"::equals);
    return due.tls().or(() -> declared ? Optional.of(true) : Optional.empty());
  }

  /** An address that its names have left is visited once a day: miners know it by heart. */
  private long intervalMillis(DueEndpoint due) {
    return due.leftAt().isPresent() ? Math.max(DAY_MILLIS, intervalMillis) : intervalMillis;
  }

  /** What is planned after a visit. */
  PlannedVisit after(DueEndpoint due, Observation visit) {
    int misses = misses(due, visit);
    Optional<Boolean> askTls = askTls(due, visit);
    return new PlannedVisit(visit, nextDueAt(due, visit, misses, askTls), misses, askTls);
  }

  private OptionalLong nextDueAt(
      DueEndpoint due, Observation visit, int misses, Optional<Boolean> askTls) {
    long now = visit.endedAt();
    if (due.leftAt().isPresent() && now - due.leftAt().getAsLong() > STALE_VISITS_MILLIS) {
      return OptionalLong.empty();
    }
    if (pointsElsewhere(due, visit, askTls)) {
      OptionalLong followUp =
          budget.take(
              due.endpoint(),
              visit.startedAt(),
              now + between(FOLLOW_UP_AFTER_MILLIS, FOLLOW_UP_WITHIN_MILLIS));
      if (followUp.isPresent()) {
        return followUp;
      }
    }
    boolean unwanted =
        visit.reach() == Reach.SKIPPED_OPTOUT || visit.reach() == Reach.SKIPPED_POLICY;
    long interval =
        unwanted
            ? Math.max(DAY_MILLIS, intervalMillis)
            : Spread.backedOff(intervalMillis(due), misses);
    return OptionalLong.of(visit.startedAt() + Spread.jittered(interval, random));
  }

  /** Whether the next visit would ask something that this one did not. */
  private static boolean pointsElsewhere(
      DueEndpoint due, Observation visit, Optional<Boolean> askTls) {
    if (visit.verdict() == Verdict.UP || due.up()) {
      return false;
    }
    boolean otherProtocol =
        visit.protocols().stream()
            .flatMap(id -> ProbeProtocol.ofId(id).stream())
            .anyMatch(protocol -> !hint(due).equals(Optional.of(protocol)));
    return otherProtocol || (askTls.equals(Optional.of(true)) && tls(due).isEmpty());
  }

  /** Visits in a row that found nobody; one that never was proven and says nothing is as good. */
  private static int misses(DueEndpoint due, Observation visit) {
    return switch (visit.verdict()) {
      case UP -> 0;
      case DOWN -> due.misses() + 1;
      case LISTENING -> due.proven() ? 0 : due.misses() + 1;
      case UNKNOWN -> due.misses();
    };
  }

  private static Optional<Boolean> askTls(DueEndpoint due, Observation visit) {
    boolean within =
        switch (visit.channel()) {
          case TLS, HTTPS, WSS -> true;
          case PLAIN, HTTP, WS, NOISE -> false;
        };
    if (visit.verdict() == Verdict.UP) {
      return Optional.of(within);
    }
    if (due.proven() || visit.verdict() != Verdict.LISTENING) {
      return due.tls();
    }
    return within ? Optional.empty() : pointsToTls(visit) ? Optional.of(true) : due.tls();
  }

  private static boolean pointsToTls(Observation visit) {
    boolean hungUp =
        visit.bytesReceived() == 0
            && (visit.dialogue() == DialogueOutcome.CLOSED_EMPTY
                || visit.dialogue() == DialogueOutcome.RESET);
    String words = visit.transcript().utf8();
    return hungUp || SIGNS_OF_TLS.stream().anyMatch(words::contains);
  }

  /** When to ask again after a single miss; empty if it was none, or was asked twice already. */
  OptionalLong confirmAt(DueEndpoint due, Observation visit) {
    boolean miss = visit.verdict().isUsable() && visit.verdict() != Verdict.UP;
    if (!miss || !due.up() || visit.confirms()) {
      return OptionalLong.empty();
    }
    long wanted = visit.endedAt() + between(CONFIRM_AFTER_MILLIS, CONFIRM_WITHIN_MILLIS);
    OptionalLong granted = budget.take(due.endpoint(), visit.startedAt(), wanted);
    return granted.equals(OptionalLong.of(wanted)) ? granted : OptionalLong.empty();
  }

  private long between(long least, long width) {
    return least + random.nextLong(width);
  }
}
