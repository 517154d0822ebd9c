// SPDX-License-Identifier: Apache-2.0
package io.minetrace.snapshot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Set;

/** The private half of an Ed25519 key (RFC 8032). Immutable. */
public final class SigningKey {

  private static final String LABEL = "PRIVATE KEY";
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  private final PrivateKey key;
  private final VerifyingKey publicKey;

  private SigningKey(KeyPair pair) {
    this.key = pair.getPrivate();
    this.publicKey = new VerifyingKey(pair.getPublic());
  }

  /** Makes a new key. */
  public static SigningKey generate() {
    return new SigningKey(pair(new SecureRandom()));
  }

  private static KeyPair pair(SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(VerifyingKey.ALGORITHM);
      generator.initialize(NamedParameterSpec.ED25519, random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime from 15 on has Ed25519", e);
    }
  }

  /**
   * Reads a PKCS#8 PEM file: of {@code catalog keygen}, or of {@code openssl genpkey -algorithm
   * ed25519}.
   *
   * @throws UnusableKeyException if it holds something else, or others than its owner may read it
   */
  public static SigningKey read(Path file) throws IOException {
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    if (!OWNER_ONLY.containsAll(permissions)) {
      throw new UnusableKeyException(
          file.toString(),
          "may be read or changed by others, "
              + PosixFilePermissions.toString(permissions)
              + " (expected: rw-------; chmod 600)");
    }
    byte[] bytes = PemFile.read(file, LABEL);
    try {
      PrivateKey key =
          KeyFactory.getInstance(VerifyingKey.ALGORITHM)
              .generatePrivate(new PKCS8EncodedKeySpec(bytes));
      return new SigningKey(pair(new Seed(((EdECPrivateKey) key).getBytes().orElseThrow())));
    } catch (GeneralSecurityException e) {
      throw new UnusableKeyException(
          file.toString(), "not an Ed25519 key (" + e.getMessage() + ")", e);
    }
  }

  /**
   * Gives the 32 bytes that a private key is: Java has no other way to the public half of a key
   * that was read. {@link #sign} would notice if a provider went about it differently.
   */
  private static final class Seed extends SecureRandom {

    private static final long serialVersionUID = 1L;

    private final byte[] seed;

    Seed(byte[] seed) {
      this.seed = seed;
    }

    @Override
    public void nextBytes(byte[] bytes) {
      if (bytes.length != seed.length) {
        throw new IllegalStateException(
            bytes.length + " bytes wanted for an Ed25519 key (expected: " + seed.length + ")");
      }
      System.arraycopy(seed, 0, bytes, 0, seed.length);
    }
  }

  public VerifyingKey publicKey() {
    return publicKey;
  }

  /** The key as a PEM file. */
  public String pem() {
    return PemFile.text(LABEL, key.getEncoded());
  }

  /** The 64 bytes of a signature, which was verified. */
  byte[] sign(byte[] message) {
    try {
      Signature signer = Signature.getInstance(VerifyingKey.ALGORITHM);
      signer.initSign(key);
      signer.update(message);
      byte[] signature = signer.sign();
      if (!publicKey.verifies(message, signature)) {
        throw new IllegalStateException("a signature that its own key does not verify");
      }
      return signature;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime from 15 on has Ed25519", e);
    }
  }
}
