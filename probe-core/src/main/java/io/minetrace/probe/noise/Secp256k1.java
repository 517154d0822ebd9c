// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.noise;

import java.math.BigInteger;
import java.util.Optional;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECFieldElement;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.util.BigIntegers;

/** The curve y² = x³ + 7, in the words of BIP 340. */
final class Secp256k1 {

  static final int BYTES = 32;

  private static final X9ECParameters PARAMETERS = CustomNamedCurves.getByName("secp256k1");
  private static final ECCurve CURVE = PARAMETERS.getCurve();

  static final ECPoint G = PARAMETERS.getG();

  /** Order of the field. */
  static final BigInteger P = CURVE.getField().getCharacteristic();

  /** Order of the group. */
  static final BigInteger N = PARAMETERS.getN();

  private static final ECFieldElement SEVEN = element(BigInteger.valueOf(7));

  private Secp256k1() {}

  /** The number modulo p. */
  static ECFieldElement element(BigInteger number) {
    return CURVE.fromBigInteger(number.mod(P));
  }

  static ECFieldElement element(int number) {
    return element(BigInteger.valueOf(number));
  }

  /** x³ + 7. */
  static ECFieldElement curveOf(ECFieldElement x) {
    return x.square().multiply(x).add(SEVEN);
  }

  /** The square root that is itself a square; empty if there is none. */
  static Optional<ECFieldElement> squareRoot(ECFieldElement number) {
    return Optional.ofNullable(number.sqrt());
  }

  /** Whether a point of the curve has this x. */
  static boolean isOnCurve(ECFieldElement x) {
    return squareRoot(curveOf(x)).isPresent();
  }

  /** The point of this x whose y is even; empty if the curve has none. */
  static Optional<ECPoint> lift(ECFieldElement x) {
    return squareRoot(curveOf(x))
        .map(y -> y.testBitZero() ? y.negate() : y)
        .map(y -> CURVE.createPoint(x.toBigInteger(), y.toBigInteger()));
  }

  /** The x of {@code scalar} times a point. */
  static ECFieldElement multiplied(ECPoint point, BigInteger scalar) {
    return point.multiply(scalar).normalize().getAffineXCoord();
  }

  static byte[] bytes(ECFieldElement element) {
    return BigIntegers.asUnsignedByteArray(BYTES, element.toBigInteger());
  }

  static BigInteger number(byte[] bytes, int offset) {
    return BigIntegers.fromUnsignedByteArray(bytes, offset, BYTES);
  }
}
