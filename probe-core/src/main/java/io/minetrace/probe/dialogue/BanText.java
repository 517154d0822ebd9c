// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import io.minetrace.probe.DialogueOutcome;
import io.minetrace.window.Evidence;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Recognises that a server has shut us out. Whatever kind of server it is, such a visit says
 * nothing of its availability.
 */
final class BanText {

  /** What pools say; other servers word it differently. */
  private static final List<String> OF_POOLS =
      List.of("your ip is banned", "ip address currently banned", "you are blacklisted");

  private static final List<String> OF_ANYBODY = List.of("banned", "blacklisted", "too many");

  private BanText() {}

  /** Whose servers word a ban so. */
  static List<ProbeProtocol> families(String message) {
    String lower = message.toLowerCase(Locale.ROOT);
    if (lower.contains("you are blacklisted")) {
      return List.of(ProbeProtocol.ETH_PROXY);
    }
    return OF_POOLS.stream().anyMatch(lower::contains)
        ? List.of(ProbeProtocol.MONERO_LOGIN)
        : List.of();
  }

  /** The finding, if the message tells of a ban. */
  static Optional<Finding> in(String message) {
    String lower = message.toLowerCase(Locale.ROOT);
    if (OF_POOLS.stream().anyMatch(lower::contains)) {
      return Optional.of(Finding.unproven(DialogueOutcome.BAN_TEXT, Evidence.E2));
    }
    if (OF_ANYBODY.stream().anyMatch(lower::contains)) {
      return Optional.of(Finding.unproven(DialogueOutcome.BAN_TEXT, Evidence.E1));
    }
    return Optional.empty();
  }
}
