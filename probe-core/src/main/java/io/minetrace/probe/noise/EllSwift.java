// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.noise;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.bouncycastle.math.ec.ECFieldElement;
import org.bouncycastle.math.ec.ECPoint;

/**
 * X coordinates of secp256k1 as 64 bytes that look random (BIP 324, "ElligatorSwift encoding of
 * curve X coordinates"; the names are its names). Not constant in time: our keys live for one
 * probe.
 */
final class EllSwift {

  static final int BYTES = 2 * Secp256k1.BYTES;

  /** Ways an x can be encoded for one u. */
  static final int CASES = 8;

  /** The root of -3 that is a square. */
  private static final ECFieldElement C =
      Secp256k1.element(
          new BigInteger("0a2d2ba93507f1df233770c2a797962cc61f6d15da14ecd47d8d27ae1cd5f852", 16));

  private static final ECFieldElement ONE = Secp256k1.element(1);
  private static final ECFieldElement HALF = Secp256k1.element(2).invert();
  private static final ECFieldElement THREE = Secp256k1.element(3);
  private static final ECFieldElement FOUR = Secp256k1.element(4);

  private EllSwift() {}

  /** The x that 64 bytes stand for; any 64 bytes stand for one. */
  static ECFieldElement decode(byte[] encoded) {
    return xSwiftEc(
        Secp256k1.element(Secp256k1.number(encoded, 0)),
        Secp256k1.element(Secp256k1.number(encoded, Secp256k1.BYTES)));
  }

  /** XSwiftEC(u, t). */
  static ECFieldElement xSwiftEc(ECFieldElement uGiven, ECFieldElement tGiven) {
    ECFieldElement u = uGiven.isZero() ? ONE : uGiven;
    ECFieldElement t = tGiven.isZero() ? ONE : tGiven;
    ECFieldElement g = Secp256k1.curveOf(u);
    if (g.add(t.square()).isZero()) {
      t = t.add(t);
    }
    ECFieldElement x = g.subtract(t.square()).multiply(t.add(t).invert());
    ECFieldElement y = x.add(t).multiply(C.multiply(u).invert());
    ECFieldElement first = u.add(FOUR.multiply(y.square()));
    if (Secp256k1.isOnCurve(first)) {
      return first;
    }
    ECFieldElement ratio = x.multiply(y.invert());
    ECFieldElement second = ratio.negate().subtract(u).multiply(HALF);
    // One of the three always is; what remains needs no check.
    return Secp256k1.isOnCurve(second) ? second : ratio.subtract(u).multiply(HALF);
  }

  /** XSwiftECInv(x, u, case): the t that encodes x together with u, if this case has one. */
  static Optional<ECFieldElement> xSwiftEcInverse(ECFieldElement x, ECFieldElement u, int which) {
    return (which & 2) == 0 ? inverseOfTheLastTwo(x, u, which) : inverseOfTheFirst(x, u, which);
  }

  private static Optional<ECFieldElement> inverseOfTheLastTwo(
      ECFieldElement x, ECFieldElement u, int which) {
    if (Secp256k1.isOnCurve(x.negate().subtract(u))) {
      return Optional.empty();
    }
    ECFieldElement divisor = u.square().add(u.multiply(x)).add(x.square());
    ECFieldElement s = Secp256k1.curveOf(u).negate().multiply(divisor.invert());
    return ofCase(s, x, u, which);
  }

  private static Optional<ECFieldElement> inverseOfTheFirst(
      ECFieldElement x, ECFieldElement u, int which) {
    ECFieldElement s = x.subtract(u);
    if (s.isZero()) {
      return Optional.empty();
    }
    ECFieldElement radicand =
        FOUR.multiply(Secp256k1.curveOf(u)).add(THREE.multiply(u.square()).multiply(s));
    return Secp256k1.squareRoot(s.negate().multiply(radicand))
        .filter(r -> (which & 1) == 0 || !r.isZero())
        .flatMap(r -> ofCase(s, r.multiply(s.invert()).subtract(u).multiply(HALF), u, which));
  }

  private static Optional<ECFieldElement> ofCase(
      ECFieldElement s, ECFieldElement v, ECFieldElement u, int which) {
    ECFieldElement cSigned = (which & 1) == 0 ? C.negate() : C;
    boolean negative = (which & 5) == 0 || (which & 5) == 5;
    return Secp256k1.squareRoot(s)
        .map(w -> w.multiply(u.multiply(ONE.add(cSigned)).multiply(HALF).add(v)))
        .map(t -> negative ? t.negate() : t);
  }

  /** XElligatorSwift(x): one of the many encodings of an x, at random. */
  static byte[] encode(ECFieldElement x, RandomGenerator random) {
    while (true) {
      ECFieldElement u = Secp256k1.element(number(random));
      Optional<ECFieldElement> t =
          u.isZero() ? Optional.empty() : xSwiftEcInverse(x, u, random.nextInt(CASES));
      if (t.isPresent()) {
        byte[] encoded = Arrays.copyOf(Secp256k1.bytes(u), BYTES);
        System.arraycopy(Secp256k1.bytes(t.get()), 0, encoded, Secp256k1.BYTES, Secp256k1.BYTES);
        return encoded;
      }
    }
  }

  private static BigInteger number(RandomGenerator random) {
    byte[] bytes = new byte[Secp256k1.BYTES];
    random.nextBytes(bytes);
    return Secp256k1.number(bytes, 0);
  }

  /** A private key in 1..n-1. */
  static BigInteger privateKey(RandomGenerator random) {
    while (true) {
      BigInteger key = number(random);
      if (key.signum() > 0 && key.compareTo(Secp256k1.N) < 0) {
        return key;
      }
    }
  }

  /** ellswift_ecdh_xonly: the x of {@code privateKey} times the point that was encoded. */
  static byte[] sharedX(byte[] theirs, BigInteger privateKey) {
    ECPoint point =
        Secp256k1.lift(decode(theirs))
            .orElseThrow(() -> new IllegalStateException("XSwiftEC left the curve"));
    return Secp256k1.bytes(Secp256k1.multiplied(point, privateKey));
  }

  /** v2_ecdh, for the side that began the handshake. */
  static byte[] initiatorsSecret(BigInteger privateKey, byte[] ours, byte[] theirs) {
    return Sha256.tagged("bip324_ellswift_xonly_ecdh", ours, theirs, sharedX(theirs, privateKey));
  }
}
