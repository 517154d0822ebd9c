// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import io.minetrace.probe.dialogue.Finding;
import io.minetrace.probe.dialogue.ProbeProtocol;
import io.minetrace.window.Channel;
import java.util.Optional;

/**
 * One dialogue on one connection: takes bytes as they come apart and puts them together. Knows
 * neither sockets nor time. Not for several threads.
 */
interface Conversation extends AutoCloseable {

  /** How what was heard so far stands. */
  enum Progress {
    /** In the middle of a line or a reply. */
    UNFINISHED,
    /** Whole so far; more may come. */
    COMPLETE,
    /** Nothing more is wanted, but perhaps to be asked: {@link Lull#SETTLED}. */
    SETTLED,
    /** More than we are willing to read. */
    OVERSIZE
  }

  /** When it is our turn to speak again, or to hang up. */
  enum Lull {
    /** What was heard is all that was wanted. */
    SETTLED,
    /** Nothing more came after what was heard. */
    QUIET,
    /** Our last words met silence. */
    SILENCE
  }

  /** Our first words. */
  byte[] opening();

  /** Whether a server may want longer than usual to speak before we do. */
  boolean listensLonger();

  /** Hears some more. */
  Progress hear(byte[] bytes);

  /** What to say in a lull; empty to hang up. Asked once for each. */
  Optional<byte[]> nextWords(Lull lull);

  /**
   * Whether the words just given repeat a question, with the login that it was refused for. That is
   * no question more: the one before got no further than the door.
   */
  default boolean repeats() {
    return false;
  }

  /** Whether the opening may still be said, after the server spoke first. */
  boolean acceptsOpening();

  /** Nothing more comes: what was heard, with what was left unfinished. */
  void end();

  Finding finding();

  /** The protocol that the answer points to. */
  Optional<ProbeProtocol> elsewhere();

  /** The protocol to try where our words were answered by hanging up. */
  Optional<ProbeProtocol> afterHangUp();

  /** What it ran inside of, as if there were no TLS. */
  Channel channel();

  int replyLimitBytes();

  @Override
  void close();
}
