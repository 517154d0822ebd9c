// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import java.util.regex.Pattern;

/**
 * How nodes of Bitcoin's family say that they have no work to give, as in {@code Litecoin Core is
 * not connected!}: in the same words, after a name of their own.
 */
final class NodeState {

  private static final Pattern WORDS =
      Pattern.compile(".{1,40}? is (?:not connected!|in initial sync|downloading blocks).*");

  private NodeState() {}

  static boolean isIn(String message) {
    return WORDS.matcher(message).matches();
  }
}
