// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import io.minetrace.probe.Bytes;
import io.minetrace.probe.Observation;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * What was said and heard in a visit, as printable text of which the beginning is kept and all is
 * hashed. One line of text for each line on the wire or part of one:
 *
 * <pre>
 *  # plain 192.0.2.1:3333/tcp       remarks of ours
 *  > {"id":1,…}\n                   what we said
 *  < {"id":1,…}\r\n                 what we heard
 * </pre>
 *
 * Control bytes, bytes above 7e and the backslash are written {@code \n}, {@code \r}, {@code \t},
 * {@code \\} or {@code \xhh}, so that the text holds every byte and a terminal is safe with it. But
 * words to withhold stand as {@code [withheld]} in the text, and so in its hash and in the count of
 * what we said. Not for several threads.
 */
final class Transcript {

  private enum Speaker {
    REMARK('#'),
    WE('>'),
    THEY('<');

    private final char mark;

    Speaker(char mark) {
      this.mark = mark;
    }
  }

  private final ByteArrayOutputStream beginning = new ByteArrayOutputStream();
  private final MessageDigest digest;
  private final Withheld withheld = new Withheld();

  /** What was heard last and could be the beginning of a word to withhold. */
  private byte[] heldBack = {};

  private Speaker lineOf = Speaker.REMARK;
  private boolean lineOpen;
  private long bytesSent;
  private long bytesReceived;

  Transcript() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  /** Words that are not to be shown, from whoever. */
  Withheld withheld() {
    return withheld;
  }

  void remark(String text) {
    release();
    write(Speaker.REMARK, withheld.without((text + "\n").getBytes(StandardCharsets.UTF_8)));
  }

  void said(byte[] bytes) {
    release();
    byte[] shown = withheld.without(bytes);
    bytesSent += shown.length;
    write(Speaker.WE, shown);
  }

  void heard(byte[] bytes) {
    bytesReceived += bytes.length;
    if (withheld.isEmpty()) {
      write(Speaker.THEY, bytes);
    } else {
      hold(bytes);
    }
  }

  /** A word to withhold may come in pieces. */
  private void hold(byte[] bytes) {
    String text =
        withheld.without(
            new String(heldBack, StandardCharsets.ISO_8859_1)
                + new String(bytes, StandardCharsets.ISO_8859_1));
    int whole = text.length() - withheld.openEnd(text);
    heldBack = text.substring(whole).getBytes(StandardCharsets.ISO_8859_1);
    write(Speaker.THEY, text.substring(0, whole).getBytes(StandardCharsets.ISO_8859_1));
  }

  private void release() {
    if (heldBack.length > 0) {
      byte[] last = heldBack;
      heldBack = new byte[0];
      write(Speaker.THEY, last);
    }
  }

  private void write(Speaker speaker, byte[] bytes) {
    StringBuilder text = new StringBuilder(bytes.length + 16);
    for (byte b : bytes) {
      if (lineOpen && lineOf != speaker) {
        endLine(text);
      }
      if (!lineOpen) {
        text.append(speaker.mark).append(' ');
        lineOpen = true;
        lineOf = speaker;
      }
      // A remark ends with its line; a line of the wire shows how it ended.
      if (speaker != Speaker.REMARK || b != '\n') {
        text.append(escaped(b));
      }
      if (b == '\n') {
        endLine(text);
      }
    }
    byte[] encoded = text.toString().getBytes(StandardCharsets.US_ASCII);
    digest.update(encoded);
    int room = Observation.TRANSCRIPT_BYTES - beginning.size();
    beginning.write(encoded, 0, Math.min(room, encoded.length));
  }

  private void endLine(StringBuilder text) {
    text.append('\n');
    lineOpen = false;
  }

  private static String escaped(byte b) {
    return switch (b) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      case '\\' -> "\\\\";
      default ->
          b >= 0x20 && b < 0x7f
              ? String.valueOf((char) b)
              : String.format(Locale.ROOT, "\\x%02x", b & 0xff);
    };
  }

  Bytes beginning() {
    release();
    return Bytes.of(beginning.toByteArray());
  }

  /** SHA-256 of the whole text; empty as long as nothing was said or heard. Ends the transcript. */
  String sha256() {
    release();
    return bytesSent + bytesReceived == 0 ? "" : HexFormat.of().formatHex(digest.digest());
  }

  long bytesSent() {
    return bytesSent;
  }

  long bytesReceived() {
    return bytesReceived;
  }
}
