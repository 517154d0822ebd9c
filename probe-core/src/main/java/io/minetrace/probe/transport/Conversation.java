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
    /** Nothing more is wanted, but perhaps to be asked: {@link #nextWords()}. */
    SETTLED,
    /** More than we are willing to read. */
    OVERSIZE
  }

  /** Our first words. */
  byte[] opening();

  /** Hears some more. */
  Progress hear(byte[] bytes);

  /** What to say after {@link Progress#SETTLED}; empty to hang up. Asked once for each. */
  Optional<byte[]> nextWords();

  /** Whether the opening may still be said, after the server spoke first. */
  boolean acceptsOpening();

  /** Nothing more comes: what was heard, with what was left unfinished. */
  void end();

  Finding finding();

  /** The protocol that the answer points to. */
  Optional<ProbeProtocol> elsewhere();

  /** The protocol to try where our words were answered by hanging up. */
  Optional<ProbeProtocol> afterHangUp();

  Channel channel();

  int replyLimitBytes();

  @Override
  void close();
}
