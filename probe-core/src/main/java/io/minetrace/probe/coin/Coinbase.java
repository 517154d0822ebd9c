// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.coin;

import io.minetrace.probe.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The transaction that pays a block's miner, as far as its maker signs and marks it. */
final class Coinbase {

  private static final byte[] MERGED_MINING = {(byte) 0xfa, (byte) 0xbe, 'm', 'm'};
  private static final byte[] RSK = "RSKBLOCK:".getBytes(StandardCharsets.US_ASCII);

  private Coinbase() {}

  /** Which chains are mined along with this one, by the marks that commit to their blocks. */
  static List<String> mergedMining(Bytes coinbase) {
    byte[] bytes = coinbase.toArray();
    List<String> marks = new ArrayList<>();
    if (indexOf(bytes, MERGED_MINING, 0) >= 0) {
      marks.add("auxpow");
    }
    if (indexOf(bytes, RSK, 0) >= 0) {
      marks.add("rsk");
    }
    return marks;
  }

  /** Where a run of bytes next stands, or -1. */
  static int indexOf(byte[] bytes, byte[] wanted, int from) {
    for (int start = from; start <= bytes.length - wanted.length; start++) {
      int same = 0;
      while (same < wanted.length && bytes[start + same] == wanted[same]) {
        same++;
      }
      if (same == wanted.length) {
        return start;
      }
    }
    return -1;
  }
}
