// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import java.util.Optional;

/**
 * What one HTTP reply shows.
 *
 * @param next the question to ask next on this connection
 * @param elsewhere a protocol that the answer points to and that needs a connection of its own
 */
public record HttpReading(
    Finding finding, Optional<HttpQuestion> next, Optional<ProbeProtocol> elsewhere) {

  static HttpReading of(Finding finding) {
    return new HttpReading(finding, Optional.empty(), Optional.empty());
  }

  HttpReading thenAsk(HttpQuestion question) {
    return new HttpReading(finding, Optional.of(question), elsewhere);
  }

  HttpReading thenTry(ProbeProtocol protocol) {
    return new HttpReading(finding, next, Optional.of(protocol));
  }
}
