// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import io.minetrace.probe.CoinFinding;
import io.minetrace.probe.coin.CoinInference;
import io.minetrace.probe.coin.JobFacts;
import java.util.List;
import java.util.Optional;

/**
 * What a dialogue may use besides the reply.
 *
 * @param host the name the endpoint was found by, or its address
 * @param agent who is asking; sent wherever a protocol has a place for it
 * @param now of the visit, milliseconds since 1970-01-01T00:00Z; for judging block heights
 * @param declaredCoins ticker symbols from the catalog; decide which wallet may be named
 * @param addresses wallets of our owner
 */
public record DialogueContext(
    String host,
    int port,
    String agent,
    long now,
    List<String> declaredCoins,
    OwnAddresses addresses) {

  public DialogueContext {
    checkAgent(agent);
    declaredCoins = List.copyOf(declaredCoins);
  }

  /** Of an endpoint without declared coins, for one who has no wallet. */
  public DialogueContext(String host, int port, String agent, long now) {
    this(host, port, agent, now, List.of(), OwnAddresses.NONE);
  }

  /** The wallet for the coin that is declared. */
  Optional<String> address() {
    return addresses.of(declaredCoins);
  }

  /**
   * The wallet for the coin that the endpoint names with certainty, else for the declared one.
   *
   * @param told what the endpoint told of its work
   */
  Optional<String> address(JobFacts told) {
    CoinFinding named = CoinInference.infer(told, now);
    return named.exact() ? addresses.of(named.coins()) : address();
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
