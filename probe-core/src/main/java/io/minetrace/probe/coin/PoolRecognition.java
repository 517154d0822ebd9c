// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.coin;

import java.util.List;
import java.util.Optional;

/** Which pool signs itself in the work, or in a certificate. */
public final class PoolRecognition {

  private PoolRecognition() {}

  /**
   * The pool, by its name in the catalog.
   *
   * @param certificateNames of the endpoint's certificate; none without TLS
   */
  public static Optional<String> of(JobFacts job, List<String> certificateNames) {
    return Optional.empty();
  }
}
