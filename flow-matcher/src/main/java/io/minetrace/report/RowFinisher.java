// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import io.minetrace.match.Reason;
import io.minetrace.match.SessionBuilder;
import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import io.minetrace.net.TransportProtocol;
import io.minetrace.window.ObservationProof;
import io.minetrace.window.WindowSnapshot;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Fills what a match by itself cannot know: the session, the observations that bracket the flow,
 * the snapshot's id. Rows of the same client and pool must come in {@link ResultRow#ORDER}; how
 * those of others lie between them does not matter. Used by one thread.
 */
public final class RowFinisher {

  /** Endpoints whose observations are kept at hand: rows of one come in runs. */
  private static final int CACHED_ENDPOINTS = 64;

  /** Visits less than this apart count once: where one of them says something, nothing is amiss. */
  private static final long ONCE_MILLIS = 10L * 60 * 1000;

  private final WindowSnapshot snapshot;
  private final SessionBuilder sessions;
  private final Map<Endpoint, List<ObservationProof>> cache = new LinkedHashMap<>(16, 0.75f, true);

  /** With the gap of the specification between sessions. */
  public RowFinisher(WindowSnapshot snapshot) {
    this(snapshot, SessionBuilder.DEFAULT_GAP);
  }

  /**
   * @param sessionGap how long nothing may be seen within one session
   */
  public RowFinisher(WindowSnapshot snapshot, Duration sessionGap) {
    this.snapshot = snapshot;
    this.sessions = new SessionBuilder(sessionGap);
  }

  /** As {@link #finish}, where all rows come in order: what is over is forgotten. */
  public ResultRow finishNext(ResultRow row) throws IOException {
    sessions.forgetEndedBefore(row.number(ResultColumn.FLOW_START));
    return finish(row);
  }

  /** The row with everything filled. */
  public ResultRow finish(ResultRow row) throws IOException {
    long start = row.number(ResultColumn.FLOW_START);
    long end = row.number(ResultColumn.FLOW_END);
    Endpoint pool = pool(row);
    IpAddress client = IpAddress.parse(row.text(ResultColumn.CLIENT_IP_ADDRESS));
    String session = sessions.sessionOf(client, pool, start, end);
    Bracket bracket = new Bracket(Math.min(start, end), Math.max(start, end));
    for (ObservationProof observation : observations(pool)) {
      if (bracket.isClosedBy(observation)) {
        break;
      }
    }
    return row.finished(
        snapshot.id(), session, bracket.before, bracket.after, bracket.vantageSuspect());
  }

  /** The usable observations next to a flow, found by going through all in order of time. */
  private static final class Bracket {
    private final long from;
    private final long to;
    private Long before;
    private Long after;
    private Long lastUsable;

    /** Of the unusable ones since the last usable one, the first that does not count with that. */
    private Long firstBlind;

    private boolean blind;

    Bracket(long from, long to) {
      this.from = from;
      this.to = to;
    }

    boolean isClosedBy(ObservationProof observation) {
      long time = observation.time();
      if (!observation.verdict().isUsable()) {
        boolean countsWithLast = lastUsable != null && time - lastUsable < ONCE_MILLIS;
        if (firstBlind == null && !countsWithLast) {
          firstBlind = time;
        }
        return false;
      }
      blind |= firstBlind != null && time - firstBlind >= ONCE_MILLIS;
      firstBlind = null;
      lastUsable = time;
      if (time <= from) {
        before = time;
        blind = false;
      }
      if (time >= to) {
        after = time;
      }
      return after != null;
    }

    Optional<Reason> vantageSuspect() {
      return blind || firstBlind != null ? Optional.of(Reason.VANTAGE_SUSPECT) : Optional.empty();
    }
  }

  private static Endpoint pool(ResultRow row) {
    return new Endpoint(
        IpAddress.parse(row.text(ResultColumn.POOL_IP_ADDRESS)),
        (int) row.number(ResultColumn.POOL_PORT),
        TransportProtocol.of((int) row.number(ResultColumn.PROTOCOL_IDENTIFIER)).orElseThrow());
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
