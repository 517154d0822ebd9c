// SPDX-License-Identifier: Apache-2.0
package io.minetrace.match;

import java.util.Locale;

/** Which side of a flow is the mining service. */
public enum MiningRole {
  TO_POOL,
  FROM_POOL,
  /** Both sides are; the destination is taken for the pool. */
  BOTH;

  /** The word in results: {@code to_pool}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
