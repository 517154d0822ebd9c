// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.capture;

import java.io.Closeable;
import java.io.IOException;

/** The packets of a capture file, front to back. */
interface PacketSource extends Closeable {

  /**
   * Reads the next packet, whose bytes hold until the next call.
   *
   * @return false at the end, or where the file makes no sense any more
   */
  boolean next(CapturedPacket packet) throws IOException;
}
