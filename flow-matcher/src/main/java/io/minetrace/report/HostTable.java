// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import io.minetrace.match.Activity;
import io.minetrace.match.Confidence;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an investigator reads first: host by host, with whom it mined and for how long. Rows come in
 * {@link ResultRow#ORDER} and finished. One entry for each pair of host and service.
 */
public final class HostTable {

  /**
   * One host and one service.
   *
   * @param client the host
   * @param service address and port
   * @param label the pools, or what the service is instead
   * @param coins joined by {@code |}
   * @param sessions how many
   * @param activeMillis the time covered by its flows, overlaps counted once
   * @param firstSeen milliseconds
   * @param lastSeen milliseconds
   * @param flows records
   * @param octets as exported
   * @param confidence the best of its flows
   * @param activity the best of its flows
   */
  public record Line(
      String client,
      String service,
      String label,
      String coins,
      long sessions,
      long activeMillis,
      long firstSeen,
      long lastSeen,
      long flows,
      long octets,
      Confidence confidence,
      Activity activity) {}

  private static final class Entry {
    private final Set<String> sessions = new HashSet<>();
    private final Set<String> labels = new TreeSet<>();
    private final Set<String> coins = new TreeSet<>();
    private final long firstSeen;
    private long coveredTo;
    private long activeMillis;
    private long flows;
    private long octets;
    private Confidence confidence = Confidence.POSSIBLE;
    private Activity activity = Activity.UNKNOWN;

    Entry(long firstSeen) {
      this.firstSeen = firstSeen;
      this.coveredTo = firstSeen;
    }
  }

  private final Map<List<String>, Entry> entries = new LinkedHashMap<>();

  public void add(ResultRow row) {
    long a = row.number(ResultColumn.FLOW_START);
    long b = row.number(ResultColumn.FLOW_END);
    long from = Math.min(a, b);
    long to = Math.max(a, b);
    String service =
        hostPort(row.text(ResultColumn.POOL_IP_ADDRESS), row.number(ResultColumn.POOL_PORT));
    Entry entry =
        entries.computeIfAbsent(
            List.of(row.text(ResultColumn.CLIENT_IP_ADDRESS), service), key -> new Entry(from));
    entry.sessions.add(row.text(ResultColumn.SESSION_ID));
    entry.labels.addAll(labels(row));
    entry.coins.addAll(row.texts(ResultColumn.MINING_COINS));
    entry.activeMillis += Math.max(0, to - Math.max(from, entry.coveredTo));
    entry.coveredTo = Math.max(entry.coveredTo, to);
    entry.flows++;
    entry.octets +=
        row.value(ResultColumn.OCTET_DELTA_COUNT).map(Long.class::cast).orElse(0L)
            + row.value(ResultColumn.REVERSE_OCTET_DELTA_COUNT).map(Long.class::cast).orElse(0L);
    Confidence confidence = Confidence.valueOf(row.text(ResultColumn.MINING_CONFIDENCE));
    if (confidence.compareTo(entry.confidence) > 0) {
      entry.confidence = confidence;
    }
    // In the order of the enum, the first is the strongest.
    Activity activity = Activity.valueOf(row.text(ResultColumn.MINING_ACTIVITY));
    if (activity.compareTo(entry.activity) < 0) {
      entry.activity = activity;
    }
  }

  private static String hostPort(String address, long port) {
    return address.indexOf(':') >= 0 ? "[" + address + "]:" + port : address + ":" + port;
  }

  private static Collection<String> labels(ResultRow row) {
    if (row.texts(ResultColumn.MINING_REASONS).contains("NODE")) {
      return List.of("node with getblocktemplate");
    }
    List<String> pools = row.texts(ResultColumn.MINING_POOLS);
    return pools.isEmpty() ? List.of("unnamed service") : pools;
  }

  /** How many different hosts there are. */
  public long hosts() {
    return entries.keySet().stream().map(key -> key.get(0)).distinct().count();
  }

  /** The surest first, then the longest active, then by address. */
  public List<Line> lines() {
    return entries.entrySet().stream()
        .map(e -> line(e.getKey().get(0), e.getKey().get(1), e.getValue()))
        .sorted(
            Comparator.comparing(Line::activity)
                .thenComparing(Comparator.comparing(Line::confidence).reversed())
                .thenComparing(Comparator.comparingLong(Line::activeMillis).reversed())
                .thenComparing(Line::client)
                .thenComparing(Line::service))
        .toList();
  }

  private static Line line(String client, String service, Entry entry) {
    return new Line(
        client,
        service,
        String.join("|", entry.labels),
        String.join("|", entry.coins),
        entry.sessions.size(),
        entry.activeMillis,
        entry.firstSeen,
        entry.coveredTo,
        entry.flows,
        entry.octets,
        entry.confidence,
        entry.activity);
  }
}
