// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.bytes;

import java.io.IOException;

/**
 * A stream that looks at what was read through it for a while longer, as to hash it on another
 * thread without a copy.
 */
public interface BorrowingStream {

  /**
   * Reads as {@link java.io.InputStream#readNBytes(byte[], int, int)} does; the bytes must not
   * change before {@link #awaitReturned} has been called with the {@link #lent} of after this call.
   * Where the stream fails, what was read before is given, and the next call fails.
   */
  int readLent(byte[] target, int offset, int length) throws IOException;

  /** The number of loans so far. */
  long lent();

  /** Waits until this many loans are over. */
  void awaitReturned(long loans);
}
