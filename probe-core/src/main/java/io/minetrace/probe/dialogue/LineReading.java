// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import java.util.Optional;

/**
 * What the lines heard so far show.
 *
 * @param progress whether more lines could show more
 * @param next a second line to say on this connection, once it is quiet: only where the server
 *     answered that it does not know what it was asked, which no server punishes, or opened a
 *     session that gives work to a wallet, of which our owner has one; at most one a connection,
 *     whatever further readings name
 * @param elsewhere a protocol that the answer points to and that needs a connection of its own; of
 *     no use once {@code next} was said. Of a proven service it is the question that would tell
 *     apart the families that are left
 */
public record LineReading(
    Finding finding, Progress progress, Optional<String> next, Optional<ProbeProtocol> elsewhere) {

  /** Whether to go on listening. */
  public enum Progress {
    /** More may come that shows more. */
    LISTEN_ON,
    /** Nothing better can come. */
    SETTLED
  }

  /** A reading that asks for nothing more. */
  public static LineReading of(Finding finding, Progress progress) {
    return new LineReading(finding, progress, Optional.empty(), Optional.empty());
  }

  LineReading thenSay(String line) {
    return new LineReading(finding, progress, Optional.of(line), elsewhere);
  }

  LineReading thenTry(ProbeProtocol protocol) {
    return new LineReading(finding, progress, next, Optional.of(protocol));
  }
}
