// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.noise;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.math.ec.ECPoint;

/** Signatures of BIP 340. */
final class SchnorrSignature {

  private SchnorrSignature() {}

  /**
   * Whether a signature is the key's for a message.
   *
   * @param key x coordinate, 32 bytes
   * @param signature 64 bytes
   */
  static boolean verifies(byte[] key, byte[] message, byte[] signature) {
    BigInteger keyX = Secp256k1.number(key, 0);
    BigInteger r = Secp256k1.number(signature, 0);
    BigInteger s = Secp256k1.number(signature, Secp256k1.BYTES);
    if (keyX.compareTo(Secp256k1.P) >= 0
        || r.compareTo(Secp256k1.P) >= 0
        || s.compareTo(Secp256k1.N) >= 0) {
      return false;
    }
    Optional<ECPoint> point = Secp256k1.lift(Secp256k1.element(keyX));
    return point.isPresent() && equationHolds(point.get(), key, message, signature, r, s);
  }

  private static boolean equationHolds(
      ECPoint point, byte[] key, byte[] message, byte[] signature, BigInteger r, BigInteger s) {
    byte[] rBytes = Arrays.copyOf(signature, Secp256k1.BYTES);
    BigInteger e =
        Secp256k1.number(Sha256.tagged("BIP0340/challenge", rBytes, key, message), 0)
            .mod(Secp256k1.N);
    ECPoint sum = Secp256k1.G.multiply(s).subtract(point.multiply(e)).normalize();
    return !sum.isInfinity()
        && !sum.getAffineYCoord().testBitZero()
        && sum.getAffineXCoord().toBigInteger().equals(r);
  }
}
