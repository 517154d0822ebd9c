// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import io.minetrace.net.Cidr;
import io.minetrace.net.Endpoint;
import io.minetrace.probe.Observation;
import io.minetrace.probe.dialogue.OwnAddresses;
import io.minetrace.probe.dialogue.ProbeProtocol;
import io.minetrace.probe.transport.LoopbackServer.Behaviour;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Probers for the loopback, and words for the servers there. */
final class TestProber {

  static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-22T12:00:00Z"));

  /** Short, so that the tests are. For what a server does at once, or never. */
  static final ProbeTimeouts SHORT = new ProbeTimeouts(2000, 60, 700, 250, 400, 2500, 64);

  /** For servers that need a moment, on a machine that is busy. */
  static final ProbeTimeouts PATIENT = new ProbeTimeouts(5000, 300, 10_000, 1000, 5000, 15_000, 64);

  static final String SESSION =
      "{\"id\":1,\"result\":[[[\"mining.set_difficulty\",\"b4\"],[\"mining.notify\",\"ab12\"]],"
          + "\"08000002\",4],\"error\":null}\n";

  private TestProber() {}

  static NettyProber of(FollowUp followUp, ProbeTimeouts timeouts) {
    return of(followUp, timeouts, NodeLogins.NONE);
  }

  static NettyProber of(FollowUp followUp, ProbeTimeouts timeouts, NodeLogins logins) {
    EgressPolicy loopback = new EgressPolicy(List.of(Cidr.parse("127.0.0.0/8")));
    return new NettyProber(
        new ProberSettings(
            "test",
            "minetrace/test",
            followUp,
            loopback,
            timeouts,
            Pacing.DEFAULT.withAddressPauseMillis(0),
            logins,
            OwnAddresses.NONE),
        CLOCK);
  }

  static ProbeTarget target(
      Endpoint endpoint,
      Optional<String> fqdn,
      Optional<ProbeProtocol> hint,
      Optional<Boolean> tls) {
    return new ProbeTarget(endpoint, fqdn, hint, tls, List.of(), 0, false);
  }

  /** What one visit makes of a server of which nothing is known; fails if it does not end. */
  static Observation visit(Prober prober, Behaviour behaviour) throws Exception {
    return visit(prober, behaviour, Optional.empty());
  }

  static Observation visit(Prober prober, Behaviour behaviour, Optional<Boolean> tls)
      throws Exception {
    try (LoopbackServer server = new LoopbackServer(behaviour)) {
      ProbeTarget target = target(server.endpoint(), Optional.empty(), Optional.empty(), tls);
      return prober.visit(target).get(25, TimeUnit.SECONDS);
    }
  }

  static String line(Socket connection) throws IOException {
    return new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))
        .readLine();
  }

  static void say(Socket connection, String words) throws IOException {
    connection.getOutputStream().write(words.getBytes(StandardCharsets.ISO_8859_1));
    connection.getOutputStream().flush();
  }

  /** Until the prober hangs up. */
  static void stayOpen(Socket connection) throws IOException {
    connection.getInputStream().transferTo(OutputStream.nullOutputStream());
  }

  static Behaviour answering(String words) {
    return connection -> {
      line(connection);
      say(connection, words);
      stayOpen(connection);
    };
  }
}
