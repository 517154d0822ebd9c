// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.sweep;

import io.minetrace.net.IpAddress;
import io.minetrace.probe.DialogueOutcome;
import io.minetrace.probe.Observation;
import io.minetrace.probe.Reach;
import io.minetrace.probe.catalog.AddressPause;
import io.minetrace.probe.catalog.DueEndpoint;
import io.minetrace.window.Verdict;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Recognises addresses that have banned us: they say so, or they were proven before and now accept
 * and hang up without a word, on all ports that are visited. Such an address is left alone for an
 * hour, then six, then a day. Knows no clock. Not safe for use by several threads.
 */
final class BanWatch {

  private static final List<Long> PAUSES_MILLIS =
      List.of(3_600_000L, 6 * 3_600_000L, 24 * 3_600_000L);

  /** As many ports that hang up as it takes to believe it of an address with more than one. */
  private static final int PORTS_NEEDED = 2;

  private final Map<IpAddress, Suspicion> suspicions = new HashMap<>();

  private static final class Suspicion {
    private final Set<Integer> ports = new HashSet<>();
    private long since = Long.MAX_VALUE;
    private int level;
    private long until;
  }

  /** What a visit shows. */
  enum Sign {
    NONE,
    /** The address seems to have banned us, and is to be left alone. */
    BANNED,
    /** It was left alone, and answers again. */
    LIFTED
  }

  /**
   * What a visit shows.
   *
   * @param pause how long the address is to be left alone; only with {@link Sign#BANNED}
   */
  record Reading(Sign sign, Optional<AddressPause> pause) {

    private static final Reading NOTHING = new Reading(Sign.NONE, Optional.empty());
    private static final Reading ANSWERS = new Reading(Sign.LIFTED, Optional.empty());
  }

  /** Goes on from what was found before a restart. */
  void resume(Collection<AddressPause> pauses) {
    for (AddressPause pause : pauses) {
      Suspicion suspicion = new Suspicion();
      suspicion.level = pause.level();
      suspicion.until = pause.until();
      suspicions.put(pause.address(), suspicion);
    }
  }

  /** Whether the address is left alone at an instant. */
  boolean isPaused(IpAddress address, long instant) {
    Suspicion suspicion = suspicions.get(address);
    return suspicion != null && instant < suspicion.until;
  }

  Reading visited(DueEndpoint due, Observation visit) {
    IpAddress address = due.endpoint().address();
    if (visit.dialogue() == DialogueOutcome.BAN_TEXT) {
      Suspicion suspicion = suspicions.computeIfAbsent(address, key -> new Suspicion());
      suspicion.since = Math.min(suspicion.since, visit.endedAt());
      return banned(address, suspicion, visit, "it says that we are banned");
    }
    if (isShutOut(due, visit)) {
      Suspicion suspicion = suspicions.computeIfAbsent(address, key -> new Suspicion());
      suspicion.since = Math.min(suspicion.since, visit.endedAt());
      suspicion.ports.add(due.endpoint().port());
      int needed = suspicion.level > 0 ? 1 : Math.min(PORTS_NEEDED, Math.max(1, due.provenPorts()));
      return suspicion.ports.size() >= needed
          ? banned(
              address, suspicion, visit, "proven before, it now accepts and hangs up on all ports")
          : Reading.NOTHING;
    }
    if (visit.verdict() == Verdict.UP || visit.bytesReceived() > 0) {
      Suspicion suspicion = suspicions.remove(address);
      return suspicion != null && suspicion.level > 0 ? Reading.ANSWERS : Reading.NOTHING;
    }
    return Reading.NOTHING;
  }

  private static boolean isShutOut(DueEndpoint due, Observation visit) {
    return due.proven()
        && visit.reach() == Reach.CONNECTED
        && visit.bytesReceived() == 0
        && (visit.dialogue() == DialogueOutcome.CLOSED_EMPTY
            || visit.dialogue() == DialogueOutcome.RESET);
  }

  private static Reading banned(
      IpAddress address, Suspicion suspicion, Observation visit, String reason) {
    long pause = PAUSES_MILLIS.get(Math.min(suspicion.level, PAUSES_MILLIS.size() - 1));
    suspicion.level++;
    suspicion.until = visit.endedAt() + pause;
    AddressPause found =
        new AddressPause(address, suspicion.level, suspicion.since, suspicion.until, reason);
    suspicion.ports.clear();
    suspicion.since = Long.MAX_VALUE;
    return new Reading(Sign.BANNED, Optional.of(found));
  }
}
