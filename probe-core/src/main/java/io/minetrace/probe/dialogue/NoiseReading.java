// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import io.minetrace.probe.Bytes;
import java.util.List;
import java.util.Optional;

/**
 * What was heard so far shows.
 *
 * @param next what to say now
 * @param remarks what was read since the last reading, for people: the wire shows none of it
 */
public record NoiseReading(
    Finding finding, Progress progress, Optional<Bytes> next, List<String> remarks) {

  /** Whether to go on listening. */
  public enum Progress {
    /** In the middle of a message. */
    UNFINISHED,
    /** More may come that shows more. */
    LISTEN_ON,
    /** Nothing better can come. */
    SETTLED
  }

  public NoiseReading {
    remarks = List.copyOf(remarks);
  }
}
