// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.net.IpAddress;
import io.minetrace.probe.Observation;
import io.minetrace.probe.dialogue.ProbeProtocol;
import io.minetrace.probe.transport.NettyProber;
import io.minetrace.probe.transport.Pacing;
import io.minetrace.window.Channel;
import io.minetrace.window.Verdict;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the bench measures are proven endpoints, of all families and in all channels. */
@Timeout(60)
class FakePoolsTest {

  private static final Map<FakeFamily, CompletableFuture<Observation>> VISITS = new HashMap<>();
  private static FakeServers servers;
  private static NettyProber prober;

  @BeforeAll
  static void visitAll() throws Exception {
    servers = FakeServers.started();
    prober = ProbingBench.prober(new Pacing(1000, 0, 1000, 0));
    for (FakeFamily family : FakeFamily.all()) {
      int address = 0x7f01_0001 + VISITS.size();
      InetSocketAddress anyPort =
          new InetSocketAddress(InetAddress.getByAddress(IpAddress.ofIpv4(address).toBytes()), 0);
      int port = servers.listen(family, anyPort, ChannelInboundHandlerAdapter::new);
      VISITS.put(
          family, prober.visit(family.target(IpAddress.ofIpv4(address), port, "n1.pool.test")));
    }
  }

  @AfterAll
  static void stop() {
    prober.close();
    servers.close();
  }

  static Stream<FakeFamily> all() {
    return FakeFamily.all().stream();
  }

  @ParameterizedTest
  @MethodSource("all")
  void aFakeIsUpWithItsProtocolInItsChannel(FakeFamily family) throws Exception {
    Observation observation = VISITS.get(family).get(40, TimeUnit.SECONDS);

    String transcript = observation.transcript().utf8();
    assertThat(observation.verdict()).as(transcript).isEqualTo(Verdict.UP);
    assertThat(observation.evidence()).as(transcript).isEqualTo(family.evidence());
    assertThat(observation.protocols())
        .as(transcript)
        .contains(family.provenAs())
        .isEqualTo(family.protocols());
    assertThat(observation.channel()).as(transcript).isEqualTo(family.channel());
  }

  @Test
  void everyProtocolHasAFake() {
    assertThat(FakeFamily.all())
        .extracting(FakeFamily::protocol)
        .containsOnly(ProbeProtocol.values())
        .contains(ProbeProtocol.values());
  }

  @Test
  void onlyAQuestionToServersOfAnotherProtocolIsProvenAsThat() {
    assertThat(FakeFamily.all())
        .filteredOn(family -> !family.provenAs().equals(family.protocol().id()))
        .extracting(FakeFamily::protocol)
        .containsOnly(ProbeProtocol.STRATUM1_CONFIGURE);
  }

  @Test
  void aHundredOfTheMixHaveItsShares() {
    FakeMix mix = new FakeMix();
    Map<Channel, Integer> counts = new HashMap<>();
    Stream.generate(mix::next)
        .limit(100)
        .forEach(family -> counts.merge(family.channel(), 1, Integer::sum));

    assertThat(counts)
        .containsOnly(
            Map.entry(Channel.PLAIN, 65),
            Map.entry(Channel.TLS, 25),
            Map.entry(Channel.HTTP, 3),
            Map.entry(Channel.HTTPS, 1),
            Map.entry(Channel.WS, 2),
            Map.entry(Channel.WSS, 1),
            Map.entry(Channel.NOISE, 3));
  }

  @Test
  void tenThousandOfTheMixHaveAllFamiliesAndNoneTwiceAtAnAddress() {
    FakeMix mix = new FakeMix();
    List<FakeFamily> families = Stream.generate(mix::next).limit(10_000).toList();

    assertThat(families).containsAll(FakeFamily.all());
    List<List<FakeFamily>> addresses = new ArrayList<>();
    for (int i = 0; i < families.size(); i += 4) {
      addresses.add(families.subList(i, i + 4));
    }
    assertThat(addresses).allSatisfy(four -> assertThat(four).doesNotHaveDuplicates());
  }
}
