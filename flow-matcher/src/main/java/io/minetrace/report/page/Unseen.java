// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.page;

import java.util.Arrays;

/**
 * Characters that turn the direction of writing, or are not to be seen, or are none: in a name they
 * deceive whoever reads it. A table of our own, after Unicode 16: what the Java runtime knows of
 * characters changes with its version, and the page must not.
 */
final class Unseen {

  /** First and last of each range in turns, in order. */
  private static final int[] RANGES = {
    // Controls.
    0x0000,
    0x001f,
    0x007f,
    0x009f,
    // General_Category=Format, in the planes' order, with the two separators among them.
    0x00ad,
    0x00ad,
    0x0600,
    0x0605,
    0x061c,
    0x061c,
    0x06dd,
    0x06dd,
    0x070f,
    0x070f,
    0x0890,
    0x0891,
    0x08e2,
    0x08e2,
    0x180e,
    0x180e,
    0x200b,
    0x200f,
    0x2028,
    0x202e,
    0x2060,
    0x2064,
    0x2066,
    0x206f,
    // Halves of a pair, which no file can hold.
    0xd800,
    0xdfff,
    // No characters for ever, a format character between them.
    0xfdd0,
    0xfdef,
    0xfeff,
    0xfeff,
    0xfff9,
    0xfffb,
    0xfffe,
    0xffff,
    0x110bd,
    0x110bd,
    0x110cd,
    0x110cd,
    0x13430,
    0x1343f,
    0x1bca0,
    0x1bca3,
    0x1d173,
    0x1d17a,
    0x1fffe,
    0x1ffff,
    0x2fffe,
    0x2ffff,
    0x3fffe,
    0x3ffff,
    0x4fffe,
    0x4ffff,
    0x5fffe,
    0x5ffff,
    0x6fffe,
    0x6ffff,
    0x7fffe,
    0x7ffff,
    0x8fffe,
    0x8ffff,
    0x9fffe,
    0x9ffff,
    0xafffe,
    0xaffff,
    0xbfffe,
    0xbffff,
    0xcfffe,
    0xcffff,
    0xdfffe,
    0xdffff,
    0xe0001,
    0xe0001,
    0xe0020,
    0xe007f,
    0xefffe,
    0xeffff,
    0xffffe,
    0xfffff,
    0x10fffe,
    0x10ffff,
  };

  private Unseen() {}

  static boolean is(int codePoint) {
    int place = Arrays.binarySearch(RANGES, codePoint);
    // Between the first and the last of a range the place to insert is odd.
    return place >= 0 || (-place - 1) % 2 == 1;
  }
}
