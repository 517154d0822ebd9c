// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import com.fasterxml.jackson.databind.JsonNode;
import io.minetrace.probe.coin.JobFacts;
import io.minetrace.window.Evidence;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What Stratum V1 and its kin say alike. A message that shows no more than a habit may be any of
 * the families that have it.
 */
enum StratumHabit {
  SUBSCRIPTIONS(Evidence.E3),
  SUBSCRIPTIONS_WITHOUT_SIZE(Evidence.E3),
  SESSION_PAIR(Evidence.E3),
  SESSION_TRIPLE(Evidence.E3),
  SET_DIFFICULTY(Evidence.E3),
  SET_TARGET(Evidence.E3),
  SET_EXTRANONCE(Evidence.E3),
  /** A job in a shape that no family knows as its own. */
  NOTIFY(Evidence.E2),
  /** Calls that concern the connection, not the work. */
  CLIENT_CALL(Evidence.E2);

  private final Evidence evidence;

  StratumHabit(Evidence evidence) {
    this.evidence = evidence;
  }

  /** The claim of a family with these habits. */
  static Optional<Claim> claim(WireMessage message, Set<StratumHabit> habits) {
    return of(message).filter(habits::contains).map(habit -> habit.claimOf(message));
  }

  private Claim claimOf(WireMessage message) {
    Claim claim = Claim.possible(evidence);
    JsonNode first = message.params().path(0);
    return switch (this) {
      case SUBSCRIPTIONS, SUBSCRIPTIONS_WITHOUT_SIZE, SESSION_PAIR, SESSION_TRIPLE ->
          claim.withSoftware(
              message
                  .session()
                  .filter(SubscribeReply::nodeStratumPool)
                  .map(reply -> "node-stratum-pool")
                  .orElse(""));
      case SET_DIFFICULTY -> {
        double difficulty = first.asDouble();
        yield Double.isFinite(difficulty) && difficulty > 0
            ? claim.withJob(JobFacts.NONE.withDifficulty(difficulty))
            : claim;
      }
      case CLIENT_CALL -> claim.withDiscovered(redirection(message));
      case SET_TARGET, SET_EXTRANONCE, NOTIFY -> claim;
    };
  }

  private static Optional<StratumHabit> of(WireMessage message) {
    return message.method().isEmpty() ? ofAnswer(message) : ofCall(message);
  }

  private static Optional<StratumHabit> ofAnswer(WireMessage message) {
    return message.session().flatMap(reply -> ofShape(reply.shape()));
  }

  private static Optional<StratumHabit> ofShape(SubscribeReply.Shape shape) {
    return switch (shape) {
      case SUBSCRIPTIONS -> Optional.of(SUBSCRIPTIONS);
      case SUBSCRIPTIONS_WITHOUT_SIZE -> Optional.of(SUBSCRIPTIONS_WITHOUT_SIZE);
      case PAIR -> Optional.of(SESSION_PAIR);
      case TRIPLE -> Optional.of(SESSION_TRIPLE);
      case ETHEREUM_STRATUM, TRUE_AND_ETHEREUM_STRATUM, QUADRUPLE -> Optional.empty();
    };
  }

  /** None of these is a method of ours, so that no echo looks like one. */
  private static Optional<StratumHabit> ofCall(WireMessage message) {
    if (!message.isCallOf(message.method())) {
      return Optional.empty();
    }
    JsonNode params = message.params();
    return switch (message.method()) {
      case "mining.notify" -> params.isArray() ? Optional.of(NOTIFY) : Optional.empty();
      case "mining.set_difficulty" ->
          params.path(0).isNumber() || params.path(0).asText().matches("[0-9.]{1,30}")
              ? Optional.of(SET_DIFFICULTY)
              : Optional.empty();
      case "mining.set_target" ->
          WireJson.isHex(params.path(0), 8, 64) ? Optional.of(SET_TARGET) : Optional.empty();
      case "mining.set_extranonce" ->
          params.path(0).isTextual() ? Optional.of(SET_EXTRANONCE) : Optional.empty();
      case "client.reconnect",
          "client.show_message",
          "client.get_version",
          "mining.ping",
          "mining.print" ->
          Optional.of(CLIENT_CALL);
      default -> Optional.empty();
    };
  }

  /** Where the server sends its miners; recorded, never followed. */
  private static List<String> redirection(WireMessage message) {
    JsonNode host = message.params().path(0);
    boolean named = message.method().equals("client.reconnect") && host.isTextual();
    return named
        ? OtherServer.of(host.textValue(), message.params().path(1).asInt()).stream().toList()
        : List.of();
  }
}
