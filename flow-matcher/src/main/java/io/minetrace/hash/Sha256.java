// SPDX-License-Identifier: Apache-2.0
package io.minetrace.hash;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 in lower-case hex. */
public final class Sha256 {

  private static final int SHORT_BYTES = 8;

  private Sha256() {}

  /** A fresh digest. */
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  /** What a digest has taken so far, in 64 hex digits; the digest starts anew. */
  public static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  /** As {@link #hex(MessageDigest)}, the first 16 digits only: our ids. */
  public static String shortHex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest(), 0, SHORT_BYTES);
  }

  public static String hex(byte[] bytes) {
    MessageDigest digest = digest();
    digest.update(bytes);
    return hex(digest);
  }

  /** The first 16 digits for the UTF-8 bytes of a text. */
  public static String shortHex(String text) {
    MessageDigest digest = digest();
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    return shortHex(digest);
  }

  public static String hex(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return hex(in);
    }
  }

  /** Reads the stream to its end. */
  public static String hex(InputStream in) throws IOException {
    DigestInputStream digesting = new DigestInputStream(in, digest());
    digesting.transferTo(OutputStream.nullOutputStream());
    return hex(digesting.getMessageDigest());
  }
}
