// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.coin;

import io.minetrace.probe.CoinFinding;

/** From what a reply told of the work to the coins it could be of. */
public final class CoinInference {

  private CoinInference() {}

  /**
   * The coins that the work points to, by the firmest rule that says anything.
   *
   * @param now when the work was given, milliseconds since 1970-01-01T00:00Z
   */
  public static CoinFinding infer(JobFacts job, long now) {
    return CoinFinding.NONE;
  }
}
