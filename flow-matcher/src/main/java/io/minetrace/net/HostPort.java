// SPDX-License-Identifier: Apache-2.0
package io.minetrace.net;

/**
 * A host (name or address literal, without brackets) and a port, as a user types them.
 *
 * @param port 1 to 65535
 */
public record HostPort(String host, int port) {

  public HostPort {
    if (host.isEmpty()) {
      throw new IllegalArgumentException("host: '' (expected: a name or an address)");
    }
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port: " + port + " (expected: 1..65535)");
    }
  }

  /**
   * Parses {@code host:port} or {@code [ipv6]:port}.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static HostPort parse(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.indexOf(':') >= 0) {
      throw malformed(text);
    }
    if (host.isEmpty() || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
      throw malformed(text);
    }
    return new HostPort(host, Integer.parseInt(text.substring(colon + 1)));
  }

  private static IllegalArgumentException malformed(String text) {
    return new IllegalArgumentException(
        "target: '" + text + "' (expected: host:port, or [address]:port for IPv6)");
  }

  /** {@code host:port}; brackets around an IPv6 literal. */
  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
