// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import io.minetrace.probe.Bytes;

/** One talk of a {@link NoiseDialogue}: bytes in, bytes out. Not for several threads. */
public interface NoiseTalk {

  /** Our first words. */
  Bytes opening();

  /**
   * Hears some more. Nothing that is heard makes it throw.
   *
   * @return what all that was heard shows
   */
  NoiseReading hear(Bytes bytes);
}
