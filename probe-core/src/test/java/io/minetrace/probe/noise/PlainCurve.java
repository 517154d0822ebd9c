// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.noise;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/**
 * secp256k1, ElligatorSwift and Schnorr signatures in nothing but big integers, as slow as they are
 * plain: so that the tests' server shares no arithmetic with the prober.
 */
final class PlainCurve {

  private static final BigInteger TWO = BigInteger.TWO;
  private static final BigInteger THREE = BigInteger.valueOf(3);
  private static final BigInteger SEVEN = BigInteger.valueOf(7);

  static final BigInteger P = TWO.pow(256).subtract(TWO.pow(32)).subtract(BigInteger.valueOf(977));
  static final BigInteger N =
      new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);

  /** x and y; the point at infinity has none. */
  static final BigInteger[] G = {
    new BigInteger("79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798", 16),
    new BigInteger("483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8", 16)
  };

  private static final BigInteger[] INFINITY = {};

  /** √-3: of its two values the one that is a square. */
  private static final BigInteger C = root(P.subtract(THREE));

  private PlainCurve() {}

  private static BigInteger mod(BigInteger number) {
    return number.mod(P);
  }

  private static BigInteger over(BigInteger dividend, BigInteger divisor) {
    return mod(dividend.multiply(divisor.modInverse(P)));
  }

  /** The root that is a square, as p leaves 3 when divided by 4. */
  private static BigInteger root(BigInteger square) {
    return square.modPow(P.add(BigInteger.ONE).shiftRight(2), P);
  }

  private static boolean hasRoot(BigInteger number) {
    return root(mod(number)).modPow(TWO, P).equals(mod(number));
  }

  private static BigInteger curveOf(BigInteger x) {
    return mod(x.pow(3).add(SEVEN));
  }

  private static boolean isOnCurve(BigInteger x) {
    return hasRoot(curveOf(mod(x)));
  }

  static BigInteger[] add(BigInteger[] a, BigInteger[] b) {
    if (a.length == 0 || b.length == 0) {
      return a.length == 0 ? b : a;
    }
    if (a[0].equals(b[0]) && !a[1].equals(b[1])) {
      return INFINITY;
    }
    BigInteger slope =
        a[0].equals(b[0])
            ? over(THREE.multiply(a[0].pow(2)), TWO.multiply(a[1]))
            : over(b[1].subtract(a[1]), mod(b[0].subtract(a[0])));
    BigInteger x = mod(slope.pow(2).subtract(a[0]).subtract(b[0]));
    return new BigInteger[] {x, mod(slope.multiply(a[0].subtract(x)).subtract(a[1]))};
  }

  static BigInteger[] times(BigInteger scalar, BigInteger[] point) {
    BigInteger[] sum = INFINITY;
    for (int bit = scalar.bitLength() - 1; bit >= 0; bit--) {
      sum = add(sum, sum);
      if (scalar.testBit(bit)) {
        sum = add(sum, point);
      }
    }
    return sum;
  }

  static BigInteger number(byte[] bytes, int from, int to) {
    return new BigInteger(1, Arrays.copyOfRange(bytes, from, to));
  }

  static byte[] bytes(BigInteger number) {
    byte[] bytes = new byte[32];
    for (int i = 0; i < 32; i++) {
      bytes[31 - i] = number.shiftRight(8 * i).byteValue();
    }
    return bytes;
  }

  static BigInteger privateKey(Random random) {
    return new BigInteger(255, random).add(BigInteger.ONE);
  }

  /** SwiftEC's map, with BIP 324's detours around what it is not defined for. */
  static BigInteger decode(byte[] encoded) {
    BigInteger u = mod(number(encoded, 0, 32));
    BigInteger t = mod(number(encoded, 32, 64));
    u = u.signum() == 0 ? BigInteger.ONE : u;
    t = t.signum() == 0 ? BigInteger.ONE : t;
    if (mod(curveOf(u).add(t.pow(2))).signum() == 0) {
      t = mod(t.shiftLeft(1));
    }
    BigInteger x = over(curveOf(u).subtract(t.pow(2)), t.shiftLeft(1));
    BigInteger y = over(x.add(t), mod(C.multiply(u)));
    BigInteger[] candidates = {
      mod(u.add(y.pow(2).shiftLeft(2))),
      over(over(x, y).negate().subtract(u), TWO),
      over(over(x, y).subtract(u), TWO)
    };
    return Arrays.stream(candidates).filter(PlainCurve::isOnCurve).findFirst().orElseThrow();
  }

  /**
   * An encoding of x, found by the branch of the inverse that belongs to the first candidate, and
   * checked by decoding it.
   */
  static byte[] encode(BigInteger x, Random random) {
    while (true) {
      BigInteger u = mod(new BigInteger(256, random));
      BigInteger s = mod(x.subtract(u));
      BigInteger radicand =
          mod(
              s.negate()
                  .multiply(curveOf(u).shiftLeft(2).add(THREE.multiply(u.pow(2)).multiply(s))));
      if (u.signum() == 0 || s.signum() == 0 || !hasRoot(radicand) || !hasRoot(s)) {
        continue;
      }
      BigInteger v = over(over(root(radicand), s).subtract(u), TWO);
      BigInteger t =
          mod(root(s).negate().multiply(over(u.multiply(BigInteger.ONE.subtract(C)), TWO).add(v)));
      byte[] encoded = Arrays.copyOf(bytes(u), 64);
      System.arraycopy(bytes(t), 0, encoded, 32, 32);
      if (decode(encoded).equals(x)) {
        return encoded;
      }
    }
  }

  /** The point that was encoded, of its two the one whose y is a square. */
  static BigInteger[] point(byte[] encoded) {
    BigInteger x = decode(encoded);
    return new BigInteger[] {x, root(curveOf(x))};
  }

  /** A signature of BIP 340, with a nonce at random instead of derived. */
  static byte[] sign(BigInteger secret, byte[] message, Random random) {
    BigInteger[] key = times(secret, G);
    BigInteger d = key[1].testBit(0) ? N.subtract(secret) : secret;
    BigInteger nonce = privateKey(random);
    BigInteger[] r = times(nonce, G);
    BigInteger k = r[1].testBit(0) ? N.subtract(nonce) : nonce;
    byte[] tag = TestHash.sha256("BIP0340/challenge".getBytes(StandardCharsets.US_ASCII));
    BigInteger e =
        new BigInteger(1, TestHash.sha256(tag, tag, bytes(r[0]), bytes(key[0]), message)).mod(N);
    byte[] signature = Arrays.copyOf(bytes(r[0]), 64);
    System.arraycopy(bytes(k.add(e.multiply(d)).mod(N)), 0, signature, 32, 32);
    return signature;
  }
}
