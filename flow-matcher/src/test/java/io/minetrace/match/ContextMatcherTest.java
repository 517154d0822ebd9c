// SPDX-License-Identifier: Apache-2.0
package io.minetrace.match;

import static io.minetrace.window.WindowFixture.at;
import static io.minetrace.window.WindowFixture.up;
import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.flow.FlowColumn;
import io.minetrace.net.IpAddress;
import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.TimeSpan;
import io.minetrace.window.WindowIndex;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContextMatcherTest {

  private static final AvailabilityWindow POOL =
      up("192.0.2.20:3333", "2026-05-02T10:00", "2026-05-02T22:00")
          .notAfter("2026-05-03T01:00")
          .window();
  private static final AvailabilityWindow SECOND =
      up("192.0.2.20:4444", "2026-05-02T10:00", "2026-05-02T22:00").window();

  private static MatcherTest.Flow toPort(int port) {
    return new MatcherTest.Flow("10.1.2.3", 40000, "192.0.2.20", port);
  }

  private static List<ContextFlow> context(
      MatcherTest.Flow flow, MatchOptions options, AvailabilityWindow... windows)
      throws IOException {
    List<ContextFlow> found = new ArrayList<>();
    new ContextMatcher(new WindowIndex(List.of(windows)), options, Scores.BUILT_IN)
        .match(flow.batch, found::add);
    return found;
  }

  private static List<ContextFlow> context(MatcherTest.Flow flow) throws IOException {
    return context(flow, MatchOptions.DEFAULT, POOL);
  }

  @Test
  void aFlowToAnotherPortOfAPoolsAddressIsContext() throws IOException {
    assertThat(context(toPort(443)))
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.client()).isEqualTo(IpAddress.parse("10.1.2.3"));
              assertThat(found.poolAddress()).isEqualTo(IpAddress.parse("192.0.2.20"));
              assertThat(found.port()).isEqualTo(443);
              assertThat(found.services()).containsExactly("3333/tcp");
              assertThat(found.pools()).containsExactly("Pool");
              assertThat(found.confidence()).isEqualTo(Confidence.CONFIRMED);
            });
  }

  @Test
  void soIsOneFromItAndOneOfAnotherTransport() throws IOException {
    assertThat(context(new MatcherTest.Flow("192.0.2.20", 443, "10.1.2.3", 40000)))
        .singleElement()
        .satisfies(found -> assertThat(found.client()).isEqualTo(IpAddress.parse("10.1.2.3")));
    assertThat(context(toPort(3333).with(FlowColumn.PROTOCOL_IDENTIFIER, 17))).hasSize(1);
    assertThat(context(toPort(0x0800).with(FlowColumn.PROTOCOL_IDENTIFIER, 1)))
        .as("a ping, of which the port is a type and a code")
        .extracting(ContextFlow::port)
        .containsExactly(FlowColumn.ABSENT_INT);
  }

  @Test
  void aMatchIsNone() throws IOException {
    assertThat(context(toPort(3333))).isEmpty();
    assertThat(context(toPort(3333), MatchOptions.DEFAULT, POOL, SECOND)).isEmpty();
    MatcherTest.Flow late = toPort(3333).times("2026-05-03T00:30", "2026-05-03T00:31");
    assertThat(
            context(
                late, MatchOptions.DEFAULT.withMinConfidence(Confidence.CONFIRMED), POOL, SECOND))
        .as("nor one that is only left out of the result")
        .isEmpty();
  }

  @Test
  void allServicesThatWereOnTheAddressThenAreNamed() throws IOException {
    assertThat(context(toPort(22), MatchOptions.DEFAULT, POOL, SECOND))
        .extracting(ContextFlow::services)
        .containsExactly(List.of("3333/tcp", "4444/tcp"));
    MatcherTest.Flow closed = toPort(3333).times("2026-05-03T02:00", "2026-05-03T02:01");
    assertThat(context(closed, MatchOptions.DEFAULT, POOL, SECOND))
        .as("a port that was a service's before, while another one still is")
        .extracting(ContextFlow::services)
        .containsExactly(List.of("4444/tcp"));
  }

  /** Only while a flow to the service itself would match. */
  @ParameterizedTest
  @CsvSource({
    "2026-05-02T22:00, 1",
    "2026-05-03T00:59, 1",
    "2026-05-03T01:00, 0",
    "2026-04-18T10:00, 1",
    "2026-04-18T09:59, 0"
  })
  void onlyWhileTheAddressHadAServiceItCounts(String time, int expected) throws IOException {
    assertThat(context(toPort(443).times(time, time))).hasSize(expected);
  }

  @Test
  void whatIsLessSureThanAskedForIsNoContextEither() throws IOException {
    MatcherTest.Flow late = toPort(443).times("2026-05-03T00:59", "2026-05-03T00:59");
    assertThat(context(late, MatchOptions.DEFAULT.withMinConfidence(Confidence.LIKELY), POOL))
        .isEmpty();
  }

  @Test
  void addressesAfterTranslationCountToo() throws IOException {
    assertThat(
            context(
                new MatcherTest.Flow("10.1.2.3", 40000, "10.9.9.9", 443)
                    .address(FlowColumn.POST_NAT_DESTINATION_IP_ADDRESS, "192.0.2.20")))
        .extracting(ContextFlow::poolAddress)
        .containsExactly(IpAddress.parse("192.0.2.20"));
    assertThat(
            context(
                new MatcherTest.Flow("192.0.2.20", 443, "198.51.100.1", 61000)
                    .address(FlowColumn.POST_NAT_DESTINATION_IP_ADDRESS, "10.1.2.3")))
        .extracting(ContextFlow::client)
        .containsExactly(IpAddress.parse("10.1.2.3"));
  }

  @Test
  void otherAddressesAndFlowsWithoutTimeAreNone() throws IOException {
    assertThat(context(new MatcherTest.Flow("10.1.2.3", 40000, "192.0.2.21", 3333))).isEmpty();
    assertThat(context(toPort(443).timeless())).isEmpty();
    TimeSpan day = new TimeSpan(at("2026-05-02T00:00"), at("2026-05-03T00:00"));
    MatchOptions wholeDay = MatchOptions.DEFAULT.withTimeless(day);
    assertThat(context(toPort(443).timeless(), wholeDay, POOL))
        .as("as unsure as a match without time")
        .extracting(ContextFlow::confidence)
        .containsExactly(Confidence.POSSIBLE);
    assertThat(
            context(toPort(443).timeless(), wholeDay.withMinConfidence(Confidence.CONFIRMED), POOL))
        .isEmpty();
  }

  @Test
  void anAddressIsFoundAmongManyByAnyOfItsEndpoints() throws IOException {
    List<AvailabilityWindow> windows = new ArrayList<>();
    for (int i = 1; i < 255; i++) {
      windows.add(
          up("192.0.2." + i + ":" + (3000 + i), "2026-05-02T10:00", "2026-05-02T22:00").window());
      windows.add(up("192.0.2." + i + ":1", "2026-05-02T10:00", "2026-05-02T22:00").window());
    }
    ContextMatcher matcher =
        new ContextMatcher(new WindowIndex(windows), MatchOptions.DEFAULT, Scores.BUILT_IN);
    for (int i = 1; i < 255; i++) {
      List<ContextFlow> found = new ArrayList<>();
      matcher.match(new MatcherTest.Flow("192.0.2." + i, 22, "10.0.0.1", 40000).batch, found::add);
      assertThat(found)
          .extracting(ContextFlow::services)
          .containsExactly(List.of("1/tcp", (3000 + i) + "/tcp"));
    }
  }
}
