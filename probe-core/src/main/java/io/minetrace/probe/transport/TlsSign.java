// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Tells a server that wants TLS from how it answers plain words. */
final class TlsSign {

  /** How much of an answer is looked at. */
  static final int BYTES = 2048;

  /** An alert, of any version from SSL 3.0 on: type, major version. */
  private static final int ALERT = 0x15;

  private static final int MAJOR_VERSION = 3;

  /** What nginx, Go's web server and Apache say. */
  private static final List<String> WORDS =
      List.of(
          "http request was sent to https port",
          "sent an http request to an https server",
          "speaking plain http to an ssl-enabled server");

  private TlsSign() {}

  /**
   * Whether an answer shows it.
   *
   * @param beginning of what was heard
   */
  static boolean isIn(byte[] beginning) {
    if (beginning.length >= 2 && beginning[0] == ALERT && beginning[1] == MAJOR_VERSION) {
      return true;
    }
    String text = new String(beginning, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
    return WORDS.stream().anyMatch(text::contains);
  }
}
