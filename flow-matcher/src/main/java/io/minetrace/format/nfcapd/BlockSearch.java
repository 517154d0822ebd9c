// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.nfcapd;

import java.io.IOException;
import java.util.Arrays;

/**
 * Finds the next block where none was expected: behind a header that is damaged. A block counts as
 * found only if its records prove it, so that no flow is made of bytes that happen to look like a
 * header. Used by one thread.
 *
 * <p>Invariant: looks at no more than {@link #MAX_TRIES} likely headers between two blocks, however
 * a file is made, so that none keeps the search busy for long.
 */
final class BlockSearch {

  private static final int MAX_TRIES = 100;
  private static final int STEP = 256 * 1024;

  private final BlockSource source;
  private final BlockFraming framing;
  private final BlockOpener opener;
  private final Block candidate = new Block();
  private byte[] window = new byte[0];
  private int start;
  private int end;
  private int tries;

  BlockSearch(BlockSource source, BlockFraming framing, BlockOpener opener) {
    this.source = source;
    this.framing = framing;
    this.opener = opener;
  }

  /**
   * Moves the source to the next block.
   *
   * @return false if there is none, and then the source is at its end
   */
  boolean find() throws IOException {
    start = 0;
    end = 0;
    tries = 0;
    while (tries < MAX_TRIES && has(framing.headerBytes())) {
      if (isBlock()) {
        source.unread(window, start, end - start);
        return true;
      }
      start++;
    }
    // What is not looked at any more is to be counted all the same.
    window = window.length == 0 ? new byte[STEP] : window;
    int read;
    do {
      read = source.read(window, 0, window.length);
    } while (read == window.length);
    return false;
  }

  private boolean isBlock() throws IOException {
    candidate.begin(0);
    framing.header(window, start, candidate);
    if (!framing.isLikely(candidate)) {
      return false;
    }
    if (candidate.kind == BlockKind.DIRECTORY) {
      return true;
    }
    tries++;
    if (!has(framing.headerBytes() + (int) candidate.size)) {
      return false;
    }
    candidate.length = (int) candidate.size;
    candidate.reserve(candidate.length);
    System.arraycopy(window, start + framing.headerBytes(), candidate.stored, 0, candidate.length);
    opener.open(candidate);
    return opener.isProven(candidate);
  }

  /** Whether that many bytes are left, which are then in the window. */
  private boolean has(int bytes) throws IOException {
    if (end - start >= bytes) {
      return true;
    }
    System.arraycopy(window, start, window, 0, end - start);
    end -= start;
    start = 0;
    if (window.length < bytes + STEP) {
      window = Arrays.copyOf(window, bytes + STEP);
    }
    end += source.read(window, end, window.length - end);
    return end >= bytes;
  }
}
