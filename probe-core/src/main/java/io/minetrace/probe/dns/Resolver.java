// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dns;

import java.util.concurrent.CompletableFuture;

/** Asks for the addresses of names. Threads may share it. */
@FunctionalInterface
public interface Resolver extends AutoCloseable {

  /**
   * Asks for A and AAAA. The future always completes with a resolution: a failure of the name, of
   * its servers or of the network is in it, and never an exception. An address literal is answered
   * without asking anybody.
   */
  CompletableFuture<Resolution> resolve(String fqdn);

  /** Ends the questions under way as timed out and frees what was held. */
  @Override
  default void close() {}
}
