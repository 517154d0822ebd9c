// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import java.util.List;
import java.util.Optional;

/**
 * The flows between a client and a service that belong together: what an investigator reads first.
 * Immutable once given out.
 *
 * @param id as in the rows
 * @param client its address
 * @param poolAddress the service's
 * @param poolPort the service's
 * @param protocolIdentifier of the transport
 * @param start the start of its first flow
 * @param pools as in the rows
 * @param windows ids of those that its rows rest on
 * @param exporters that saw it; empty where inputs do not tell
 * @param snapshotId of the windows
 * @param tally of its rows
 */
public record MiningSession(
    String id,
    String client,
    String poolAddress,
    int poolPort,
    int protocolIdentifier,
    long start,
    List<String> pools,
    List<String> windows,
    List<String> exporters,
    Optional<String> snapshotId,
    MiningTally tally) {

  public MiningSession {
    pools = List.copyOf(pools);
    windows = List.copyOf(windows);
    exporters = List.copyOf(exporters);
  }
}
