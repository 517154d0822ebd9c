// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.daemon;

import io.minetrace.net.Endpoint;
import io.minetrace.probe.Observation;
import io.minetrace.probe.catalog.DueEndpoint;
import io.minetrace.probe.dialogue.ProbeProtocol;
import io.minetrace.probe.transport.ProbeTarget;
import io.minetrace.window.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * Which visit comes next. Besides one visit an interval, an endpoint gets a confirmation one or two
 * minutes after a miss that follows an UP, and a visit for another protocol when an answer pointed
 * to it; that one late enough for a ban of three minutes to have passed. Not safe for use by
 * several threads.
 */
final class VisitPlan {

  private static final long DAY_MILLIS = 86_400_000L;
  private static final long STALE_VISITS_MILLIS = 30 * DAY_MILLIS;
  private static final double JITTER = 0.15;
  private static final long CONFIRM_AFTER_MILLIS = 60_000;
  private static final long CONFIRM_WITHIN_MILLIS = 60_000;
  private static final long FOLLOW_UP_AFTER_MILLIS = 200_000;
  private static final long FOLLOW_UP_WITHIN_MILLIS = 100_000;

  /** With the regular ones never more than three in ten minutes or six a day of 3-hour sweeps. */
  private static final int EXTRA_VISITS_A_DAY = 4;

  private final DaemonConfig config;
  private final RandomGenerator random;
  private final Map<Endpoint, Extras> extras = new HashMap<>();

  private record Extras(long day, int used) {}

  VisitPlan(DaemonConfig config, RandomGenerator random) {
    this.config = config;
    this.random = random;
  }

  ProbeTarget target(DueEndpoint due, boolean confirms) {
    return new ProbeTarget(
        due.endpoint(),
        due.fqdn(),
        hint(due),
        Optional.empty(),
        due.declaredCoins(),
        intervalMillis(due),
        confirms);
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

  /** An address that its names have left is visited once a day: miners know it by heart. */
  private long intervalMillis(DueEndpoint due) {
    return due.leftAt().isPresent()
        ? Math.max(DAY_MILLIS, config.sweepMillis())
        : config.sweepMillis();
  }

  /** When the endpoint is due again after a visit; empty if its names left it long ago. */
  OptionalLong nextDueAt(DueEndpoint due, Observation visit) {
    long now = visit.endedAt();
    if (due.leftAt().isPresent() && now - due.leftAt().getAsLong() > STALE_VISITS_MILLIS) {
      return OptionalLong.empty();
    }
    if (pointsToAnotherProtocol(due, visit) && takeExtra(due.endpoint(), now)) {
      return OptionalLong.of(now + between(FOLLOW_UP_AFTER_MILLIS, FOLLOW_UP_WITHIN_MILLIS));
    }
    return OptionalLong.of(visit.startedAt() + jittered(intervalMillis(due)));
  }

  private static boolean pointsToAnotherProtocol(DueEndpoint due, Observation visit) {
    return visit.verdict() != Verdict.UP
        && !due.up()
        && visit.protocols().stream()
            .flatMap(id -> ProbeProtocol.ofId(id).stream())
            .anyMatch(protocol -> !hint(due).equals(Optional.of(protocol)));
  }

  /** When to ask again after a single miss; empty if it was none, or was asked twice already. */
  OptionalLong confirmAt(DueEndpoint due, Observation visit) {
    boolean miss = visit.verdict().isUsable() && visit.verdict() != Verdict.UP;
    boolean confirm =
        miss && due.up() && !visit.confirms() && takeExtra(due.endpoint(), visit.endedAt());
    return confirm
        ? OptionalLong.of(visit.endedAt() + between(CONFIRM_AFTER_MILLIS, CONFIRM_WITHIN_MILLIS))
        : OptionalLong.empty();
  }

  long nextResolveAt(long askedAt) {
    return askedAt + jittered(config.resolveMillis());
  }

  private boolean takeExtra(Endpoint endpoint, long now) {
    long day = Math.floorDiv(now, DAY_MILLIS);
    Extras known = extras.getOrDefault(endpoint, new Extras(day, 0));
    int used = known.day() == day ? known.used() : 0;
    if (used == EXTRA_VISITS_A_DAY) {
      return false;
    }
    extras.put(endpoint, new Extras(day, used + 1));
    extras.values().removeIf(extra -> extra.day() < day);
    return true;
  }

  private long jittered(long interval) {
    return Math.round(interval * (1 - JITTER + 2 * JITTER * random.nextDouble()));
  }

  private long between(long least, long width) {
    return least + random.nextLong(width);
  }
}
