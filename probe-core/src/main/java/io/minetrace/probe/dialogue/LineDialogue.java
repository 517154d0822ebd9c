// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import java.util.List;
import java.util.Optional;

/** A dialogue in lines of text over a plain or encrypted stream. */
public non-sealed interface LineDialogue extends Dialogue {

  /**
   * Our first line, without its line end. Not said where the server speaks first and proves itself
   * by that.
   */
  String opening(DialogueContext context);

  /**
   * What the lines heard so far show. Called again with all of them whenever one more has come.
   *
   * @param lines without line ends; the last may have been cut short by the end of the stream
   */
  LineReading read(List<String> lines, DialogueContext context);

  /**
   * The second line, where the first met silence and the connection is still open; without its line
   * end. Empty if it is better to say nothing more.
   */
  default Optional<String> onSilence(DialogueContext context) {
    return Optional.empty();
  }

  /**
   * Whether a server of this family speaks before it is asked, so that it is worth listening for
   * longer before the opening is said.
   */
  default boolean serverSpeaksFirst() {
    return false;
  }
}
