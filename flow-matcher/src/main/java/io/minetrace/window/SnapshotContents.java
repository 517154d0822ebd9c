// SPDX-License-Identifier: Apache-2.0
package io.minetrace.window;

import io.minetrace.net.Endpoint;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * What goes into a snapshot.
 *
 * @param source which catalog it comes from, as a word that is the same for the same catalog
 * @param builder the parameters that the windows were made with, where they are told
 * @param windows sorted; those of one endpoint do not overlap
 * @param coverage sorted
 * @param calibration in any order
 * @param observations gives the proofs, sorted
 */
public record SnapshotContents(
    String source,
    Map<String, String> builder,
    List<AvailabilityWindow> windows,
    List<CoverageSpan> coverage,
    List<CalibrationCell> calibration,
    ObservationSource observations) {

  /** Contents that tell no parameters. */
  public SnapshotContents(
      String source,
      List<AvailabilityWindow> windows,
      List<CoverageSpan> coverage,
      List<CalibrationCell> calibration,
      ObservationSource observations) {
    this(source, Map.of(), windows, coverage, calibration, observations);
  }

  /** Hands over observations one by one, for a catalog may hold more than fit in memory. */
  @FunctionalInterface
  public interface ObservationSource {
    /** Gives every observation to the sink, sorted. */
    void forEach(ObservationSink sink) throws IOException;
  }

  /** Takes observations. */
  public interface ObservationSink {

    /** Takes the next one. */
    void accept(ObservationProof observation) throws IOException;

    /**
     * Takes all observations of the next endpoint.
     *
     * @param lines {@code time,vantage,verdict,evidence,protocol}, in UTF-8, with an LF between
     *     them
     * @param count how many there should be
     * @return whether they were taken: not if they are others than that many, or not in order
     */
    boolean acceptLines(Endpoint endpoint, byte[] lines, long count) throws IOException;
  }
}
