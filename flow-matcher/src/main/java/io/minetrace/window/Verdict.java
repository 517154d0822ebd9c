// SPDX-License-Identifier: Apache-2.0
package io.minetrace.window;

/** What one observation says of an endpoint. */
public enum Verdict {
  /** It was a mining service: evidence E2 or better. */
  UP,
  /** It accepted the connection, and nothing more was proven. */
  LISTENING,
  /** It refused, timed out or was unreachable. */
  DOWN,
  /** The visit says nothing of the endpoint: our fault, the policy's, the name's, or a ban. */
  UNKNOWN;

  /** Whether it counts for windows at all; UNKNOWN is no fact about the endpoint. */
  public boolean isUsable() {
    return this != UNKNOWN;
  }
}
