// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import io.minetrace.probe.Reach;
import io.netty.channel.ConnectTimeoutException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.util.Locale;

/** Tells from the exception of a failed connection whose fault it was. */
final class ConnectFailure {

  private ConnectFailure() {}

  static Reach reach(Throwable cause) {
    if (cause instanceof ConnectTimeoutException) {
      return Reach.TIMEOUT;
    }
    // The operating system's words: neither Java nor Netty gives its error number.
    String words = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    if (words.contains("refused")) {
      return Reach.REFUSED;
    }
    if (words.contains("timed out")) {
      return Reach.TIMEOUT;
    }
    if (words.contains("reset")) {
      return Reach.REFUSED;
    }
    // ENETUNREACH comes from our own routing table first of all (no IPv6 here, cable out), and an
    // ICMP message that says the same cannot be told from it. Not to be held against the endpoint.
    if (words.contains("network is unreachable") || cause instanceof BindException) {
      return Reach.LOCAL_ERROR;
    }
    if (words.contains("no route to host") || cause instanceof NoRouteToHostException) {
      return Reach.UNREACHABLE;
    }
    return cause instanceof ConnectException && words.contains("host is down")
        ? Reach.UNREACHABLE
        : Reach.LOCAL_ERROR;
  }
}
