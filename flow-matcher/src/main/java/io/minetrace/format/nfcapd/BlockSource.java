// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.nfcapd;

import io.minetrace.format.bytes.FlowInput;
import java.io.IOException;
import java.util.Arrays;

/** An input that takes bytes back, for who had to look ahead. Used by one thread. */
final class BlockSource {

  private final FlowInput input;

  /** What was given back: {@code returned[position, limit)} comes before the input's next byte. */
  private byte[] returned = new byte[0];

  private int position;
  private int limit;

  BlockSource(FlowInput input) {
    this.input = input;
  }

  /** The offset in the file of the next byte. */
  long offset() {
    return input.offset() - (limit - position);
  }

  /**
   * Reads until {@code length} bytes are there or the input ends.
   *
   * @return how many were read, less than {@code length} only at the end
   */
  int read(byte[] target, int from, int length) throws IOException {
    int count = copy(target, from, length);
    return count < length ? count + input.read(target, from + count, length - count) : count;
  }

  /** As {@link FlowInput#readLent}. */
  int readLent(byte[] target, int from, int length) throws IOException {
    int count = copy(target, from, length);
    return count < length ? count + input.readLent(target, from + count, length - count) : count;
  }

  long lent() {
    return input.lent();
  }

  void awaitReturned(long loans) {
    input.awaitReturned(loans);
  }

  private int copy(byte[] target, int from, int length) {
    int count = Math.min(length, limit - position);
    System.arraycopy(returned, position, target, from, count);
    position += count;
    return count;
  }

  /** Takes back bytes, which come next again, before those taken back earlier. */
  void unread(byte[] bytes, int from, int length) {
    byte[] all = Arrays.copyOfRange(bytes, from, from + length + limit - position);
    System.arraycopy(returned, position, all, length, limit - position);
    returned = all;
    position = 0;
    limit = all.length;
  }
}
