// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import io.minetrace.match.SessionBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeSet;

/**
 * Makes sessions of finished rows, which all come in {@link ResultRow#ORDER}. One pass, and only
 * what is not over yet is held: months of captures take the memory of the sessions that run at one
 * time. Used by one thread.
 *
 * <p>A session is given out when a row shows that no further one can belong to it, so that they
 * come in order of their end, then of their id: the same, whatever else lies between their rows.
 */
public final class SessionCollector {

  /** Takes sessions in order of their end. */
  @FunctionalInterface
  public interface Sink {
    void accept(MiningSession session) throws IOException;
  }

  /** A session that may go on. */
  private static final class Open {
    private final ResultRow first;
    private final MiningTally tally = new MiningTally();
    private final TreeSet<String> windows = new TreeSet<>();
    private final TreeSet<String> exporters = new TreeSet<>();
    private final WordSet pools = new WordSet();

    Open(ResultRow first) {
      this.first = first;
    }

    /** What the next flow's start is measured against. */
    long end() {
      return tally.lastSeen();
    }

    MiningSession session(String id) {
      return new MiningSession(
          id,
          first.text(ResultColumn.CLIENT_IP_ADDRESS),
          first.text(ResultColumn.POOL_IP_ADDRESS),
          (int) first.number(ResultColumn.POOL_PORT),
          (int) first.number(ResultColumn.PROTOCOL_IDENTIFIER),
          first.number(ResultColumn.FLOW_START),
          pools.words(),
          List.copyOf(windows),
          List.copyOf(exporters),
          first.value(ResultColumn.SNAPSHOT_ID).map(String.class::cast),
          tally);
    }
  }

  /** When a session would end if nothing more came; it may have been prolonged since. */
  private record Deadline(long end, String id) implements Comparable<Deadline> {
    @Override
    public int compareTo(Deadline other) {
      return Comparator.comparingLong(Deadline::end)
          .thenComparing(Deadline::id)
          .compare(this, other);
    }
  }

  private final long gapMillis;
  private final Sink sink;
  private final TextSets sets = new TextSets();
  private final Map<String, Open> open = new HashMap<>();
  private final PriorityQueue<Deadline> deadlines = new PriorityQueue<>();
  private long given;
  private long attemptedOnly;

  /**
   * @param gap by which the rows' session ids were made
   */
  public SessionCollector(Duration gap, Sink sink) {
    this.gapMillis = gap.toMillis();
    this.sink = sink;
  }

  /** Adds the next row. */
  public void add(ResultRow row) throws IOException {
    long start = row.number(ResultColumn.FLOW_START);
    giveWhile(end -> SessionBuilder.isOver(end, start, gapMillis));
    String id = row.text(ResultColumn.SESSION_ID);
    Open session = open.get(id);
    boolean fresh = session == null;
    if (fresh) {
      session = new Open(row);
      open.put(id, session);
    }
    session.tally.add(row, sets);
    session.windows.add(row.text(ResultColumn.WINDOW_ID));
    session.pools.add(row.texts(ResultColumn.MINING_POOLS), sets);
    row.value(ResultColumn.EXPORTER_IP_ADDRESS)
        .map(String.class::cast)
        .ifPresent(session.exporters::add);
    if (fresh) {
      deadlines.add(new Deadline(session.end(), id));
    }
  }

  /** Gives the sessions that are still open: no more rows come. */
  public void finish() throws IOException {
    giveWhile(end -> true);
  }

  /** Says of an end whether a session that ended then is over. */
  @FunctionalInterface
  private interface Over {
    boolean test(long end);
  }

  private void giveWhile(Over over) throws IOException {
    for (Deadline next = deadlines.peek();
        next != null && over.test(next.end);
        next = deadlines.peek()) {
      deadlines.remove();
      Open session = open.get(next.id);
      if (session.end() > next.end) {
        deadlines.add(new Deadline(session.end(), next.id));
        continue;
      }
      open.remove(next.id);
      given++;
      attemptedOnly += session.tally.attemptedOnly() ? 1 : 0;
      sink.accept(session.session(next.id));
    }
  }

  /** Sessions given so far. */
  public long given() {
    return given;
  }

  /** Those of them of which every flow was refused or not answered. */
  public long attemptedOnly() {
    return attemptedOnly;
  }

  /** Sessions that are held. */
  int held() {
    return open.size();
  }
}
