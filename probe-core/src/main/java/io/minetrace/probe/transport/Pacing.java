// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

/**
 * How many connections may be open and how fast new ones may begin. To one address there is never
 * more than one open. A visit of several connections takes its turn for each of them.
 *
 * @param openConnections at most, over all addresses
 * @param openPerBlock at most, to the addresses of one /24 (IPv6: /48)
 * @param openPerName at most, to the addresses of one host name
 * @param addressPauseMillis between the end of a connection and the next to that address
 * @param connectionsPerSecond begun at most, in any second, over all addresses
 * @param followUpPauseMillis the same as the pause of an address, where a visit goes on there
 */
public record Pacing(
    int openConnections,
    int openPerBlock,
    int openPerName,
    long addressPauseMillis,
    int connectionsPerSecond,
    long followUpPauseMillis) {

  public static final Pacing DEFAULT = new Pacing(1000, 4, 4, 5000, 100, 5000);

  /** Beyond it a limit limits nothing any more. */
  private static final int MOST_PER_SECOND = 100_000;

  public Pacing {
    if (openConnections < 1 || openPerBlock < 1 || openPerName < 1) {
      throw new IllegalArgumentException(
          "open connections: "
              + openConnections
              + ", "
              + openPerBlock
              + " a block, "
              + openPerName
              + " a name (expected: 1 or more)");
    }
    if (connectionsPerSecond < 1 || connectionsPerSecond > MOST_PER_SECOND) {
      throw new IllegalArgumentException(
          "connections: "
              + connectionsPerSecond
              + " a second (expected: 1.."
              + MOST_PER_SECOND
              + ")");
    }
    if (addressPauseMillis < 0 || followUpPauseMillis < 0) {
      throw new IllegalArgumentException("a pause below 0");
    }
  }

  /** Without limits of their own for blocks and names. */
  public Pacing(
      int openConnections,
      long addressPauseMillis,
      int connectionsPerSecond,
      long followUpPauseMillis) {
    this(
        openConnections,
        openConnections,
        openConnections,
        addressPauseMillis,
        connectionsPerSecond,
        followUpPauseMillis);
  }

  /** As this, but with another pause between connections to one address. */
  public Pacing withAddressPauseMillis(long millis) {
    return new Pacing(
        openConnections, openPerBlock, openPerName, millis, connectionsPerSecond, millis);
  }

  /** As this, but so many connections a second. */
  public Pacing withConnectionsPerSecond(int connections) {
    return new Pacing(
        openConnections,
        openPerBlock,
        openPerName,
        addressPauseMillis,
        connections,
        followUpPauseMillis);
  }
}
