// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import java.util.Optional;

/**
 * What the lines heard so far show.
 *
 * @param progress whether more lines could show more
 * @param elsewhere a protocol that the answer points to and that needs a connection of its own
 */
public record LineReading(Finding finding, Progress progress, Optional<ProbeProtocol> elsewhere) {

  /** Whether to go on listening. */
  public enum Progress {
    /** More may come that shows more. */
    LISTEN_ON,
    /** Nothing better can come. */
    SETTLED
  }
}
