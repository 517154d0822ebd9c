// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.nfcapd;

import java.io.Closeable;
import java.io.IOException;

/**
 * The blocks of a file, one after the other, read and decompressed. Used by one thread, which gives
 * every block back when it is done with it.
 */
interface Blocks extends Closeable {

  /** The next block; after one that {@link Block#isLast} there is none. */
  Block next() throws IOException;

  /** Takes a block back. */
  void release(Block block);
}
