// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.text;

import io.minetrace.format.bytes.FlowInput;
import java.io.IOException;

/**
 * A window that slides over the bytes of an input, so that a record lies in one array wherever the
 * reads ended. Indexes are valid until the next {@link #fill}. Used by one thread.
 */
final class ByteWindow {

  /** A small start, for archives of many small files. */
  private static final int FIRST_BYTES = 32 * 1024;

  /** Large enough for the input's own buffer to be passed by. */
  private static final int FULL_BYTES = 768 * 1024;

  private final FlowInput input;
  private byte[] bytes = new byte[FIRST_BYTES];
  private int limit;
  private long offset;

  ByteWindow(FlowInput input) {
    this.input = input;
  }

  byte[] bytes() {
    return bytes;
  }

  /** The index behind the last byte that is there. */
  int limit() {
    return limit;
  }

  /** Where the byte at an index lies in the input. */
  long offsetOf(int index) {
    return offset + index;
  }

  /**
   * Forgets all bytes before an index, which becomes index 0, and reads more behind the others.
   *
   * @return false if the input has no more
   */
  boolean fill(int keepFrom) throws IOException {
    int kept = limit - keepFrom;
    byte[] target = bytes;
    if (limit == bytes.length) {
      int wanted = Math.max(FULL_BYTES, 2 * kept);
      if (bytes.length < wanted) {
        target = new byte[wanted];
      }
    }
    System.arraycopy(bytes, keepFrom, target, 0, kept);
    bytes = target;
    offset += keepFrom;
    int read = input.read(bytes, kept, bytes.length - kept);
    limit = kept + read;
    return read > 0;
  }
}
