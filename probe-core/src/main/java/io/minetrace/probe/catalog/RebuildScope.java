// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.net.Endpoint;
import java.util.Optional;

/**
 * Which endpoints' windows are recomputed: those that are all that is given.
 *
 * @param endpoint one endpoint; empty for any
 * @param pool those that names of a pool led to; empty for any
 */
public record RebuildScope(Optional<Endpoint> endpoint, Optional<String> pool) {

  public static final RebuildScope EVERYTHING =
      new RebuildScope(Optional.empty(), Optional.empty());
}
