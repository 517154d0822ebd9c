// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.noise;

import java.math.BigInteger;
import java.util.Random;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECPoint;

/**
 * What {@link StratumV2Server} keeps from one connection to the next: its keys and their encodings,
 * and the certificate. Its ephemeral key is no such thing: who asks cannot see that it is used
 * again, and making one takes longer than all the rest. Immutable, for several threads.
 */
public final class StratumV2Keys {

  /** Multiplies a point. */
  private interface Product {
    BigInteger[] of(BigInteger scalar, BigInteger[] point);
  }

  private final BigInteger authority;
  private final BigInteger staticKey;
  private final BigInteger ephemeral;
  private final byte[] encodedStatic;
  private final byte[] encodedEphemeral;
  private final byte[] certificate;
  private final Product product;

  private StratumV2Keys(Random random, BigInteger authority, byte[] validity) {
    this.authority = authority;
    this.product = PlainCurve::times;
    this.staticKey = PlainCurve.privateKey(random);
    this.ephemeral = PlainCurve.privateKey(random);
    this.encodedEphemeral = encoded(ephemeral, random);
    this.encodedStatic = encoded(staticKey, random);
    byte[] signed = TestHash.sha256(validity, staticKeyX());
    this.certificate = StratumV2Server.joined(validity, PlainCurve.sign(authority, signed, random));
  }

  private StratumV2Keys(StratumV2Keys keys, Product product) {
    this.authority = keys.authority;
    this.staticKey = keys.staticKey;
    this.ephemeral = keys.ephemeral;
    this.encodedStatic = keys.encodedStatic;
    this.encodedEphemeral = keys.encodedEphemeral;
    this.certificate = keys.certificate;
    this.product = product;
  }

  /**
   * Made at random.
   *
   * @param validFrom of the certificate, seconds since 1970
   */
  public static StratumV2Keys of(long seed, long validFrom, long notValidAfter) {
    return of(seed, PlainCurve.privateKey(new Random(~seed)), validFrom, notValidAfter);
  }

  /**
   * @param authority private key of the one who signs
   */
  static StratumV2Keys of(long seed, BigInteger authority, long validFrom, long notValidAfter) {
    byte[] validity = new byte[10];
    for (int i = 0; i < 4; i++) {
      validity[2 + i] = (byte) (validFrom >> (8 * i));
      validity[6 + i] = (byte) (notValidAfter >> (8 * i));
    }
    return new StratumV2Keys(new Random(seed), authority, validity);
  }

  /**
   * The same keys, their products by Bouncy Castle: for a server of many connections, where speed
   * counts and sharing no arithmetic with the prober does not.
   */
  public StratumV2Keys quick() {
    return new StratumV2Keys(this, StratumV2Keys::quickly);
  }

  private static BigInteger[] quickly(BigInteger scalar, BigInteger[] point) {
    ECPoint product =
        CustomNamedCurves.getByName("secp256k1")
            .getCurve()
            .createPoint(point[0], point[1])
            .multiply(scalar)
            .normalize();
    return new BigInteger[] {
      product.getAffineXCoord().toBigInteger(), product.getAffineYCoord().toBigInteger()
    };
  }

  private static byte[] encoded(BigInteger key, Random random) {
    return PlainCurve.encode(PlainCurve.times(key, PlainCurve.G)[0], random);
  }

  byte[] authorityKey() {
    return PlainCurve.bytes(PlainCurve.times(authority, PlainCurve.G)[0]);
  }

  byte[] staticKeyX() {
    return PlainCurve.bytes(PlainCurve.times(staticKey, PlainCurve.G)[0]);
  }

  byte[] encodedStatic() {
    return encodedStatic.clone();
  }

  byte[] encodedEphemeral() {
    return encodedEphemeral.clone();
  }

  /** Version, validity and signature. */
  byte[] certificate() {
    return certificate.clone();
  }

  byte[] staticSecret(BigInteger[] theirPoint) {
    return PlainCurve.bytes(product.of(staticKey, theirPoint)[0]);
  }

  byte[] ephemeralSecret(BigInteger[] theirPoint) {
    return PlainCurve.bytes(product.of(ephemeral, theirPoint)[0]);
  }
}
