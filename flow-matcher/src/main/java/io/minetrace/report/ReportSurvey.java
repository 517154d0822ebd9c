// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import io.minetrace.match.Confidence;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a report shows of a result beside its totals: rows come in {@link ResultRow#ORDER}, each
 * session after its rows. Holds tallies of services, pools and days, never rows. Used by one
 * thread.
 */
public final class ReportSurvey {

  /** Rows of the longest tables of a report. */
  public static final int SHOWN = 200;

  private static final long DAY = Duration.ofDays(1).toMillis();

  /** How a session is drawn that came to nothing; above it the confidences. */
  public static final int ATTEMPT_LEVEL = 1;

  /** The most active first. */
  private static final Comparator<MiningSession> LONGEST =
      Comparator.comparingLong((MiningSession session) -> session.tally().activeMillis())
          .reversed()
          .thenComparing(
              Comparator.comparingLong((MiningSession s) -> s.tally().flows()).reversed())
          .thenComparing(MiningSession::id);

  /**
   * A service.
   *
   * @param name {@code address:port}
   */
  public record Service(String name, MiningTally tally) {}

  /**
   * What went to and from a pool, or several that cannot be told apart.
   *
   * @param label the pools
   */
  public record Pool(List<String> label, long octets, long flows) {}

  private final TextSets sets = new TextSets();
  private final Map<String, MiningTally> services = new HashMap<>();
  private final Map<List<String>, long[]> pools = new LinkedHashMap<>();
  private final NavigableMap<LocalDate, long[]> days = new TreeMap<>();
  private final TreeSet<Long> samplingIntervals = new TreeSet<>();
  private final PriorityQueue<MiningSession> longest = new PriorityQueue<>(LONGEST.reversed());
  private final TimeStrips strips = new TimeStrips();
  private long firstStart = Long.MAX_VALUE;
  private long lastStart = Long.MIN_VALUE;
  private long firstEnd = Long.MAX_VALUE;
  private long lastEnd = Long.MIN_VALUE;
  private long firstSeen = Long.MAX_VALUE;
  private long cutStarts;
  private long cutEnds;

  ReportSurvey() {}

  /** Adds the next row. */
  void add(ResultRow row) {
    long a = TimeStrips.within(row.number(ResultColumn.FLOW_START));
    long b = TimeStrips.within(row.number(ResultColumn.FLOW_END));
    firstStart = Math.min(firstStart, Math.min(a, b));
    lastStart = a;
    firstEnd = Math.min(firstEnd, Math.max(a, b));
    services.computeIfAbsent(HostTable.service(row), s -> new MiningTally()).add(row, sets);
    long[] pool =
        pools.computeIfAbsent(sets.union(List.of(), MiningTally.labels(row)), label -> new long[2]);
    pool[0] = Counters.sum(pool[0], MiningTally.octets(row));
    pool[1]++;
    days.computeIfAbsent(ResultDigest.dayOf(row), day -> new long[Confidence.values().length])[
        Confidence.valueOf(row.text(ResultColumn.MINING_CONFIDENCE)).ordinal()]++;
    row.value(ResultColumn.SAMPLING_PACKET_INTERVAL)
        .map(Integer.class::cast)
        .filter(interval -> interval > 1 && samplingIntervals.size() < SHOWN)
        .ifPresent(interval -> samplingIntervals.add((long) interval));
  }

  /** Adds a session that is over. */
  void add(MiningSession session) {
    MiningTally tally = session.tally();
    services.get(service(session)).addSession();
    // One wrong clock must not make the chart of a day one of a thousand years. Sessions come in
    // order of their end: with the first of them, the flow that ended first has been seen.
    strips.begin(Math.max(firstStart, Math.min(firstEnd - DAY, lastStart)));
    long start = Math.max(TimeStrips.within(session.start()), strips.origin());
    long end = Math.max(start, Math.min(TimeStrips.within(tally.lastSeen()), lastStart + DAY));
    cutStarts += start > session.start() ? 1 : 0;
    cutEnds += end < tally.lastSeen() ? 1 : 0;
    lastEnd = Math.max(lastEnd, end);
    firstSeen = Math.min(firstSeen, start);
    strips.mark(
        session.client(),
        start,
        end,
        tally.attemptedOnly() ? ATTEMPT_LEVEL : level(tally.confidence()));
    if (!tally.attemptedOnly()) {
      longest.add(session);
      if (longest.size() > SHOWN) {
        longest.remove();
      }
    }
  }

  /** How a confidence is drawn. */
  public static int level(Confidence confidence) {
    return ATTEMPT_LEVEL + 1 + confidence.ordinal();
  }

  public static String service(MiningSession session) {
    return HostTable.service(
        session.poolAddress(), session.poolPort(), session.protocolIdentifier());
  }

  public TimeStrips strips() {
    return strips;
  }

  /** First start of a session, but not more than a day before the first end of a flow. */
  public long firstSeen() {
    return firstSeen;
  }

  /** Last end of a session, but not more than a day after the last start. */
  public long lastSeen() {
    return lastEnd;
  }

  /** Sessions drawn from later on than their records say. */
  public long cutStarts() {
    return cutStarts;
  }

  /** Sessions drawn to an earlier end than their records say. */
  public long cutEnds() {
    return cutEnds;
  }

  /** The longest active of the others. */
  public List<MiningSession> longestSessions() {
    return longest.stream().sorted(LONGEST).toList();
  }

  /** Services with more than attempts first, then those with most traffic. */
  public List<Service> services() {
    return services.entrySet().stream()
        .map(service -> new Service(service.getKey(), service.getValue()))
        .sorted(
            Comparator.comparing((Service service) -> service.tally().attemptedOnly())
                .thenComparing(
                    Comparator.comparingLong((Service service) -> service.tally().octets())
                        .reversed())
                .thenComparing(Service::name))
        .toList();
  }

  /** Those with most octets first. */
  public List<Pool> pools() {
    List<Pool> all = new ArrayList<>();
    pools.forEach((label, sums) -> all.add(new Pool(label, sums[0], sums[1])));
    all.sort(
        Comparator.comparingLong(Pool::octets)
            .reversed()
            .thenComparing(pool -> String.join("|", pool.label())));
    return all;
  }

  /** Rows of each UTC day by the ordinal of their confidence. */
  public NavigableMap<LocalDate, long[]> days() {
    return days;
  }

  /** Greater than 1, of matched flows. */
  public List<Long> samplingIntervals() {
    return List.copyOf(samplingIntervals);
  }
}
