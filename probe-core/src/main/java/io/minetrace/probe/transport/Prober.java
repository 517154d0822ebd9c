// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import io.minetrace.probe.Observation;
import java.util.concurrent.CompletableFuture;

/** Visits endpoints. Threads may share it. */
@FunctionalInterface
public interface Prober extends AutoCloseable {

  /**
   * Visits an endpoint. The future always completes with an observation: what the network, the
   * policy or this machine did is in it, and never an exception.
   */
  CompletableFuture<Observation> visit(ProbeTarget target);

  /** Ends the visits under way as local errors and frees what was held. */
  @Override
  default void close() {}
}
