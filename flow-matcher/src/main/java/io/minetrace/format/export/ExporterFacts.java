// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import io.minetrace.flow.FlowColumn;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What options data told of one exporter and domain, whatever port it came from: when the system
 * started, and how packets are sampled. The last word counts; a restart of the exporter wipes it.
 */
final class ExporterFacts {

  /** More samplers than any device has: an input that names more is playing with our memory. */
  private static final int MAX_SAMPLERS = 4096;

  private static final int MAX_INTERFACES = 1 << 16;
  private static final int MAX_SHOWN_INTERVALS = 5;

  private final Map<Long, Integer> intervals = new HashMap<>();
  private final Map<Long, Integer> interfaceIntervals = new HashMap<>();
  private final Set<Integer> seenIntervals = new TreeSet<>();
  private final ReplacedFields replaced = new ReplacedFields();
  private int generalInterval = FlowColumn.ABSENT_INT;
  private int lastOfMessage = FlowColumn.ABSENT_INT;
  private long systemInitMillis = FlowColumn.ABSENT_LONG;

  /** What it says it does not export as it was; not forgotten with its templates. */
  ReplacedFields replaced() {
    return replaced;
  }

  void systemInit(long millis) {
    systemInitMillis = millis;
  }

  void sampling(int interval) {
    generalInterval = interval;
    see(interval);
  }

  /** What a header said of its own records. */
  void samplingOfMessage(int interval) {
    if (interval != lastOfMessage) {
      lastOfMessage = interval;
      see(interval);
    }
  }

  /** What holds for packets of one interface. */
  void interfaceSampling(long index, int interval) {
    if (interfaceIntervals.size() < MAX_INTERFACES || interfaceIntervals.containsKey(index)) {
      interfaceIntervals.put(index, interval);
      see(interval);
    }
  }

  private void see(int interval) {
    if (interval != FlowColumn.ABSENT_INT && seenIntervals.size() <= MAX_SHOWN_INTERVALS) {
      seenIntervals.add(interval);
    }
  }

  void sampling(long samplerId, int interval) {
    if (intervals.size() < MAX_SAMPLERS || intervals.containsKey(samplerId)) {
      intervals.put(samplerId, interval);
      see(interval);
    }
  }

  void forget() {
    intervals.clear();
    interfaceIntervals.clear();
    generalInterval = FlowColumn.ABSENT_INT;
    systemInitMillis = FlowColumn.ABSENT_LONG;
  }

  long systemInitMillis() {
    return systemInitMillis;
  }

  /** The interval of one sampler, or {@link FlowColumn#ABSENT_INT}. */
  int samplingInterval(long samplerId) {
    return intervals.getOrDefault(samplerId, FlowColumn.ABSENT_INT);
  }

  /**
   * The interval of records that name no sampler: the one told without a sampler, else that of the
   * only sampler there is, else {@link FlowColumn#ABSENT_INT}.
   */
  int samplingInterval() {
    if (generalInterval == FlowColumn.ABSENT_INT && intervals.size() == 1) {
      return intervals.values().iterator().next();
    }
    return generalInterval;
  }

  boolean hasInterfaceSampling() {
    return !interfaceIntervals.isEmpty();
  }

  /** The interval of one interface, or {@link FlowColumn#ABSENT_INT}. */
  int interfaceInterval(long index) {
    return interfaceIntervals.getOrDefault(index, FlowColumn.ABSENT_INT);
  }

  /** {@code 1 in 100, 1 in 1000}: all intervals that were ever told; empty if none was. */
  String describeSampling() {
    return seenIntervals.stream()
            .limit(MAX_SHOWN_INTERVALS)
            .map(interval -> "1 in " + interval)
            .collect(Collectors.joining(", "))
        + (seenIntervals.size() > MAX_SHOWN_INTERVALS ? ", …" : "");
  }
}
