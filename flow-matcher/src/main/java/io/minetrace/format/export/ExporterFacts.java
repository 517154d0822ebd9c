// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import io.minetrace.flow.FlowColumn;
import java.util.HashMap;
import java.util.Map;

/**
 * What options data told of one exporter and domain, whatever port it came from: when the system
 * started, and how packets are sampled. The last word counts; a restart of the exporter wipes it.
 */
final class ExporterFacts {

  /** More samplers than any device has: an input that names more is playing with our memory. */
  private static final int MAX_SAMPLERS = 4096;

  private final Map<Long, Integer> intervals = new HashMap<>();
  private int generalInterval = FlowColumn.ABSENT_INT;
  private long systemInitMillis = FlowColumn.ABSENT_LONG;

  void systemInit(long millis) {
    systemInitMillis = millis;
  }

  void sampling(int interval) {
    generalInterval = interval;
  }

  void sampling(long samplerId, int interval) {
    if (intervals.size() < MAX_SAMPLERS || intervals.containsKey(samplerId)) {
      intervals.put(samplerId, interval);
    }
  }

  void forget() {
    intervals.clear();
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
}
