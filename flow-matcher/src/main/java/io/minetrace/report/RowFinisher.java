// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

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

/**
 * Fills what a match by itself cannot know: the session, the observations that bracket the flow,
 * the snapshot's id. Rows of the same client and pool must come in {@link ResultRow#ORDER}; how
 * those of others lie between them does not matter. Used by one thread.
 */
public final class RowFinisher {

  /** Endpoints whose observations are kept at hand: rows of one come in runs. */
  private static final int CACHED_ENDPOINTS = 64;

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
    long from = Math.min(start, end);
    long to = Math.max(start, end);
    Long before = null;
    Long after = null;
    for (ObservationProof observation : observations(pool)) {
      if (!observation.verdict().isUsable()) {
        continue;
      }
      if (observation.time() <= from) {
        before = observation.time();
      }
      if (observation.time() >= to) {
        after = observation.time();
        break;
      }
    }
    return row.finished(snapshot.id(), session, before, after);
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
