// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import java.util.List;

/** A dialogue in lines of text over a plain or encrypted stream. */
public non-sealed interface LineDialogue extends Dialogue {

  /** Our first and only line, without its line end. */
  String opening(DialogueContext context);

  /**
   * What the lines heard so far show. Called again with all of them whenever one more has come.
   *
   * @param lines without line ends; the last may have been cut short by the end of the stream
   */
  LineReading read(List<String> lines, DialogueContext context);
}
