// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import io.minetrace.probe.dialogue.ProbeProtocol;
import java.util.Optional;

/**
 * Tells a Stratum V2 server from how it answers a line of text: any 64 bytes are a key to it, so it
 * goes on with its part of the handshake, which has a length of its own.
 */
final class SealedAnswer {

  /** As it is spoken, and with the shorter keys of the specification's older table. */
  private static final int BYTES = 234;

  private static final int OLDER_BYTES = 170;

  private int bytes;
  private int outsideText;

  void hear(byte[] more) {
    bytes += more.length;
    for (byte b : more) {
      // Half of all byte values and more are no printable ASCII.
      if (b < 0x20 && b != '\n' && b != '\r' && b != '\t') {
        outsideText++;
      }
    }
  }

  Optional<ProbeProtocol> elsewhere() {
    boolean length = bytes == BYTES || bytes == OLDER_BYTES;
    return length && outsideText > bytes / 4
        ? Optional.of(ProbeProtocol.STRATUM2)
        : Optional.empty();
  }
}
