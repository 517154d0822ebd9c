// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import java.util.List;
import java.util.Optional;

/**
 * A family of protocols in lines of JSON. It knows what to say first, and which messages are its
 * own servers'; what a reply shows is judged by all families together, whichever was asked.
 */
interface LineFamily extends LineDialogue {

  /** Behind an address: who works for it. */
  String WORKER = ".probe";

  /** How much of a reply to read: enough for a job with a long coinbase. */
  int REPLY_LIMIT = 64 * 1024;

  /**
   * What this family says of a message. Never of a line that a server could make out of ours.
   *
   * @param before what came earlier on the connection, oldest first
   */
  Optional<Claim> claim(WireMessage message, List<WireMessage> before);

  /**
   * What asks for work on behalf of a wallet of our owner's, where the service is proven and gave
   * none without; empty if nothing that was heard calls for it.
   *
   * @param heard all messages so far, oldest first
   */
  default Optional<String> onBehalfOf(String address, List<WireMessage> heard) {
    boolean session = heard.stream().anyMatch(message -> message.session().isPresent());
    return session
        ? Optional.of(
            "{\"id\":2,\"method\":\"mining.authorize\",\"params\":[%s,\"x\"]}"
                .formatted(WireJson.quote(address + WORKER)))
        : Optional.empty();
  }

  /** Whether this is kin of Stratum V1, which begins with a subscription. */
  default boolean subscribes() {
    return true;
  }

  @Override
  default int replyLimitBytes() {
    return REPLY_LIMIT;
  }

  @Override
  default Optional<ProbeProtocol> afterHangUp() {
    return QuestionOrder.afterHangUp(this);
  }

  @Override
  default LineReading read(List<String> lines, DialogueContext context) {
    return LineJudgement.read(this, lines, context);
  }

  @Override
  default Optional<String> onSilence(DialogueContext context) {
    return Optional.of(QuestionOrder.afterSilence(this).opening(context));
  }
}
