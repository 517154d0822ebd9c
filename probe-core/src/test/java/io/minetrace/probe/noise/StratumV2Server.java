// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.noise;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.modes.ChaCha20Poly1305;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * The answering side of Stratum V2, written from sv2-spec 03 and 04 (§4.5.1.2, §4.5.2.1, §4.6) with
 * none of the prober's code: other arithmetic, other hashes, another cipher.
 */
public final class StratumV2Server {

  private static final int TAG_BYTES = 16;
  private static final byte[] NOTHING = {};

  private final StratumV2Keys keys;

  private byte[] h = {};
  private byte[] ck = {};
  private byte[] k = {};
  private byte[] toUs = {};
  private byte[] fromUs = {};
  private long received;
  private long sent;

  /**
   * @param validFrom of the certificate, seconds since 1970
   */
  public StratumV2Server(long seed, long validFrom, long notValidAfter) {
    this(StratumV2Keys.of(seed, validFrom, notValidAfter));
  }

  /** One connection to a server that has these keys; another may have them at the same time. */
  public StratumV2Server(StratumV2Keys keys) {
    this.keys = keys;
  }

  /** x coordinate of the key that signs the certificate. */
  public byte[] authorityKey() {
    return keys.authorityKey();
  }

  public byte[] staticKeyX() {
    return keys.staticKeyX();
  }

  /** Takes the 64 bytes of the first act and gives the second. */
  public byte[] answer(byte[] theirKey) {
    byte[] name =
        "Noise_NX_Secp256k1+EllSwift_ChaChaPoly_SHA256".getBytes(StandardCharsets.US_ASCII);
    ck = TestHash.sha256(name);
    h = TestHash.sha256(ck);
    mixHash(theirKey);
    mixHash(NOTHING);

    BigInteger[] theirPoint = PlainCurve.point(theirKey);
    ByteArrayOutputStream act = new ByteArrayOutputStream();
    byte[] ephemeralKey = keys.encodedEphemeral();
    act.writeBytes(ephemeralKey);
    mixHash(ephemeralKey);
    mixKey(secret(keys.ephemeralSecret(theirPoint), ephemeralKey, theirKey));
    byte[] encodedStatic = keys.encodedStatic();
    act.writeBytes(encryptAndHash(encodedStatic));
    mixKey(secret(keys.staticSecret(theirPoint), encodedStatic, theirKey));
    act.writeBytes(encryptAndHash(keys.certificate()));

    byte[] both = TestHash.hkdf(ck, NOTHING);
    toUs = Arrays.copyOf(both, 32);
    fromUs = Arrays.copyOfRange(both, 32, 64);
    return act.toByteArray();
  }

  /** We are not the initiator: their key stands first. */
  private static byte[] secret(byte[] sharedX, byte[] ours, byte[] theirs) {
    byte[] tag = TestHash.sha256("bip324_ellswift_xonly_ecdh".getBytes(StandardCharsets.US_ASCII));
    return TestHash.sha256(tag, tag, theirs, ours, sharedX);
  }

  private void mixHash(byte[] data) {
    h = TestHash.sha256(h, data);
  }

  private void mixKey(byte[] secret) {
    byte[] keys = TestHash.hkdf(ck, secret);
    ck = Arrays.copyOf(keys, 32);
    k = Arrays.copyOfRange(keys, 32, 64);
  }

  private byte[] encryptAndHash(byte[] plain) {
    // Each key of the handshake seals one message.
    byte[] sealed = cipher(true, k, 0, h, plain);
    mixHash(sealed);
    return sealed;
  }

  private static byte[] cipher(boolean seal, byte[] key, long count, byte[] associated, byte[] in) {
    byte[] nonce = new byte[12];
    for (int i = 0; i < 8; i++) {
      nonce[4 + i] = (byte) (count >> (8 * i));
    }
    ChaCha20Poly1305 cipher = new ChaCha20Poly1305();
    cipher.init(seal, new AEADParameters(new KeyParameter(key), 128, nonce, associated));
    byte[] out = new byte[cipher.getOutputSize(in.length)];
    try {
      int length = cipher.processBytes(in, 0, in.length, out, 0);
      cipher.doFinal(out, length);
    } catch (InvalidCipherTextException e) {
      throw new IllegalStateException("the prober's tag does not fit", e);
    }
    return out;
  }

  /** Opens a message of the prober: type, then payload. */
  public byte[] open(byte[] sealedHeader, byte[] sealedPayload) {
    byte[] header = openPart(sealedHeader);
    byte[] payload = openPart(sealedPayload);
    if (length(header) != payload.length) {
      throw new IllegalStateException(length(header) + " announced, " + payload.length + " sent");
    }
    return joined(new byte[] {header[2]}, payload);
  }

  /**
   * Opens the header of a message of the prober, where it is not known how long the message is.
   *
   * @return how long the sealed payload is, which is to be opened next
   */
  public int openHeader(byte[] sealedHeader) {
    return length(openPart(sealedHeader)) + TAG_BYTES;
  }

  /** Opens the payload that belongs to the header opened before. */
  public byte[] openPayload(byte[] sealedPayload) {
    return openPart(sealedPayload);
  }

  private static int length(byte[] header) {
    return (header[3] & 0xff) | (header[4] & 0xff) << 8 | (header[5] & 0xff) << 16;
  }

  private byte[] openPart(byte[] sealed) {
    return cipher(false, toUs, received++, NOTHING, sealed);
  }

  /** A sealed message. */
  public byte[] message(int type, byte[] payload) {
    byte[] header = {
      0,
      0,
      (byte) type,
      (byte) payload.length,
      (byte) (payload.length >> 8),
      (byte) (payload.length >> 16)
    };
    byte[] sealedHeader = cipher(true, fromUs, sent++, NOTHING, header);
    return payload.length == 0
        ? sealedHeader
        : joined(sealedHeader, cipher(true, fromUs, sent++, NOTHING, payload));
  }

  public static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
