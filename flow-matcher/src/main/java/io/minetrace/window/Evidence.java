// SPDX-License-Identifier: Apache-2.0
package io.minetrace.window;

/** How strongly one visit showed that an endpoint serves miners, weakest first. */
public enum Evidence {
  /** Nothing. */
  E0,
  /** Answers shaped like JSON-RPC, which many services give; never enough. */
  E1,
  /** Mining vocabulary, if only in an error: proves the service. */
  E2,
  /** A session: an extranonce, a session id, an accepted login, a miner's RPC realm. */
  E3,
  /** Work to be mined was received. */
  E4,
  /** That work is tied to a known block of a chain. */
  E5;

  /** Whether this much makes the endpoint a mining service. */
  public boolean provesMining() {
    return compareTo(E2) >= 0;
  }
}
