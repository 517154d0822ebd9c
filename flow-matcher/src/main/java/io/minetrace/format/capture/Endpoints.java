// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.capture;

import io.minetrace.net.IpAddress;

/** Who sends to whom: one direction of a connection. */
record Endpoints(IpAddress source, int sourcePort, IpAddress destination, int destinationPort) {

  /** {@code 192.0.2.1 port 40000}: who sends, for messages. */
  String sender() {
    return source + " port " + sourcePort;
  }
}
