// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import io.minetrace.probe.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A message of Stratum V2 (sv2-spec 03 §3.2), all little-endian.
 *
 * <pre>
 *  0  2  extension type, its highest bit set for a message about a channel
 *  2  1  message type
 *  3  3  length of what follows
 * </pre>
 */
record StratumV2Frame(int extension, int type, Bytes payload) {

  static final int HEADER_BYTES = 6;

  static final int SETUP_CONNECTION = 0x00;
  static final int SETUP_CONNECTION_SUCCESS = 0x01;
  static final int SETUP_CONNECTION_ERROR = 0x02;
  static final int RECONNECT = 0x04;

  private static final int MINING = 0;
  private static final int VERSION = 2;
  private static final int MAX_STRING = 255;

  /** Asks to mine, with no optional feature. */
  static StratumV2Frame setupConnection(DialogueContext context) {
    ByteBuffer fixed =
        ByteBuffer.allocate(9)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put((byte) MINING)
            .putShort((short) VERSION)
            .putShort((short) VERSION)
            .putInt(0);
    Bytes payload =
        Bytes.of(fixed.array())
            .plus(string(context.host()))
            .plus(Bytes.of(new byte[] {(byte) context.port(), (byte) (context.port() >> 8)}))
            .plus(string(context.agent()))
            // Of hardware, firmware and device there is nothing to say.
            .plus(Bytes.of(new byte[3]));
    return new StratumV2Frame(0, SETUP_CONNECTION, payload);
  }

  private static Bytes string(String text) {
    Bytes bytes = Bytes.ofUtf8(text).first(MAX_STRING);
    return Bytes.of(new byte[] {(byte) bytes.length()}).plus(bytes);
  }

  /** The header on the wire, before it is sealed. */
  Bytes header() {
    int length = payload.length();
    return Bytes.of(
        ByteBuffer.allocate(HEADER_BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putShort((short) extension)
            .put((byte) type)
            .put((byte) length)
            .putShort((short) (length >> 8))
            .array());
  }

  /** How long the payload of a header is. */
  static int length(Bytes header) {
    return Byte.toUnsignedInt(header.at(3))
        | Byte.toUnsignedInt(header.at(4)) << 8
        | Byte.toUnsignedInt(header.at(5)) << 16;
  }

  static StratumV2Frame of(Bytes header, Bytes payload) {
    int extension = Byte.toUnsignedInt(header.at(0)) | Byte.toUnsignedInt(header.at(1)) << 8;
    return new StratumV2Frame(extension, Byte.toUnsignedInt(header.at(2)), payload);
  }

  /** An unsigned number of the payload; 0 where the payload ends before it. */
  long number(int offset, int bytes) {
    long number = 0;
    for (int i = 0; i < bytes && offset + i < payload.length(); i++) {
      number |= (long) Byte.toUnsignedInt(payload.at(offset + i)) << (8 * i);
    }
    return number;
  }

  /** A string of the payload, with its length before it; as much of it as there is. */
  String string(int offset) {
    int length = (int) number(offset, 1);
    int from = Math.min(offset + 1, payload.length());
    byte[] text =
        Arrays.copyOfRange(payload.toArray(), from, Math.min(from + length, payload.length()));
    return new String(text, StandardCharsets.UTF_8);
  }
}
