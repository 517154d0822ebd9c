// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.nfcapd;

/** How a layout frames its blocks. Immutable. */
interface BlockFraming {

  int headerBytes();

  /** The greatest block, compressed or not; a greater one is a damaged header. */
  int maxBytes();

  /** Takes the fields of a header, be they sensible or not. */
  void header(byte[] bytes, int at, Block block);

  /** Takes what comes before the records in a block's data. */
  void prefix(Block block);

  /**
   * Whether the header could be one in the middle of bytes of which nothing is known: stricter than
   * where a header has to be.
   */
  boolean isLikely(Block block);
}
