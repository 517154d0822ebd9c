// SPDX-License-Identifier: Apache-2.0
package io.minetrace.match;

import io.minetrace.hash.Sha256;
import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Stitches flows into mining sessions: the flows between a client and a service, cut into records
 * by timeouts and reported in both directions, are one session as long as no gap is too long. One
 * pass over flows in order of their start; holds one entry for each pair. Used by one thread.
 */
public final class SessionBuilder {

  /** The gap of the specification. */
  public static final Duration DEFAULT_GAP = Duration.ofMinutes(15);

  private record Key(IpAddress client, Endpoint pool) {}

  private static final class Session {
    final String id;
    long greatestEnd;

    Session(String id, long end) {
      this.id = id;
      this.greatestEnd = end;
    }
  }

  /** Fewer are not worth looking through. */
  private static final int SWEEP_FROM = 10_000;

  private final long gapMillis;
  private int sweepAt = SWEEP_FROM;
  private final Map<Key, Session> open = new HashMap<>();

  /**
   * @param gap how long nothing may be seen within one session
   */
  public SessionBuilder(Duration gap) {
    this.gapMillis = gap.toMillis();
  }

  /**
   * The id of the session that a flow belongs to: first 16 hex digits of SHA-256 of {@code
   * client|pool address|pool port|transport|first flow_start}.
   *
   * @param flowStart not before that of the call before with the same client and pool
   */
  public String sessionOf(IpAddress client, Endpoint pool, long flowStart, long flowEnd) {
    long end = Math.max(flowStart, flowEnd);
    Session session = open.get(new Key(client, pool));
    if (session == null || isOver(session, flowStart)) {
      session = new Session(id(client, pool, flowStart), end);
      open.put(new Key(client, pool), session);
    }
    session.greatestEnd = Math.max(session.greatestEnd, end);
    return session.id;
  }

  /**
   * Forgets the sessions that no flow can join any more: for a caller whose flows come in order of
   * their start whatever their client and pool, so that months of flows take the memory of the
   * sessions of an hour.
   *
   * @param flowStart no flow of any client and pool will start before
   */
  public void forgetEndedBefore(long flowStart) {
    if (open.size() > sweepAt) {
      open.values().removeIf(session -> isOver(session, flowStart));
      // Looking through all of them is worth it when they may have become half as many.
      sweepAt = Math.max(SWEEP_FROM, 2 * open.size());
    }
  }

  private boolean isOver(Session session, long flowStart) {
    return isOver(session.greatestEnd, flowStart, gapMillis);
  }

  /**
   * Whether a session that ended then is over for a flow that starts then. Absurd times are so far
   * apart that their distance is no number: it is beyond any gap.
   */
  public static boolean isOver(long sessionEnd, long flowStart, long gapMillis) {
    long distance = flowStart - sessionEnd;
    return flowStart > sessionEnd && (distance < 0 || distance > gapMillis);
  }

  /** How many sessions are held, ended or not. */
  int held() {
    return open.size();
  }

  private static String id(IpAddress client, Endpoint pool, long flowStart) {
    String key =
        String.join(
            "|",
            client.toString(),
            pool.address().toString(),
            Integer.toString(pool.port()),
            pool.transport().keyword(),
            Long.toString(flowStart));
    return Sha256.shortHex(key);
  }
}
