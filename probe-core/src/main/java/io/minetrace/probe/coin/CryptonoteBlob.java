// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.coin;

import io.minetrace.probe.Bytes;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The beginning of a block of Cryptonote's kin, as miners hash it.
 *
 * <pre>
 *  major version  minor version  time    previous block  nonce  root of transactions  their number
 *     varint         varint      varint       32           4             32              varint
 * </pre>
 *
 * @param majorVersion the consensus rules that the block follows
 * @param previousHash the block before it, as printed; empty where it is all zero
 */
record CryptonoteBlob(long majorVersion, Optional<String> previousHash) {

  private static final int SHORTEST_REST = 32 + 4;
  private static final int LONGEST_VARINT = 9;

  /** The blob, if it is one. */
  static Optional<CryptonoteBlob> parse(Bytes blob) {
    byte[] bytes = blob.toArray();
    int[] at = {0};
    long major = varint(bytes, at);
    long minor = varint(bytes, at);
    long time = varint(bytes, at);
    if (major < 1 || minor < 0 || time < 0 || bytes.length - at[0] < SHORTEST_REST) {
      return Optional.empty();
    }
    String previous = HexFormat.of().formatHex(Arrays.copyOfRange(bytes, at[0], at[0] + 32));
    return Optional.of(new CryptonoteBlob(major, BlockHash.of(previous)));
  }

  /** Seven bits a byte, the lowest first; -1 if it does not end. */
  private static long varint(byte[] bytes, int[] at) {
    long value = 0;
    for (int i = 0; i < LONGEST_VARINT && at[0] < bytes.length; i++) {
      byte next = bytes[at[0]++];
      value |= (long) (next & 0x7f) << (7 * i);
      if (next >= 0) {
        return value;
      }
    }
    return -1;
  }
}
