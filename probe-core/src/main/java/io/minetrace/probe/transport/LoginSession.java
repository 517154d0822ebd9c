// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What makes the requests of one connection those of a user. Not for several threads. */
final class LoginSession {

  private static final Pattern RESPONSE = Pattern.compile(", response=\"([0-9a-f]+)\"");

  private final NodeLogin login;
  private final Optional<DigestAccess> digest;
  private final String clientNonce;
  private final Withheld withheld;
  private int requests;

  /**
   * @param digest the challenge to answer; empty for the Basic scheme
   * @param withheld learns what must not be shown
   */
  LoginSession(
      NodeLogin login, Optional<DigestAccess> digest, String clientNonce, Withheld withheld) {
    this.login = login;
    this.digest = digest;
    this.clientNonce = clientNonce;
    this.withheld = withheld;
    withheld.add(login.joined());
    withheld.add(login.encoded());
  }

  /** The value of {@code Authorization} for the next request. */
  String authorization(String method, String path) {
    requests++;
    String words =
        digest
            .map(access -> access.authorization(login, method, path, clientNonce, requests))
            .orElse("Basic " + login.encoded());
    withheld.add(words);
    withheld.add(words.substring(words.indexOf(' ') + 1));
    // What a password can be guessed by, also where the server repeats it in words of its own.
    withheld.add(clientNonce);
    Matcher response = RESPONSE.matcher(words);
    if (response.find()) {
      withheld.add(response.group(1));
    }
    return words;
  }
}
