// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.net.Cidr;
import io.minetrace.probe.Observation;
import io.minetrace.probe.dialogue.OwnAddresses;
import io.minetrace.window.Evidence;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A pool that gives work to a wallet only, visited for an owner who has one. */
@Timeout(40)
class OwnAddressVisitTest {

  private static final String WORK =
      "{\"id\":2,\"result\":true,\"error\":null}\n"
          + "{\"id\":null,\"method\":\"mining.notify\",\"params\":[\"1\",1200000,\""
          + "ab".repeat(32)
          + "\",\"\",\"\",3,\"123456789\",\"\",true]}\n";

  private final ConcurrentLinkedQueue<String> heard = new ConcurrentLinkedQueue<>();

  private void serve(Socket connection) throws IOException {
    BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      heard.add(line);
      TestProber.say(connection, line.contains("authorize") ? WORK : TestProber.SESSION);
    }
  }

  private Observation visit(String... addresses) throws Exception {
    ProberSettings settings =
        new ProberSettings(
                "test",
                "minetrace/test",
                FollowUp.DEFERRED,
                new EgressPolicy(List.of(Cidr.parse("127.0.0.0/8"))),
                TestProber.PATIENT,
                Pacing.DEFAULT)
            .withAddresses(OwnAddresses.parse(List.of(addresses)));
    try (LoopbackServer server = new LoopbackServer(this::serve);
        NettyProber prober = new NettyProber(settings, TestProber.CLOCK)) {
      ProbeTarget target =
          new ProbeTarget(
              server.endpoint(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              List.of("ERG"),
              0,
              false);
      return prober.visit(target).get(25, TimeUnit.SECONDS);
    }
  }

  @Test
  void workIsGivenForTheWalletAndTheCoinKnown() throws Exception {
    Observation observation = visit("ERG 9ExampleOfAnAddress");

    assertThat(observation.evidence()).as(observation.transcript().utf8()).isEqualTo(Evidence.E4);
    assertThat(observation.protocol()).hasValue("ergo");
    assertThat(heard).hasSize(2);
    assertThat(heard.peek()).contains("mining.subscribe").doesNotContain("9Example");
  }

  @Test
  void withoutTheWalletTheSessionIsAllThereIs() throws Exception {
    Observation observation = visit("LTC ltc1qexampleofanaddress");

    assertThat(observation.evidence()).as(observation.transcript().utf8()).isEqualTo(Evidence.E3);
    assertThat(heard).hasSize(1);
  }
}
