// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

/**
 * How long a connection waits for what. All in milliseconds, but the last.
 *
 * @param connectMillis for the transport to be established
 * @param listenMillis in silence before the first words, for servers that speak first
 * @param firstByteMillis for the beginning of an answer
 * @param quietMillis of silence after an answer, before it is taken to be all
 * @param progressMillis how often an unfinished line or reply is looked at
 * @param progressBytes how much of it must have come since; less is too slow
 * @param connectionMillis for all of it, whatever happens
 */
public record ProbeTimeouts(
    int connectMillis,
    int listenMillis,
    int firstByteMillis,
    int quietMillis,
    int progressMillis,
    int connectionMillis,
    int progressBytes) {

  public static final ProbeTimeouts DEFAULT =
      new ProbeTimeouts(5000, 300, 6000, 2000, 3000, 15000, 64);

  public ProbeTimeouts {
    if (Math.min(
            Math.min(Math.min(connectMillis, listenMillis), Math.min(firstByteMillis, quietMillis)),
            Math.min(Math.min(progressMillis, connectionMillis), progressBytes))
        < 1) {
      throw new IllegalArgumentException("a limit below 1");
    }
  }
}
