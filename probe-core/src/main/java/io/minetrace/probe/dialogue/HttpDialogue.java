// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

/** A dialogue of HTTP requests, one after the other on one connection. */
public non-sealed interface HttpDialogue extends Dialogue {

  HttpQuestion opening(DialogueContext context);

  /** What one reply shows, and what to ask next because of it. */
  HttpReading read(HttpQuestion asked, HttpReply reply, DialogueContext context);
}
