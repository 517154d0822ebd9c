// SPDX-License-Identifier: Apache-2.0
package io.minetrace.window;

import io.minetrace.net.Endpoint;

/**
 * One visit of a vantage to an endpoint, as far as a snapshot carries it: the proof behind a
 * window.
 *
 * @param time of the answer, milliseconds since 1970-01-01T00:00Z
 * @param vantage who looked
 * @param protocol id of the mining protocol that was proven, or empty
 */
public record ObservationProof(
    Endpoint endpoint,
    long time,
    String vantage,
    Verdict verdict,
    Evidence evidence,
    String protocol)
    implements Comparable<ObservationProof> {

  /** The same at another time. */
  ObservationProof at(long otherTime) {
    return new ObservationProof(endpoint, otherTime, vantage, verdict, evidence, protocol);
  }

  /** The same visit, taken for something else. */
  ObservationProof withVerdict(Verdict otherVerdict) {
    return new ObservationProof(endpoint, time, vantage, otherVerdict, evidence, protocol);
  }

  /** By endpoint, time, vantage: the order of the snapshot. */
  @Override
  public int compareTo(ObservationProof other) {
    int order = endpoint.compareTo(other.endpoint);
    if (order == 0) {
      order = Long.compare(time, other.time);
    }
    return order != 0 ? order : vantage.compareTo(other.vantage);
  }
}
