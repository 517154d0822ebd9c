// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.capture;

/**
 * Where and when something was captured.
 *
 * @param number of its packet in the file, from 0
 * @param millis as {@link CapturedPacket#millis()}
 * @param offset in the file of its first byte
 */
record PacketPlace(long number, long millis, long offset) {

  /** The same packet, some bytes on. */
  PacketPlace plus(int bytes) {
    return new PacketPlace(number, millis, offset + bytes);
  }
}
