// SPDX-License-Identifier: Apache-2.0
package io.minetrace.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keys as text between lines of dashes (RFC 7468), which openssl and all others read. */
final class PemFile {

  private static final int MAX_BYTES = 1 << 16;
  private static final int LINE_CHARACTERS = 64;
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

  private PemFile() {}

  /**
   * The bytes of the first block.
   *
   * @param label what must stand in its first line
   * @throws UnusableKeyException if the first block is another one, or there is none
   */
  static byte[] read(Path file, String label) throws IOException {
    String text;
    try (InputStream in = Files.newInputStream(file)) {
      text = new String(in.readNBytes(MAX_BYTES), StandardCharsets.ISO_8859_1);
    }
    Matcher block = BLOCK.matcher(text);
    if (!block.find()) {
      throw new UnusableKeyException(
          file.toString(), "no key in PEM form (expected: -----BEGIN " + label + "-----)");
    }
    if (!block.group(1).equals(label)) {
      String hint =
          block.group(1).startsWith("ENCRYPTED")
              ? "; openssl pkey -in FILE -out PLAIN takes the encryption off"
              : "";
      throw new UnusableKeyException(
          file.toString(), block.group(1) + " (expected: " + label + ")" + hint);
    }
    try {
      return Base64.getMimeDecoder().decode(block.group(2));
    } catch (IllegalArgumentException e) {
      throw new UnusableKeyException(file.toString(), "damaged base64 (" + e.getMessage() + ")", e);
    }
  }

  /** The file of one block. */
  static String text(String label, byte[] bytes) {
    String base64 = Base64.getMimeEncoder(LINE_CHARACTERS, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
  }
}
