// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

/** The line that opens a session with Stratum V1 and most of its kin. */
final class SubscribeLine {

  /** Some servers wait for a buffer's worth before they look at a stream. */
  private static final int MIN_LENGTH = 64;

  private SubscribeLine() {}

  /** With no parameter but who asks, padded. */
  static String of(DialogueContext context) {
    String line = with(WireJson.quote(context.agent()));
    int missing = MIN_LENGTH - line.length();
    return missing > 0 ? with(WireJson.quote(context.agent() + " ".repeat(missing))) : line;
  }

  /** With these parameters. */
  static String with(String parameters) {
    return "{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[" + parameters + "]}";
  }
}
