// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.nfcapd;

import java.util.Arrays;

/**
 * What follows the common part of a layout-1 flow record: extensions in an order, each of a size
 * that its id fixes. Ends at the first id whose size is not known, for nothing can be found behind
 * it. Immutable.
 */
final class ExtensionMap {

  private static final int UNKNOWN = -1;

  /** By id; the first four stand for the common part. */
  private static final int[] BYTES = {
    0,
    0,
    0,
    0,
    4,
    8,
    4,
    8,
    4,
    4,
    16,
    4,
    16,
    4,
    4,
    8,
    4,
    8,
    4,
    8,
    16,
    16,
    40,
    4,
    16,
    4,
    8,
    8,
    // 28 to 36 were reserved and never written.
    UNKNOWN,
    UNKNOWN,
    UNKNOWN,
    UNKNOWN,
    UNKNOWN,
    UNKNOWN,
    UNKNOWN,
    UNKNOWN,
    UNKNOWN,
    20,
    4,
    8,
    32,
    24,
    24,
    72,
    UNKNOWN,
    24,
    12,
    8,
    8
  };

  private final int[] ids;
  private final int bytes;
  private final int unknownId;

  private ExtensionMap(int[] ids, int unknownId) {
    this.ids = ids;
    this.bytes = Arrays.stream(ids).map(ExtensionMap::bytesOf).sum();
    this.unknownId = unknownId;
  }

  /** Takes ids up to a 0 or the end of the record, whatever comes first. */
  static ExtensionMap of(WriterOrder order, byte[] block, int at, int length) {
    int[] ids = new int[length / 2];
    for (int i = 0; i < ids.length; i++) {
      int id = order.u16(block, at + 2 * i);
      if (id == 0) {
        return new ExtensionMap(Arrays.copyOf(ids, i), 0);
      }
      if (bytesOf(id) == UNKNOWN) {
        return new ExtensionMap(Arrays.copyOf(ids, i), id);
      }
      ids[i] = id;
    }
    return new ExtensionMap(ids, 0);
  }

  static int bytesOf(int id) {
    return id < BYTES.length ? BYTES[id] : UNKNOWN;
  }

  int count() {
    return ids.length;
  }

  int id(int index) {
    return ids[index];
  }

  /** All of the known ones together. */
  int bytes() {
    return bytes;
  }

  /** Whether these are all. */
  boolean isKnown() {
    return unknownId == 0;
  }

  /** The first id that is not known; 0 if all are. */
  int unknownId() {
    return unknownId;
  }
}
