// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import io.minetrace.probe.dialogue.HttpReply;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The login of the node that a visit is for, if its owner gave one: used where the node asks for
 * it, and no more in this visit once it was refused. Not for several threads.
 */
final class NodeAccess {

  private static final int CLIENT_NONCE_BYTES = 16;

  private final Optional<NodeLogin> login;
  private final RandomGenerator random;
  private final Withheld withheld;
  private boolean refused;

  /**
   * @param withheld learns what must not be shown
   */
  NodeAccess(Optional<NodeLogin> login, RandomGenerator random, Withheld withheld) {
    this.login = login;
    this.random = random;
    this.withheld = withheld;
  }

  /** Of an endpoint that nobody gave a login for. */
  static NodeAccess none() {
    return new NodeAccess(Optional.empty(), RandomGenerator.of("L64X128MixRandom"), new Withheld());
  }

  /**
   * How to ask again; empty if the reply does not want a login that we have, or it was refused
   * before. In the strongest of the schemes that the server offers.
   */
  Optional<LoginSession> session(HttpReply reply) {
    if (reply.status() != 401 || refused || login.isEmpty()) {
      return Optional.empty();
    }
    List<AuthChallenge> challenges = challenges(reply);
    Optional<DigestAccess> digest = DigestAccess.strongest(challenges);
    boolean basic = challenges.stream().anyMatch(challenge -> challenge.scheme().equals("basic"));
    return digest.isPresent() || basic
        ? Optional.of(new LoginSession(login.get(), digest, clientNonce(), withheld))
        : Optional.empty();
  }

  private static List<AuthChallenge> challenges(HttpReply reply) {
    return AuthChallenge.parse(
        reply.headers().stream()
            .filter(header -> header.name().equals("www-authenticate"))
            .map(HttpReply.Header::value)
            .toList());
  }

  private String clientNonce() {
    byte[] bytes = new byte[CLIENT_NONCE_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** What a server makes of a login. */
  enum Reception {
    TAKEN,
    REFUSED,
    /** RFC 7616 §3.3: not a wrong password, but one said with a nonce that is too old. */
    STALE
  }

  /** Hears the reply to a request that had the login. */
  Reception reception(HttpReply reply) {
    if (reply.status() != 401) {
      return Reception.TAKEN;
    }
    if (DigestAccess.strongest(challenges(reply)).map(DigestAccess::stale).orElse(false)) {
      return Reception.STALE;
    }
    refused = true;
    return Reception.REFUSED;
  }
}
