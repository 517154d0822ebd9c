// SPDX-License-Identifier: Apache-2.0
package io.minetrace.flow;

import io.minetrace.flow.DecodeReport.Exporter;
import io.minetrace.net.IpAddress;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * How many flow records each exporter of an input, or of many, gave: the first {@value #MOST_NAMED}
 * exporters by name, those of all others together. Not thread-safe.
 */
public final class ExporterCounts {

  /** Far more exporters than any network has: an input with more is playing with our memory. */
  public static final int MOST_NAMED = 1 << 16;

  private static final class Counter {
    private long count;
  }

  private final NavigableMap<Exporter, Counter> named = new TreeMap<>();
  private final Counter others = new Counter();
  private Exporter last = new Exporter(IpAddress.UNSPECIFIED, Long.MIN_VALUE);
  private Counter lastCounter = others;

  /** Adds flow records of an exporter. */
  public void add(Exporter exporter, long flowRecords) {
    // Most sets follow one of the same exporter, whose counter need not be looked up again.
    if (!exporter.equals(last)) {
      last = exporter;
      lastCounter = counter(exporter);
    }
    lastCounter.count += flowRecords;
  }

  private Counter counter(Exporter exporter) {
    return named.size() < MOST_NAMED
        ? named.computeIfAbsent(exporter, first -> new Counter())
        : named.getOrDefault(exporter, others);
  }

  /** Adds flow records of exporters that are not named. */
  public void addOthers(long flowRecords) {
    others.count += flowRecords;
  }

  /** Adds what others were counted to. */
  public void addAll(ExporterCounts counts) {
    counts.named.forEach((exporter, counter) -> add(exporter, counter.count));
    addOthers(counts.others());
  }

  /** Flow records by exporter, in order of address and domain. */
  public Map<Exporter, Long> named() {
    Map<Exporter, Long> counts = new TreeMap<>();
    named.forEach((exporter, counter) -> counts.put(exporter, counter.count));
    return Collections.unmodifiableMap(counts);
  }

  /** Flow records of an exporter; 0 if it is not named. */
  public long of(Exporter exporter) {
    Counter counter = named.get(exporter);
    return counter == null ? 0 : counter.count;
  }

  /** Flow records of the exporters that came when {@value #MOST_NAMED} were named already. */
  public long others() {
    return others.count;
  }

  /** Whether an exporter with this address is named, in any domain. */
  boolean hasAddress(IpAddress address) {
    Exporter first = named.ceilingKey(new Exporter(address, Long.MIN_VALUE));
    return first != null && first.address().equals(address);
  }
}
