// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import java.util.random.RandomGenerator;

/** A dialogue that is encrypted from its first word, and so keeps a state of its own. */
public non-sealed interface NoiseDialogue extends Dialogue {

  /**
   * Begins to talk.
   *
   * @param random for keys that are used once; a secure one, but in replays
   */
  NoiseTalk begin(DialogueContext context, RandomGenerator random);
}
