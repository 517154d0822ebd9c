// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import java.util.Optional;

/**
 * How one mining protocol is talked to: what to say, and what to make of the reply. A pure function
 * of what was heard, without sockets or clock, so that recorded replies replay through it. Knows no
 * passwords: the login of a node that is the owner's own is added by what carries the question,
 * after the node has asked for it. Names no wallet but one that the context has, and never sends a
 * share. Threads may share it.
 */
public sealed interface Dialogue permits LineDialogue, HttpDialogue, NoiseDialogue {

  /** How many bytes of reply are worth reading on one connection. */
  int replyLimitBytes();

  /** Which protocol to try on another connection where this one was answered by hanging up. */
  Optional<ProbeProtocol> afterHangUp();
}
