// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import io.minetrace.probe.DialogueOutcome;
import io.minetrace.probe.dialogue.Finding;

/** Why a connection ended. */
enum ConnectionEnd {
  SETTLED("closed by us"),
  QUIET("closed by us: nothing more came"),
  NO_ANSWER("closed by us: no answer"),
  PEER_CLOSED("closed by the server"),
  PEER_RESET("reset by the server"),
  TLS_FAILED("no TLS"),
  OVERSIZE("closed by us: too much"),
  SLOW("closed by us: too slow"),
  DEADLINE("closed by us: out of time");

  private final String words;

  ConnectionEnd(String words) {
    this.words = words;
  }

  /** For the transcript. */
  String words() {
    return words;
  }

  /**
   * What the words showed, judged together with the end they came to. What was proven stays proven.
   *
   * @param heard whether a single byte came
   */
  Finding judge(Finding words, HeardBytes heard) {
    if (words.evidence().provesMining() || words.outcome() == DialogueOutcome.BAN_TEXT) {
      return words;
    }
    if (this == TLS_FAILED) {
      return words.withOutcome(DialogueOutcome.TLS_FAILED);
    }
    DialogueOutcome outcome =
        switch (heard) {
          case NONE -> ofSilence();
          case BEFORE_WE_SPOKE ->
              words.outcome() == DialogueOutcome.MALFORMED
                  ? ofWords(DialogueOutcome.SERVER_FIRST)
                  : ofWords(words.outcome());
          case AFTER_WE_SPOKE -> ofWords(words.outcome());
        };
    return words.withOutcome(outcome);
  }

  private DialogueOutcome ofSilence() {
    return switch (this) {
      case PEER_CLOSED -> DialogueOutcome.CLOSED_EMPTY;
      case PEER_RESET -> DialogueOutcome.RESET;
      case SETTLED, QUIET, NO_ANSWER, TLS_FAILED, OVERSIZE, SLOW, DEADLINE ->
          DialogueOutcome.SILENT;
    };
  }

  private DialogueOutcome ofWords(DialogueOutcome words) {
    return switch (this) {
      case OVERSIZE -> DialogueOutcome.OVERSIZE;
      case SLOW -> DialogueOutcome.SLOW;
      case SETTLED, QUIET, NO_ANSWER, TLS_FAILED, PEER_CLOSED, PEER_RESET, DEADLINE ->
          // Bytes that are not even a line with something in it.
          words == DialogueOutcome.SILENT ? DialogueOutcome.MALFORMED : words;
    };
  }

  /** When the first byte was heard. */
  enum HeardBytes {
    NONE,
    BEFORE_WE_SPOKE,
    AFTER_WE_SPOKE
  }
}
