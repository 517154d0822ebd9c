// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * Stratum in the messages of a WebSocket, as miners in browsers speak it: after the upgrade the
 * first line of the family. Some wrap Cryptonote's work in a message with a type.
 */
final class WebSocketStratumDialogue implements LineFamily {

  @Override
  public String opening(DialogueContext context) {
    return SubscribeLine.of(context);
  }

  @Override
  public Optional<Claim> claim(WireMessage message, List<WireMessage> before) {
    JsonNode job = message.json().path("params");
    boolean wrapped =
        message.json().path("type").asText().equals("job") && MoneroLoginDialogue.isJob(job);
    return wrapped ? Optional.of(Claim.work(MoneroLoginDialogue.facts(job))) : Optional.empty();
  }
}
