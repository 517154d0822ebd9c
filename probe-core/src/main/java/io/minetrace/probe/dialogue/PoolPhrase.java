// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import java.util.Locale;
import java.util.Optional;

/**
 * Words that only servers for miners say, and what is known of the family that says them. None of
 * them occurs in a line of ours, so that a server which repeats our words proves nothing by it.
 *
 * <p>Phrases that other services could say too count only with the code pools give them.
 */
enum PoolPhrase {
  UNAUTHORIZED_WORKER("unauthorized worker", "", "stratum1"),
  NOT_SUBSCRIBED("not subscribed", "25", "stratum1"),
  UNSUPPORTED_REQUEST("unsupported request", "20", "stratum1"),
  INVALID_REQUEST_OF_A_WORKER("invalid json request", "20", "stratum1"),
  JOB_NOT_FOUND("job not found", "21", "stratum1"),
  DUPLICATE_SHARE("duplicate share", "", "stratum1"),
  LOW_DIFFICULTY_SHARE("low difficulty share", "", "stratum1"),
  STRATUM_SERVER("connect to a stratum server", "", "stratum1"),
  INVALID_SIGNATURE("invalid signature", "-9", "stratum1-zcash"),
  LOGIN_ADDRESS("invalid address used for login", "", "monero-login"),
  PAYMENT_ADDRESS("invalid payment address", "", "monero-login"),
  MISSING_LOGIN("missing login", "-1", "monero-login"),
  NO_LOGIN("no login/password specified", "", "monero-login"),
  P2POOL_NETWORK("disconnected from p2pool network", "", "monero-login"),
  HASHING_PROTOCOL("incorrect hashing protocol in use", "", "monero-login"),
  WORK_NOT_READY("work not ready", "0", "eth-proxy");

  private final String words;
  private final String code;
  private final String protocol;

  PoolPhrase(String words, String code, String protocol) {
    this.words = words;
    this.code = code;
    this.protocol = protocol;
  }

  /** Id of the protocol spoken by those who say this. */
  String protocol() {
    return protocol;
  }

  /** The phrase in an error. */
  static Optional<PoolPhrase> in(JsonRpcError error) {
    for (PoolPhrase phrase : values()) {
      if (error.says(phrase.words) && (phrase.code.isEmpty() || phrase.code.equals(error.code()))) {
        return Optional.of(phrase);
      }
    }
    return Optional.empty();
  }

  /** The phrase in plain text, which carries its code, if any, as a leading number. */
  static Optional<PoolPhrase> inText(String text) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    for (PoolPhrase phrase : values()) {
      if (phrase.code.isEmpty()
          ? lower.contains(phrase.words)
          : lower.startsWith(phrase.code + " " + phrase.words)) {
        return Optional.of(phrase);
      }
    }
    return Optional.empty();
  }
}
