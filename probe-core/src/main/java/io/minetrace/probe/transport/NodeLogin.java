// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * User and password of a node that is the owner's own. Not shown by {@link #toString()}.
 *
 * @param user printable ASCII without a colon, which would end it
 * @param password without control characters
 */
record NodeLogin(String user, String password) {

  NodeLogin {
    if (!user.matches("[!-9;-~]+")) {
      throw new IllegalArgumentException("user (expected: printable ASCII without a colon)");
    }
    if (!password.matches("\\P{Cntrl}+")) {
      throw new IllegalArgumentException("password (expected: no control characters)");
    }
  }

  /** As the Basic scheme writes it, before it is encoded (RFC 7617). */
  String joined() {
    return user + ":" + password;
  }

  String encoded() {
    return Base64.getEncoder().encodeToString(joined().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return Withheld.MARK;
  }
}
