// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

/**
 * What a dialogue may use besides the reply.
 *
 * @param host the name the endpoint was found by, or its address
 * @param agent who is asking; sent wherever a protocol has a place for it
 * @param now of the visit, milliseconds since 1970-01-01T00:00Z; for judging block heights
 */
public record DialogueContext(String host, int port, String agent, long now) {

  public DialogueContext {
    checkAgent(agent);
  }

  /**
   * Refuses an agent that could break out of a line or a header field.
   *
   * @throws IllegalArgumentException if it is not plain text of a sane length
   */
  public static void checkAgent(String agent) {
    if (!agent.matches("[ -~]{1,200}")) {
      throw new IllegalArgumentException(
          "agent: '" + agent + "' (expected: 1 to 200 printable ASCII characters)");
    }
  }
}
