// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import java.util.List;
import java.util.Optional;

/**
 * A family of protocols in lines of JSON. It knows what to say first, and which messages are its
 * own servers'; what a reply shows is judged by all families together, whichever was asked.
 */
interface LineFamily extends LineDialogue {

  /** How much of a reply to read: enough for a job with a long coinbase. */
  int REPLY_LIMIT = 64 * 1024;

  /**
   * What this family says of a message. Never of a line that a server could make out of ours.
   *
   * @param before what came earlier on the connection, oldest first
   */
  Optional<Claim> claim(WireMessage message, List<WireMessage> before);

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
