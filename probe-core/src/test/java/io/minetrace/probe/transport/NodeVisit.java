// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import io.minetrace.net.Cidr;
import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import io.minetrace.probe.Observation;
import io.minetrace.probe.dialogue.OwnAddresses;
import io.minetrace.probe.dialogue.ProbeProtocol;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One visit to a port on loopback, with the usual limits. */
final class NodeVisit {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-22T12:00:00Z"));

  private NodeVisit() {}

  static Observation to(int port, Optional<ProbeProtocol> hint) throws Exception {
    return to(port, hint, Optional.empty());
  }

  static Observation to(int port, Optional<ProbeProtocol> hint, Optional<Boolean> tls)
      throws Exception {
    return to(port, hint, tls, NodeLogins.NONE);
  }

  /** With a login, if it is the right one, of the node's owner. */
  static Observation to(int port, Optional<ProbeProtocol> hint, String user, String password)
      throws Exception {
    return to(
        port,
        hint,
        Optional.empty(),
        NodeLogins.parse(List.of("127.0.0.1:%d %s %s".formatted(port, user, password))));
  }

  private static Observation to(
      int port, Optional<ProbeProtocol> hint, Optional<Boolean> tls, NodeLogins logins)
      throws Exception {
    ProberSettings settings =
        new ProberSettings(
            "test",
            "minetrace/test",
            FollowUp.WITHIN_VISIT,
            new EgressPolicy(List.of(Cidr.parse("127.0.0.0/8"))),
            ProbeTimeouts.DEFAULT,
            new Pacing(1, 0, 100, 1),
            logins,
            OwnAddresses.NONE);
    try (NettyProber prober = new NettyProber(settings, CLOCK)) {
      Endpoint endpoint = Endpoint.tcp(IpAddress.parse("127.0.0.1"), port);
      ProbeTarget target =
          new ProbeTarget(endpoint, Optional.empty(), hint, tls, List.of(), 0, false);
      return prober.visit(target).get(40, TimeUnit.SECONDS);
    }
  }
}
