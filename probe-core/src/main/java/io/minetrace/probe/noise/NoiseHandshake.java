// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.noise;

import io.minetrace.probe.Bytes;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The side that begins Noise_NX, in the words of sv2-spec 04 §4.4.2 and §4.5. One handshake each;
 * not for several threads.
 *
 * <pre>
 *  -> e                                  64 bytes
 *  <- e, ee, s, es, certificate         234 bytes
 *        0  64  ephemeral key
 *       64  80  static key, sealed
 *      144  90  certificate, sealed
 * </pre>
 */
public final class NoiseHandshake {

  /** Length of what the server answers. */
  public static final int ANSWER_BYTES = 234;

  private static final String PROTOCOL = "Noise_NX_Secp256k1+EllSwift_ChaChaPoly_SHA256";
  private static final int STATIC_KEY_AT = EllSwift.BYTES;
  private static final int CERTIFICATE_AT = STATIC_KEY_AT + EllSwift.BYTES + CipherState.TAG_BYTES;
  private static final byte[] NOTHING = {};

  private final BigInteger privateKey;
  private final byte[] publicKey;
  private byte[] hash;
  private byte[] chainingKey;
  private Optional<CipherState> cipher = Optional.empty();

  /**
   * @param random for a key that is used once
   */
  public NoiseHandshake(RandomGenerator random) {
    privateKey = EllSwift.privateKey(random);
    publicKey = EllSwift.encode(Secp256k1.multiplied(Secp256k1.G, privateKey), random);
    chainingKey = Sha256.of(PROTOCOL.getBytes(StandardCharsets.US_ASCII));
    hash = Sha256.of(chainingKey);
    mixHash(publicKey);
    mixHash(NOTHING);
  }

  /** Our first words. */
  public Bytes opening() {
    return Bytes.of(publicKey);
  }

  /**
   * Takes the server's answer.
   *
   * @param answer {@value #ANSWER_BYTES} bytes
   * @throws ForgedMessageException if it was not made by one who knows the protocol and our key
   */
  public NoiseLink finish(Bytes answer) throws ForgedMessageException {
    byte[] bytes = answer.toArray();
    if (bytes.length != ANSWER_BYTES) {
      throw new IllegalArgumentException(
          "answer: " + bytes.length + " bytes (expected: " + ANSWER_BYTES + ")");
    }
    byte[] theirEphemeral = Arrays.copyOf(bytes, STATIC_KEY_AT);
    mixHash(theirEphemeral);
    mixKey(EllSwift.initiatorsSecret(privateKey, publicKey, theirEphemeral));
    byte[] theirStatic =
        openAndHash(Arrays.copyOfRange(bytes, STATIC_KEY_AT, CERTIFICATE_AT), "static key");
    mixKey(EllSwift.initiatorsSecret(privateKey, publicKey, theirStatic));
    byte[] certificate =
        openAndHash(Arrays.copyOfRange(bytes, CERTIFICATE_AT, ANSWER_BYTES), "certificate");
    byte[][] keys = keys(NOTHING);
    return new NoiseLink(
        new CipherState(keys[0]),
        new CipherState(keys[1]),
        ServerCertificate.read(certificate, Secp256k1.bytes(EllSwift.decode(theirStatic))));
  }

  private void mixHash(byte[] data) {
    hash = Sha256.of(hash, data);
  }

  private void mixKey(byte[] secret) {
    byte[][] keys = keys(secret);
    chainingKey = keys[0];
    cipher = Optional.of(new CipherState(keys[1]));
  }

  /** HKDF of RFC 5869 without info, two blocks of it. */
  private byte[][] keys(byte[] secret) {
    byte[] extracted = Sha256.hmac(chainingKey, secret);
    byte[] first = Sha256.hmac(extracted, new byte[] {1});
    return new byte[][] {first, Sha256.hmac(extracted, first, new byte[] {2})};
  }

  private byte[] openAndHash(byte[] sealed, String what) throws ForgedMessageException {
    byte[] plain = cipher.orElseThrow().open(hash, sealed, what);
    mixHash(sealed);
    return plain;
  }
}
