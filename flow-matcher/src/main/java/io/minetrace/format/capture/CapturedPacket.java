// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.capture;

import io.minetrace.flow.FlowColumn;
import java.util.Optional;

/**
 * One packet of a capture, where its reader holds it: filled anew for every packet, and its bytes
 * overwritten by the next. Used by one thread.
 */
final class CapturedPacket {

  private byte[] bytes = new byte[0];
  private int from;
  private int length;
  private long offset;
  private long millis = FlowColumn.ABSENT_LONG;
  private Optional<LinkType> linkType = Optional.empty();
  private long number = -1;

  /**
   * Fills it with the next packet of the capture.
   *
   * @param linkType empty for one in which no IP packet is known to lie
   * @param millis when it was captured, or {@link FlowColumn#ABSENT_LONG}
   * @param offset of its first byte in the file
   */
  void fill(
      Optional<LinkType> linkType, long millis, long offset, byte[] bytes, int from, int length) {
    this.linkType = linkType;
    this.millis = millis;
    this.offset = offset;
    this.bytes = bytes;
    this.from = from;
    this.length = length;
    number++;
  }

  Optional<LinkType> linkType() {
    return linkType;
  }

  long millis() {
    return millis;
  }

  /** Bytes from the start of the file to the packet's first. */
  long offset() {
    return offset;
  }

  byte[] bytes() {
    return bytes;
  }

  /** The index of its first byte. */
  int from() {
    return from;
  }

  /** How many bytes of it were captured. */
  int length() {
    return length;
  }

  /** Its number in the file, from 0. */
  long number() {
    return number;
  }
}
