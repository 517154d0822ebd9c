// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.nfcapd;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The byte order of the machine that wrote a file, and its numbers at an index of an array. nfcapd
 * writes every number as its machine holds it; nearly all files are little-endian, and for those
 * the one flag costs nothing, for the compiler tests it once a record. Callers check the range;
 * shared by threads freely.
 */
enum WriterOrder {
  LITTLE_ENDIAN("little-endian", false),
  BIG_ENDIAN("big-endian", true);

  private static final VarHandle U16 = view(short[].class);
  private static final VarHandle U32 = view(int[].class);
  private static final VarHandle U64 = view(long[].class);

  private final String label;
  private final boolean swapped;

  WriterOrder(String label, boolean swapped) {
    this.label = label;
    this.swapped = swapped;
  }

  private static VarHandle view(Class<?> array) {
    return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
  }

  String label() {
    return label;
  }

  int u16(byte[] bytes, int at) {
    short value = (short) U16.get(bytes, at);
    return (swapped ? Short.reverseBytes(value) : value) & 0xffff;
  }

  int i32(byte[] bytes, int at) {
    int value = (int) U32.get(bytes, at);
    return swapped ? Integer.reverseBytes(value) : value;
  }

  long u32(byte[] bytes, int at) {
    return i32(bytes, at) & 0xffff_ffffL;
  }

  long i64(byte[] bytes, int at) {
    long value = (long) U64.get(bytes, at);
    return swapped ? Long.reverseBytes(value) : value;
  }
}
