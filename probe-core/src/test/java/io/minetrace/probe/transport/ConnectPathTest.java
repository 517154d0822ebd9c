// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minetrace.net.Cidr;
import io.minetrace.net.Endpoint;
import io.minetrace.probe.Observation;
import io.minetrace.probe.Reach;
import io.minetrace.window.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whom a visit connects to, and whom not. */
class ConnectPathTest {

  private static final ProbeTimeouts QUICK = new ProbeTimeouts(2000, 10, 300, 50, 1000, 3000, 1);

  private final AtomicReference<OptOutList> optOut = new AtomicReference<>(OptOutList.NOBODY);
  private LoopbackServer server;

  @BeforeEach
  void open() throws IOException {
    server = new LoopbackServer("127.0.0.2", connection -> {});
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  private NettyProber prober(EgressPolicy policy) {
    return new NettyProber(
        new ProberSettings(
            "test", "minetrace/test", FollowUp.DEFERRED, policy, QUICK, new Pacing(8, 0, 1000, 0)),
        optOut::get,
        InstantSource.system());
  }

  private Observation visit(EgressPolicy policy, Endpoint endpoint, String fqdn) {
    try (NettyProber prober = prober(policy)) {
      return prober
          .visit(
              new ProbeTarget(
                  endpoint,
                  Optional.of(fqdn),
                  Optional.empty(),
                  Optional.of(false),
                  List.of(),
                  0,
                  false,
                  List.of("Shy Pool")))
          .join();
    }
  }

  private Observation visit(String fqdn) {
    EgressPolicy loopback = new EgressPolicy(List.of(Cidr.parse("127.0.0.0/8")));
    return visit(loopback, server.endpoint(), fqdn);
  }

  @Test
  void theAddressThatWasJudgedIsDialledWhateverTheNameLeadsToByThen() throws IOException {
    // The system resolves this name to 127.0.0.1, where a server waits on the same port.
    try (ServerSocket rebound =
        new ServerSocket(server.endpoint().port(), 5, InetAddress.getLoopbackAddress())) {
      rebound.setSoTimeout(200);

      assertThat(visit("localhost").reach()).isEqualTo(Reach.CONNECTED);
      assertThat(server.connections()).isEqualTo(1);
      assertThatThrownBy(rebound::accept).isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void anAnswerIntoPrivateSpaceIsAnObservationAndNoConnection() {
    Observation seen = visit(EgressPolicy.PUBLIC_ONLY, server.endpoint(), "pool.test");

    assertThat(seen.reach()).isEqualTo(Reach.SKIPPED_POLICY);
    assertThat(seen.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(seen.transcript().utf8()).contains("it lies in 127.0.0.0/8 (loopback)");
    assertThat(server.connections()).isZero();
  }

  @Test
  void whoOptedOutIsNotConnectedToFromTheNextVisitOn() {
    visit("eu.pool.test");
    for (String entry : List.of("127.0.0.2", "127.0.0.0/24", "*.pool.test", "pool:shy pool")) {
      optOut.set(OptOutList.parse(List.of(entry)));

      Observation seen = visit("eu.pool.test");
      assertThat(seen.reach()).as(entry).isEqualTo(Reach.SKIPPED_OPTOUT);
      assertThat(seen.verdict()).isEqualTo(Verdict.UNKNOWN);
      assertThat(seen.transcript().utf8()).contains("not visited: opted out by");
    }
    assertThat(server.connections()).isEqualTo(1);
    optOut.set(OptOutList.parse(List.of("other.test")));
    assertThat(visit("eu.pool.test").reach()).isEqualTo(Reach.CONNECTED);
  }

  @Test
  void whatIsLeftAloneWaitsForNoTurn() {
    Pacing oneAtATime = new Pacing(1, 60_000, 1, 60_000);
    ProberSettings settings =
        new ProberSettings(
            "test",
            "minetrace/test",
            FollowUp.DEFERRED,
            EgressPolicy.PUBLIC_ONLY,
            QUICK,
            oneAtATime);
    try (NettyProber prober = new NettyProber(settings, optOut::get, InstantSource.system())) {
      for (int i = 0; i < 100; i++) {
        assertThat(
                prober.visit(
                    TestProber.target(
                        server.endpoint(), Optional.empty(), Optional.empty(), Optional.empty())))
            .isCompletedWithValueMatching(seen -> seen.reach() == Reach.SKIPPED_POLICY);
      }
    }
    assertThat(server.connections()).isZero();
  }
}
