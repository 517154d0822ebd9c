// SPDX-License-Identifier: Apache-2.0
package io.minetrace.anonymise;

import io.minetrace.hash.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;

/**
 * The secret by which addresses are replaced: 32 bytes, the first half a key of AES-128, the second
 * a pad. Whoever has it can undo the replacement. Immutable.
 */
public final class AnonymisingKey {

  private static final int BYTES = 32;

  /** Hex with a prefix and white space around it. */
  private static final int MOST_BYTES = 256;

  private static final byte[] FINGERPRINT_DOMAIN =
      "minetrace anonymising key\n".getBytes(StandardCharsets.US_ASCII);

  private final byte[] secret;

  private AnonymisingKey(byte[] secret) {
    this.secret = secret;
  }

  /**
   * Reads a file of 32 bytes, or of their 64 hexadecimal digits, with {@code 0x} before them or
   * not.
   *
   * @throws IOException naming the file, if it is no such file, or a key that anybody would guess
   */
  public static AnonymisingKey read(Path file) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MOST_BYTES);
    }
    byte[] secret = bytes.length == BYTES ? bytes : hex(file, bytes);
    byte[] repeated = new byte[BYTES];
    Arrays.fill(repeated, secret[0]);
    if (Arrays.equals(secret, repeated)) {
      throw new IOException(file + ": one byte 32 times (expected: a random key)");
    }
    return new AnonymisingKey(secret);
  }

  private static byte[] hex(Path file, byte[] bytes) throws IOException {
    String text = new String(bytes, StandardCharsets.ISO_8859_1).trim();
    String digits = text.startsWith("0x") ? text.substring(2) : text;
    if (!digits.matches("[0-9A-Fa-f]{64}")) {
      // What is in it is not told: it may be a key for something else.
      throw new IOException(
          file
              + ": not an anonymising key (expected: 32 bytes, or 64 hexadecimal digits; it has "
              + (bytes.length == MOST_BYTES
                  ? MOST_BYTES + " bytes or more"
                  : bytes.length + " bytes")
              + ")");
    }
    return HexFormat.of().parseHex(digits);
  }

  /** Whether others than the file's owner may read it; false where the system does not tell. */
  public static boolean isReadableByOthers(Path file) throws IOException {
    try {
      Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(file);
      return allowed.contains(PosixFilePermission.OTHERS_READ)
          || allowed.contains(PosixFilePermission.GROUP_READ);
    } catch (UnsupportedOperationException e) {
      return false;
    }
  }

  /**
   * By which two results are known to be made with one key: the first 16 hex digits of SHA-256 of
   * the line {@code minetrace anonymising key} and the key.
   */
  public String fingerprint() {
    MessageDigest digest = Sha256.digest();
    digest.update(FINGERPRINT_DOMAIN);
    digest.update(secret);
    return Sha256.shortHex(digest);
  }

  byte[] cipherKey() {
    return Arrays.copyOf(secret, BYTES / 2);
  }

  byte[] pad() {
    return Arrays.copyOfRange(secret, BYTES / 2, BYTES);
  }
}
