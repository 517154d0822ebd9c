// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.noise;

import io.minetrace.probe.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What a Stratum V2 server shows of itself (sv2-spec 04 §4.5.3). Whoever signed it is not named:
 * the authority's key is known from elsewhere, or nothing is proven but that the server has its own
 * key.
 *
 * <pre>
 *   0   2  version
 *   2   4  valid from, seconds since 1970, little-endian as all here
 *   6   4  not valid after
 *  10  64  signature (BIP 340)
 * </pre>
 *
 * @param validFrom seconds since 1970
 * @param notValidAfter seconds since 1970
 * @param serverKey x coordinate of the server's static key, 32 bytes
 */
public record ServerCertificate(
    int version, long validFrom, long notValidAfter, Bytes serverKey, Bytes signature) {

  private static final int SIGNATURE_AT = 10;
  private static final int SIGNATURE_BYTES = 64;

  static ServerCertificate read(byte[] message, byte[] serverKey) {
    ByteBuffer buffer = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    return new ServerCertificate(
        Short.toUnsignedInt(buffer.getShort()),
        Integer.toUnsignedLong(buffer.getInt()),
        Integer.toUnsignedLong(buffer.getInt()),
        Bytes.of(serverKey),
        Bytes.of(Arrays.copyOfRange(message, SIGNATURE_AT, SIGNATURE_AT + SIGNATURE_BYTES)));
  }

  /**
   * Whether an authority signed this.
   *
   * @param authority x coordinate of its key, 32 bytes
   */
  public boolean signedBy(Bytes authority) {
    byte[] signed =
        ByteBuffer.allocate(SIGNATURE_AT + Secp256k1.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putShort((short) version)
            .putInt((int) validFrom)
            .putInt((int) notValidAfter)
            .put(serverKey.toArray())
            .array();
    return SchnorrSignature.verifies(authority.toArray(), Sha256.of(signed), signature.toArray());
  }

  /** The server's key in hex. */
  public String serverKeyHex() {
    return HexFormat.of().formatHex(serverKey.toArray());
  }
}
