// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import io.minetrace.net.IpAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Another server that a server sends its miners to, as {@code host:port}. It is written down and
 * never visited because of it, so that a hostile server has nothing to gain but a line of text:
 * what is no host and port is left out, whatever it was.
 */
public final class OtherServer {

  /** Names with an underscore resolve, and pools use them. */
  private static final Pattern NAME = Pattern.compile("[0-9A-Za-z_.-]{1,253}");

  private static final Pattern HOST_AND_PORT = Pattern.compile("(.{1,255}):([0-9]{1,5})");
  private static final int MAX_PORT = 65_535;

  private OtherServer() {}

  /**
   * The server's {@code host:port}, with brackets around an IPv6 address; empty if it is none.
   *
   * @param host a name or an address, IPv6 with or without brackets
   */
  public static Optional<String> of(String host, long port) {
    if (port < 1 || port > MAX_PORT) {
      return Optional.empty();
    }
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    String bare = bracketed ? host.substring(1, host.length() - 1) : host;
    Optional<IpAddress> ipv6 = IpAddress.tryParse(bare).filter(address -> !address.isIpv4());
    if (ipv6.isPresent()) {
      return Optional.of("[" + ipv6.get() + "]:" + port);
    }
    return !bracketed && NAME.matcher(bare).matches()
        ? Optional.of(bare + ":" + port)
        : Optional.empty();
  }

  /** The same of a text that holds both. */
  static Optional<String> of(String hostAndPort) {
    Matcher parts = HOST_AND_PORT.matcher(hostAndPort);
    return parts.matches() ? of(parts.group(1), Long.parseLong(parts.group(2))) : Optional.empty();
  }
}
