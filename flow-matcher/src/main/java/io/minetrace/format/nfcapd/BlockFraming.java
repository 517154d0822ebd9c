// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.nfcapd;

import java.util.Optional;

/** How a layout frames its blocks. Immutable. */
interface BlockFraming {

  int headerBytes();

  /** The greatest block, compressed or not; a greater one is a damaged header. */
  int maxBytes();

  /** Takes the fields of a header, whether they make sense or not. */
  void header(byte[] bytes, int at, Block block);

  /** Takes what comes before the records in a block's data. */
  void prefix(Block block);

  /**
   * Why the header cannot be one where a header has to be: block lengths are chained, so a damaged
   * one leads to a place where there is none.
   */
  Optional<String> problem(Block block);

  /** Whether the header may be one in the middle of bytes of which nothing is known. */
  boolean isLikely(Block block);
}
