// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import com.fasterxml.jackson.databind.JsonNode;
import io.minetrace.probe.coin.JobFacts;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Ethereum's getWork in lines, as proxies and pools took it from the nodes. Asks for work without
 * logging in, which many give.
 */
final class EthProxyDialogue implements LineFamily {

  @Override
  public String opening(DialogueContext context) {
    return "{\"id\":1,\"jsonrpc\":\"2.0\",\"method\":\"eth_getWork\",\"params\":[]}";
  }

  /** Those that do not give work to anybody say so: the login is all that is left to be said. */
  @Override
  public Optional<String> onBehalfOf(String address, List<WireMessage> heard) {
    boolean refused = heard.stream().anyMatch(message -> message.error().isPresent());
    return refused && address.matches("0x[0-9a-fA-F]{40}")
        ? Optional.of(
            "{\"id\":2,\"jsonrpc\":\"2.0\",\"worker\":\"probe\",\"method\":\"eth_submitLogin\",\"params\":[%s,\"x\"]}"
                .formatted(WireJson.quote(address)))
        : Optional.empty();
  }

  @Override
  public boolean subscribes() {
    return false;
  }

  @Override
  public Optional<Claim> claim(WireMessage message, List<WireMessage> before) {
    return isWork(message.result())
        ? Optional.of(Claim.work(facts(message.result())))
        : Optional.empty();
  }

  /** Header, seed, target; from some the height. */
  static boolean isWork(JsonNode result) {
    if (!result.isArray() || result.size() < 3 || result.size() > 5) {
      return false;
    }
    boolean hashes = WireHex.isHash(result.get(0), 64) && WireHex.isHash(result.get(1), 64);
    return hashes
        && (WireHex.isPrefixed(result.get(2), 64) || WireJson.isHex(result.get(2), 16, 64));
  }

  static JobFacts facts(JsonNode result) {
    JobFacts facts = JobFacts.NONE.withSeedHash(WireHex.digits(result.get(1)));
    OptionalLong height =
        WireHex.isPrefixed(result.path(3), 12)
            ? WireHex.number(result.path(3))
            : OptionalLong.empty();
    return height.isPresent() ? facts.withHeight(height.getAsLong()) : facts;
  }
}
