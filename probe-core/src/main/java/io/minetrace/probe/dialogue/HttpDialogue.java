// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

/** A dialogue of HTTP requests, one after the other on one connection. */
public non-sealed interface HttpDialogue extends Dialogue {

  HttpQuestion opening(DialogueContext context);

  /**
   * What to ask a node that refused a question, once its owner's login goes with it: the same
   * again, or what tells more. It is the last question of the connection.
   */
  default HttpQuestion withLogin(HttpQuestion refused, HttpReply refusal) {
    return refused;
  }

  /** What one reply shows, and what to ask next because of it. */
  HttpReading read(HttpQuestion asked, HttpReply reply, DialogueContext context);
}
