// SPDX-License-Identifier: Apache-2.0
package io.minetrace.snapshot;

import io.minetrace.hash.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;

/**
 * The public half of an Ed25519 key (RFC 8032): who has it can check what was signed with the other
 * half. Immutable.
 */
public final class VerifyingKey {

  static final String ALGORITHM = "Ed25519";
  private static final String LABEL = "PUBLIC KEY";

  private final PublicKey key;

  VerifyingKey(PublicKey key) {
    this.key = key;
  }

  /**
   * Reads an X.509 PEM file: of {@code catalog keygen}, or of {@code openssl pkey -pubout}.
   *
   * @throws UnusableKeyException if it holds something else
   */
  public static VerifyingKey read(Path file) throws IOException {
    byte[] bytes = PemFile.read(file, LABEL);
    try {
      PublicKey key =
          KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(bytes));
      // What is no point of the curve shows only here.
      Signature.getInstance(ALGORITHM).initVerify(key);
      return new VerifyingKey(key);
    } catch (GeneralSecurityException e) {
      throw new UnusableKeyException(
          file.toString(), "not an Ed25519 key (" + e.getMessage() + ")", e);
    }
  }

  /** SHA-256 in hex of its X.509 bytes. */
  public String id() {
    return Sha256.hex(key.getEncoded());
  }

  /** The key as a PEM file. */
  public String pem() {
    return PemFile.text(LABEL, key.getEncoded());
  }

  /** Whether the other half of this key signed the message. */
  boolean verifies(byte[] message, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance(ALGORITHM);
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (SignatureException e) {
      // Bytes that no key can have made.
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime from 15 on has Ed25519", e);
    }
  }
}
