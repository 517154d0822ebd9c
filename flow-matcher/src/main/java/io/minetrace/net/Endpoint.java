// SPDX-License-Identifier: Apache-2.0
package io.minetrace.net;

/**
 * Where a service listens: address, port, transport. Ordered by the 16 address bytes, then port,
 * then protocol number, which is the order of every file of ours.
 *
 * @param port 1 to 65535
 */
public record Endpoint(IpAddress address, int port, TransportProtocol transport)
    implements Comparable<Endpoint> {

  public Endpoint {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port: " + port + " (expected: 1..65535)");
    }
  }

  /** The TCP endpoint at an address and port. */
  public static Endpoint tcp(IpAddress address, int port) {
    return new Endpoint(address, port, TransportProtocol.TCP);
  }

  /**
   * Parses {@code 192.0.2.1:3333}, {@code [2001:db8::1]:3333}, either with {@code /tcp} or {@code
   * /udp} behind it (TCP without).
   *
   * @throws IllegalArgumentException if it is not one of these
   */
  public static Endpoint parse(String text) {
    int slash = text.indexOf('/');
    TransportProtocol transport =
        slash < 0 ? TransportProtocol.TCP : TransportProtocol.ofKeyword(text.substring(slash + 1));
    HostPort hostPort = HostPort.parse(slash < 0 ? text : text.substring(0, slash));
    return new Endpoint(IpAddress.parse(hostPort.host()), hostPort.port(), transport);
  }

  @Override
  public int compareTo(Endpoint other) {
    int order = address.compareTo(other.address);
    if (order == 0) {
      order = Integer.compare(port, other.port);
    }
    return order != 0
        ? order
        : Integer.compare(transport.protocolIdentifier(), other.transport.protocolIdentifier());
  }

  /** {@code 192.0.2.1:3333/tcp} or {@code [2001:db8::1]:3333/tcp}. */
  @Override
  public String toString() {
    return new HostPort(address.toString(), port) + "/" + transport.keyword();
  }
}
