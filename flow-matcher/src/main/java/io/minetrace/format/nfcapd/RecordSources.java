// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.nfcapd;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.DecodeReport.Exporter;
import io.minetrace.flow.ExporterCounts;
import io.minetrace.flow.FlowColumn;
import io.minetrace.net.IpAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * The exporters and samplers of one file, which names them once and then by number. Counts the
 * flows of each, touching the maps once a run of flows of one exporter, not once a flow. Used by
 * one thread.
 *
 * <p>nfdump 1.8 names exporters behind their flows: such flows are given without exporter address,
 * and counted under the right one in the report.
 */
final class RecordSources {

  /** The number of flows that have no exporter. */
  static final int NONE = 0;

  /**
   * What a collector set for flows that name no sampler, the strongest first: forced by its user,
   * told by the exporter for all its flows, assumed by its user.
   */
  private static final long[] STATIC_SAMPLERS = {-3, -1, -2};

  private static final Exporter UNKNOWN = new Exporter(IpAddress.UNSPECIFIED, 0);

  /** More samplers than any network has: a file that names more is playing with our memory. */
  private static final int MOST_SAMPLERS = 1 << 16;

  private final DecodeReport report;
  private final Map<Integer, Exporter> exporters = new HashMap<>();
  private final Map<Integer, Long> unnamed = new HashMap<>();
  private final Map<Integer, Map<Long, Integer>> samplers = new HashMap<>();
  private int samplersHeld;

  private int run = -1;
  private long runLength;
  private Exporter exporter = UNKNOWN;
  private long addressHigh;
  private long addressLow;
  private long domain = FlowColumn.ABSENT_LONG;
  private int staticSampling = FlowColumn.ABSENT_INT;
  private long lastSampler;
  private int lastSampling = FlowColumn.ABSENT_INT;
  private boolean samplerKnown;

  RecordSources(DecodeReport report) {
    this.report = report;
  }

  /**
   * Learns the exporter of a number; flows before it keep what they were given. Numbers beyond what
   * a report names stay without one.
   */
  void name(int number, Exporter named) {
    endRun();
    if (exporters.size() == ExporterCounts.MOST_NAMED && !exporters.containsKey(number)) {
      return;
    }
    exporters.put(number, named);
    Long waiting = unnamed.remove(number);
    if (waiting != null) {
      report.addExporter(named, waiting);
    }
  }

  /**
   * Learns a sampler.
   *
   * @param sampler the exporter's id of it; negative for the collector's own
   * @param interval one packet in this many; out of range is ignored
   */
  void sampler(int number, long sampler, long interval) {
    if (interval > 0 && interval <= Integer.MAX_VALUE) {
      endRun();
      boolean isNew = !samplers.getOrDefault(number, Map.of()).containsKey(sampler);
      if (isNew && samplersHeld == MOST_SAMPLERS) {
        return;
      }
      samplersHeld += isNew ? 1 : 0;
      samplers.computeIfAbsent(number, n -> new HashMap<>()).put(sampler, (int) interval);
    }
  }

  /** Turns to the exporter of the next flow. */
  void turnTo(int number) {
    if (number != run) {
      endRun();
      run = number;
      Exporter named = exporters.get(number);
      exporter = named == null ? UNKNOWN : named;
      addressHigh = exporter.address().high();
      addressLow = exporter.address().low();
      domain = named == null ? FlowColumn.ABSENT_LONG : named.domain();
      staticSampling = staticSampling(samplers.getOrDefault(number, Map.of()));
    }
  }

  /** What holds for flows that name no sampler: a static one, or the only one there is. */
  private static int staticSampling(Map<Long, Integer> intervals) {
    for (long sampler : STATIC_SAMPLERS) {
      Integer interval = intervals.get(sampler);
      if (interval != null) {
        return interval;
      }
    }
    return intervals.size() == 1 ? intervals.values().iterator().next() : FlowColumn.ABSENT_INT;
  }

  /** The first half of the current flow's exporter; 0 if the file has not named it yet. */
  long addressHigh() {
    return addressHigh;
  }

  long addressLow() {
    return addressLow;
  }

  /** Its observation domain, or absent. */
  long domain() {
    return domain;
  }

  /** The sampling interval of the current flow if it names no sampler. */
  int sampling() {
    return staticSampling;
  }

  /** The sampling interval of the current flow, which names a sampler. */
  int sampling(long sampler) {
    if (!samplerKnown || sampler != lastSampler) {
      lastSampler = sampler;
      lastSampling = samplers.getOrDefault(run, Map.of()).getOrDefault(sampler, staticSampling);
      samplerKnown = true;
    }
    return lastSampling;
  }

  /** Counts a flow of the current exporter. */
  void count() {
    runLength++;
  }

  /** Counts flows of the current exporter. */
  void count(int flows) {
    runLength += flows;
  }

  /** Brings the report up to date. */
  void endRun() {
    if (runLength > 0) {
      if (run == NONE || exporters.containsKey(run)) {
        report.addExporter(exporter, runLength);
      } else if (unnamed.size() < ExporterCounts.MOST_NAMED || unnamed.containsKey(run)) {
        unnamed.merge(run, runLength, Long::sum);
      } else {
        report.exporterCounts().addOthers(runLength);
      }
    }
    runLength = 0;
    run = -1;
    samplerKnown = false;
  }

  /** At the end of the file: nobody will name the others any more. */
  void end() {
    endRun();
    boolean areAllNamed = exporters.size() < ExporterCounts.MOST_NAMED;
    for (long flows : unnamed.values()) {
      if (areAllNamed) {
        report.addExporter(UNKNOWN, flows);
      } else {
        // Their names may have come, and were not kept.
        report.exporterCounts().addOthers(flows);
      }
    }
    unnamed.clear();
  }
}
