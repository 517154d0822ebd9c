// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe;

/** How firmly a rule points to coins, firmest first. */
public enum CoinConfidence {
  /** The work hangs on a block that is known to be of the chain. */
  EXACT,
  /** The server named the coin, or an algorithm, or complained about its addresses. */
  EXPLICIT,
  /** The form of the work: which fields there are, and which values only some chains write. */
  SHAPE,
  /** The chain is about as high as the work says. */
  HEIGHT
}
