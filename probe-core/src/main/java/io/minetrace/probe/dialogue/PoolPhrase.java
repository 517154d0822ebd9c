// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Words that only servers for miners say, and which families are known to say them. None of them
 * occurs in a line of ours, so that a server which repeats our words proves nothing by it.
 *
 * <p>Phrases that other services could say too count only with the code pools give them, and some
 * only if nothing else is said.
 */
enum PoolPhrase {
  UNAUTHORIZED_WORKER("unauthorized worker", "", Speakers.STRATUM),
  NOT_SUBSCRIBED("not subscribed", "25", Speakers.STRATUM_AND_ETHEREUM),
  UNSUPPORTED_REQUEST("unsupported request", "20", Speakers.STRATUM),
  INVALID_REQUEST_OF_A_WORKER("invalid json request", "20", Speakers.STRATUM),
  JOB_NOT_FOUND("job not found", "21", Speakers.STRATUM),
  DUPLICATE_SHARE("duplicate share", "", Speakers.ALL),
  LOW_DIFFICULTY_SHARE("low difficulty share", "", Speakers.ALL),
  STRATUM_SERVER("connect to a stratum server", "", Speakers.STRATUM),
  INVALID_SIGNATURE("invalid signature", "-9", Speakers.ZCASH),
  LOGIN_ADDRESS("invalid address used for login", "", Speakers.CRYPTONOTE),
  PAYMENT_ADDRESS("invalid payment address", "", Speakers.CRYPTONOTE_AND_BTCPOOL),
  MISSING_LOGIN("missing login", "-1", Speakers.CRYPTONOTE),
  NO_LOGIN("no login/password specified", "", Speakers.CRYPTONOTE),
  P2POOL_NETWORK("disconnected from p2pool network", "", Speakers.CRYPTONOTE),
  HASHING_PROTOCOL("incorrect hashing protocol in use", "", Speakers.CRYPTONOTE),
  UNAUTHENTICATED("unauthenticated", "-1", Speakers.CRYPTONOTE, true),
  SERVER_ONLINE("mining server online", "", Speakers.CRYPTONOTE),
  POOL_ONLINE("mining pool online", "", Speakers.CRYPTONOTE),
  INVALID_LOGIN("invalid login", "-1", Speakers.LOGGING_IN, true),
  WORK_NOT_READY("work not ready", "0", Speakers.ETHEREUM_AND_BTCPOOL),
  BAD_PROTOCOL_REQUEST("bad protocol request", "400", Speakers.ETHEREUM_2);

  private enum Speakers {
    STRATUM,
    STRATUM_AND_ETHEREUM,
    ZCASH,
    CRYPTONOTE,
    CRYPTONOTE_AND_BTCPOOL,
    LOGGING_IN,
    ETHEREUM_AND_BTCPOOL,
    ETHEREUM_2,
    ALL;

    Set<ProbeProtocol> protocols() {
      return switch (this) {
        case STRATUM -> stratum();
        case STRATUM_AND_ETHEREUM ->
            with(stratum(), ProbeProtocol.ETH_PROXY, ProbeProtocol.BTCPOOL);
        case ZCASH -> EnumSet.of(ProbeProtocol.STRATUM1_ZCASH);
        case CRYPTONOTE -> EnumSet.of(ProbeProtocol.MONERO_LOGIN);
        case CRYPTONOTE_AND_BTCPOOL ->
            EnumSet.of(ProbeProtocol.MONERO_LOGIN, ProbeProtocol.BTCPOOL);
        case LOGGING_IN ->
            EnumSet.of(
                ProbeProtocol.ETH_PROXY,
                ProbeProtocol.ETH_GETWORK_HTTP,
                ProbeProtocol.MONERO_LOGIN,
                ProbeProtocol.BTCPOOL);
        case ETHEREUM_AND_BTCPOOL ->
            EnumSet.of(
                ProbeProtocol.ETH_PROXY, ProbeProtocol.ETH_GETWORK_HTTP, ProbeProtocol.BTCPOOL);
        case ETHEREUM_2 -> EnumSet.of(ProbeProtocol.ETH_STRATUM_2);
        case ALL ->
            with(
                stratum(),
                ProbeProtocol.ETH_PROXY,
                ProbeProtocol.MONERO_LOGIN,
                ProbeProtocol.BTCPOOL);
      };
    }

    /** Those that took over the errors of Stratum V1. */
    private static EnumSet<ProbeProtocol> stratum() {
      return EnumSet.of(
          ProbeProtocol.STRATUM1,
          ProbeProtocol.STRATUM1_ZCASH,
          ProbeProtocol.STRATUM1_KAWPOW,
          ProbeProtocol.ETH_STRATUM_1,
          ProbeProtocol.KHEAVYHASH,
          ProbeProtocol.ALEPHIUM,
          ProbeProtocol.ERGO,
          ProbeProtocol.NERVOS,
          ProbeProtocol.HANDSHAKE,
          ProbeProtocol.KADENA,
          ProbeProtocol.XELIS,
          ProbeProtocol.DECRED);
    }

    private static Set<ProbeProtocol> with(Set<ProbeProtocol> some, ProbeProtocol... more) {
      some.addAll(Set.of(more));
      return some;
    }
  }

  private final String words;
  private final String code;
  private final Speakers speakers;
  private final boolean alone;

  PoolPhrase(String words, String code, Speakers speakers) {
    this(words, code, speakers, false);
  }

  PoolPhrase(String words, String code, Speakers speakers, boolean alone) {
    this.words = words;
    this.code = code;
    this.speakers = speakers;
    this.alone = alone;
  }

  /** The protocols of those who say this. */
  Set<ProbeProtocol> protocols() {
    return speakers.protocols();
  }

  /** The phrase in an error. */
  static Optional<PoolPhrase> in(JsonRpcError error) {
    for (PoolPhrase phrase : values()) {
      boolean said = phrase.alone ? error.isJust(phrase.words) : error.says(phrase.words);
      if (said && (phrase.code.isEmpty() || phrase.code.equals(error.code()))) {
        return Optional.of(phrase);
      }
    }
    return Optional.empty();
  }
}
