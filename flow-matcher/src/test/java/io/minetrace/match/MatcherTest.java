// SPDX-License-Identifier: Apache-2.0
package io.minetrace.match;

import static io.minetrace.window.WindowFixture.at;
import static io.minetrace.window.WindowFixture.up;
import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowColumn;
import io.minetrace.flow.FlowNote;
import io.minetrace.net.IpAddress;
import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.CalibrationCell;
import io.minetrace.window.CoinBasis;
import io.minetrace.window.TimeSpan;
import io.minetrace.window.WindowFixture;
import io.minetrace.window.WindowIndex;
import io.minetrace.window.WindowSegment;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatcherTest {

  private static final AvailabilityWindow POOL =
      up("192.0.2.20:3333", "2026-05-02T10:00", "2026-05-02T22:00").window();
  private static final AvailabilityWindow OTHER =
      up("[2001:db8::20]:443", "2026-05-02T10:00", "2026-05-02T22:00").window();

  /** One flow of a batch, written as one would tell it. */
  static final class Flow {
    final FlowBatch batch = new FlowBatch(1);

    Flow(String source, int sourcePort, String destination, int destinationPort) {
      batch.append();
      address(FlowColumn.SOURCE_IP_ADDRESS, source);
      address(FlowColumn.DESTINATION_IP_ADDRESS, destination);
      with(FlowColumn.SOURCE_TRANSPORT_PORT, sourcePort);
      with(FlowColumn.DESTINATION_TRANSPORT_PORT, destinationPort);
      with(FlowColumn.PROTOCOL_IDENTIFIER, 6);
      times("2026-05-02T12:00", "2026-05-02T12:01");
    }

    Flow address(FlowColumn column, String address) {
      batch.high(column)[0] = IpAddress.parse(address).high();
      batch.low(column)[0] = IpAddress.parse(address).low();
      return this;
    }

    Flow with(FlowColumn column, int value) {
      if (column.type() == FlowColumn.Type.INT) {
        batch.ints(column)[0] = value;
      } else {
        batch.longs(column)[0] = value;
      }
      return this;
    }

    Flow times(String start, String end) {
      batch.longs(FlowColumn.FLOW_START)[0] = at(start);
      batch.longs(FlowColumn.FLOW_END)[0] = at(end);
      return this;
    }

    Flow timeless() {
      batch.longs(FlowColumn.FLOW_START)[0] = FlowColumn.ABSENT_LONG;
      batch.longs(FlowColumn.FLOW_END)[0] = FlowColumn.ABSENT_LONG;
      return this;
    }

    List<Match> match(MatchOptions options, AvailabilityWindow... windows) {
      List<Match> matches = new ArrayList<>();
      try {
        new Matcher(new WindowIndex(List.of(windows)), options).match(batch, matches::add);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
      return matches;
    }

    Match match() {
      List<Match> matches = match(MatchOptions.DEFAULT, POOL, OTHER);
      assertThat(matches).hasSize(1);
      return matches.get(0);
    }
  }

  private static Flow toPool() {
    return new Flow("10.1.2.3", 40000, "192.0.2.20", 3333);
  }

  @Test
  void aFlowToThePoolNamesHostPoolAndWindow() {
    Match match = toPool().match();
    assertThat(match.role()).isEqualTo(MiningRole.TO_POOL);
    assertThat(match.client()).isEqualTo(IpAddress.parse("10.1.2.3"));
    assertThat(match.pool()).isEqualTo(POOL.endpoint());
    assertThat(match.window()).isEqualTo(POOL);
    assertThat(match.situation()).isEqualTo(Situation.IN_WINDOW);
    assertThat(match.confidence()).isEqualTo(Confidence.CONFIRMED);
    assertThat(match.pools()).containsExactly("Pool");
    assertThat(match.coins()).containsExactly("XMR");
    assertThat(match.reasons()).isEmpty();
  }

  @Test
  void aFlowBackFromThePoolIsTheSameConnection() {
    Match match = new Flow("192.0.2.20", 3333, "10.1.2.3", 40000).match();
    assertThat(match.role()).isEqualTo(MiningRole.FROM_POOL);
    assertThat(match.client()).isEqualTo(IpAddress.parse("10.1.2.3"));
  }

  @Test
  void ofTwoPoolsTheDestinationIsThePool() {
    Match match = new Flow("2001:db8::20", 443, "192.0.2.20", 3333).match();
    assertThat(match.role()).isEqualTo(MiningRole.BOTH);
    assertThat(match.pool()).isEqualTo(POOL.endpoint());
  }

  @Test
  void aSideThatIsNoMatchByItselfDoesNotHideTheOther() throws IOException {
    // Just after the window; the catalog measured that this says next to nothing.
    AvailabilityWindow ended =
        up("192.0.2.20:3333", "2026-05-01T10:00", "2026-05-02T11:00").window();
    Scores scores =
        Scores.calibrated(
            List.of(
                new CalibrationCell("MARGIN_OPEN", 0, 1000, 0.05),
                new CalibrationCell("OPEN_END", 0, 1000, 0.05)));
    List<Match> matches = new ArrayList<>();
    new Matcher(new WindowIndex(List.of(ended, OTHER)), MatchOptions.DEFAULT, scores)
        .match(new Flow("2001:db8::20", 443, "192.0.2.20", 3333).batch, matches::add);
    assertThat(matches).hasSize(1);
    assertThat(matches.get(0).role()).isEqualTo(MiningRole.FROM_POOL);
    assertThat(matches.get(0).pool()).isEqualTo(OTHER.endpoint());
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.21, 3333, 6",
    "192.0.2.20, 3334, 6",
    "192.0.2.20, 3333, 17",
    "192.0.2.20, 3333, 1",
    "192.0.2.20, 3333, -1",
    "192.0.2.20, 3333, 70000"
  })
  void anotherAddressPortOrProtocolIsNoMatch(String address, int port, int protocol) {
    Flow flow =
        new Flow("10.1.2.3", 40000, address, port).with(FlowColumn.PROTOCOL_IDENTIFIER, protocol);
    assertThat(flow.match(MatchOptions.DEFAULT, POOL, OTHER)).isEmpty();
  }

  @Test
  void ipv4InMappedFormIsTheSameAddress() {
    assertThat(new Flow("10.1.2.3", 40000, "::ffff:192.0.2.20", 3333).match().pool())
        .isEqualTo(POOL.endpoint());
  }

  @Test
  void theAddressAfterTranslationMatchesToo() {
    Match match =
        new Flow("10.1.2.3", 40000, "10.9.9.9", 8080)
            .address(FlowColumn.POST_NAT_DESTINATION_IP_ADDRESS, "192.0.2.20")
            .with(FlowColumn.POST_NAPT_DESTINATION_TRANSPORT_PORT, 3333)
            .match();
    assertThat(match.reasons()).containsExactly(Reason.POST_NAT);
    assertThat(match.client()).isEqualTo(IpAddress.parse("10.1.2.3"));
  }

  @Test
  void aDeviceThatTranslatesOnlyTheAddressKeepsThePort() {
    Match match =
        new Flow("10.1.2.3", 40000, "10.9.9.9", 3333)
            .address(FlowColumn.POST_NAT_DESTINATION_IP_ADDRESS, "192.0.2.20")
            .match();
    assertThat(match.pool()).isEqualTo(POOL.endpoint());
  }

  @Test
  void onTheWayBackTheClientIsTheHostBehindTheTranslation() {
    Match match =
        new Flow("192.0.2.20", 3333, "198.51.100.1", 61000)
            .address(FlowColumn.POST_NAT_DESTINATION_IP_ADDRESS, "10.1.2.3")
            .match();
    assertThat(match.client()).isEqualTo(IpAddress.parse("10.1.2.3"));
  }

  @Test
  void timesInTheWrongOrderAreSwappedAndSaidSo() {
    Match match = toPool().times("2026-05-02T21:59", "2026-05-01T00:00").match();
    assertThat(match.reasons()).containsExactly(Reason.TIMES_SWAPPED);
    assertThat(match.flow().start()).isEqualTo(at("2026-05-01T00:00"));
    assertThat(match.flow().end()).isEqualTo(at("2026-05-02T21:59"));
    assertThat(match.situation()).isEqualTo(Situation.IN_WINDOW);
  }

  /** The exported endpoint and the translated one are as two windows of one endpoint. */
  @Test
  void ofTheExportedAndTheTranslatedEndpointTheOneHigherInTheTableIsNamed() {
    AvailabilityWindow inside =
        up("192.0.2.30:3333", "2026-05-02T10:00", "2026-05-02T22:00").window();
    AvailabilityWindow ended =
        up("192.0.2.20:3333", "2026-05-01T10:00", "2026-05-02T11:30").window();
    Flow flow = toPool().address(FlowColumn.POST_NAT_DESTINATION_IP_ADDRESS, "192.0.2.30");
    Match match = flow.match(MatchOptions.DEFAULT, inside, ended).get(0);
    assertThat(match.pool()).as("99 for both, but IN_WINDOW").isEqualTo(inside.endpoint());
    assertThat(match.reasons()).containsExactly(Reason.POST_NAT);
    AvailabilityWindow same =
        up("192.0.2.20:3333", "2026-05-02T10:00", "2026-05-02T22:00").window();
    assertThat(flow.match(MatchOptions.DEFAULT, inside, same).get(0).pool())
        .as("nothing tells them apart: as exported")
        .isEqualTo(same.endpoint());
    AvailabilityWindow later =
        up("192.0.2.30:3333", "2026-05-02T10:01", "2026-05-02T22:00").window();
    assertThat(flow.match(MatchOptions.DEFAULT, later, same).get(0).pool())
        .as("of several windows the later first_up")
        .isEqualTo(later.endpoint());
  }

  /** Slack makes a flow longer, and so what it says surer; it never moves its times. */
  @Test
  void slackCountsAsTimeOfTheFlowForItsSituationAndForNothingElse() {
    AvailabilityWindow closed =
        up("192.0.2.20:3333", "2026-05-02T10:00", "2026-05-02T22:00")
            .notAfter("2026-05-03T02:00")
            .window();
    Flow flow = toPool().times("2026-05-02T22:00:01", "2026-05-02T22:00:03");
    assertThat(flow.match(MatchOptions.DEFAULT, closed).get(0).situation())
        .isEqualTo(Situation.MARGIN_CLOSED);
    MatchOptions halfASecond = MatchOptions.DEFAULT.withSlack(Duration.ofMillis(500));
    assertThat(flow.match(halfASecond, closed).get(0).situation())
        .isEqualTo(Situation.MARGIN_CLOSED);
    Match match = flow.match(MatchOptions.DEFAULT.withSlack(Duration.ofSeconds(1)), closed).get(0);
    assertThat(match.situation()).isEqualTo(Situation.IN_WINDOW);
    assertThat(match.flow().start()).isEqualTo(at("2026-05-02T22:00:01"));
    assertThat(match.flow().end()).isEqualTo(at("2026-05-02T22:00:03"));
  }

  /** As sieving the whole result by its column would: the row is that of the destination. */
  @Test
  void whatIsAskedForLeavesOutRowsAndChangesNone() {
    AvailabilityWindow ended =
        up("192.0.2.20:3333", "2026-05-01T10:00", "2026-05-02T10:00")
            .notAfter("2026-05-02T13:00")
            .window();
    Flow flow = new Flow("2001:db8::20", 443, "192.0.2.20", 3333);
    Match both = flow.match(MatchOptions.DEFAULT, ended, OTHER).get(0);
    assertThat(both.role()).isEqualTo(MiningRole.BOTH);
    assertThat(both.confidence()).isEqualTo(Confidence.POSSIBLE);
    assertThat(flow.match(MatchOptions.DEFAULT.withMinConfidence(Confidence.LIKELY), ended, OTHER))
        .isEmpty();
  }

  @Test
  void slackReachesOverAnEdge() {
    AvailabilityWindow closed =
        up("192.0.2.20:3333", "2026-05-02T10:00", "2026-05-02T22:00")
            .notAfter("2026-05-02T22:00:01")
            .window();
    Flow flow = toPool().times("2026-05-02T22:00:02", "2026-05-02T22:00:03");
    assertThat(flow.match(MatchOptions.DEFAULT, closed)).isEmpty();
    assertThat(flow.match(MatchOptions.DEFAULT.withSlack(Duration.ofSeconds(2)), closed))
        .extracting(Match::situation)
        .containsExactly(Situation.IN_WINDOW);
  }

  @Test
  void aFlowWithoutTimesTakesTheGivenSpanAndIsPossibleAtMost() {
    assertThat(toPool().timeless().match(MatchOptions.DEFAULT, POOL)).isEmpty();
    TimeSpan span = new TimeSpan(at("2026-05-02T00:00"), at("2026-05-03T00:00"));
    List<Match> matches = toPool().timeless().match(MatchOptions.DEFAULT.withTimeless(span), POOL);
    assertThat(matches).hasSize(1);
    assertThat(matches.get(0).score()).isEqualTo(74);
    assertThat(matches.get(0).confidence()).isEqualTo(Confidence.POSSIBLE);
    assertThat(matches.get(0).reasons()).containsExactly(Reason.NO_FLOW_TIME);
    assertThat(matches.get(0).flow().start()).isEqualTo(span.from());
  }

  @Test
  void whatIsLessSureThanAskedForIsLeftOut() {
    Flow late = toPool().times("2026-05-02T23:00", "2026-05-02T23:00");
    assertThat(late.match(MatchOptions.DEFAULT.withMinConfidence(Confidence.LIKELY), POOL))
        .hasSize(1);
    assertThat(late.match(MatchOptions.DEFAULT.withMinConfidence(Confidence.CONFIRMED), POOL))
        .isEmpty();
  }

  @Test
  void theCoinIsThatOfTheSegmentTheFlowTouches() {
    AvailabilityWindow changing =
        up("192.0.2.20:3333", "2026-05-02T10:00", "2026-05-02T22:00")
            .segment("2026-05-02T10:00", "2026-05-02T13:00", "Pool", "XMR")
            .segment("2026-05-02T13:00:00.001", "2026-05-02T15:59:59.999", "Pool", "XMR", "ZEC")
            .segment("2026-05-02T16:00", "2026-05-02T22:00", "Pool", "ZEC")
            .window();
    assertThat(coins(changing, "2026-05-02T12:00", "2026-05-02T12:30")).containsExactly("XMR");
    assertThat(coins(changing, "2026-05-02T17:00", "2026-05-02T17:30")).containsExactly("ZEC");
    assertThat(coins(changing, "2026-05-02T14:00", "2026-05-02T14:30"))
        .containsExactly("XMR", "ZEC");
    assertThat(coins(changing, "2026-05-02T23:00", "2026-05-02T23:30"))
        .as("after the window the last segment is the nearest")
        .containsExactly("ZEC");
    assertThat(coins(changing, "2026-05-02T09:00", "2026-05-02T09:30")).containsExactly("XMR");
  }

  private static List<String> coins(AvailabilityWindow window, String start, String end) {
    return toPool().times(start, end).match(MatchOptions.DEFAULT, window).get(0).coins();
  }

  @Test
  void whatTheCoinRestsOnIsSaid() {
    assertThat(reasons(CoinBasis.DECLARED, "stratum1", "XMR"))
        .containsExactly(Reason.COIN_DECLARED);
    assertThat(reasons(CoinBasis.NARROWED, "stratum1", "XMR", "ZEC"))
        .containsExactly(Reason.COIN_AMBIGUOUS);
    assertThat(reasons(CoinBasis.CONTRADICTED, "stratum1", "XMR"))
        .containsExactly(Reason.COIN_CONTRADICTED);
    assertThat(reasons(CoinBasis.OBSERVED, "stratum1", "XMR")).isEmpty();
  }

  private static Iterable<Reason> reasons(CoinBasis basis, String protocol, String... coins) {
    return toPool().match(MatchOptions.DEFAULT, window(basis, protocol, coins)).get(0).reasons();
  }

  private static AvailabilityWindow window(CoinBasis basis, String protocol, String... coins) {
    WindowSegment segment =
        WindowFixture.segment(POOL.up().from(), POOL.up().to(), "Pool", basis, protocol, coins);
    return new AvailabilityWindow(
        POOL.endpoint(),
        POOL.up(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        POOL.startReason(),
        POOL.endReason(),
        POOL.intervalMillis(),
        2,
        0,
        List.of(),
        0,
        POOL.evidence(),
        List.of(segment));
  }

  @Test
  void aNodeIsNoPool() {
    Match match =
        toPool()
            .match(MatchOptions.DEFAULT, window(CoinBasis.OBSERVED, "getblocktemplate", "LTC"))
            .get(0);
    assertThat(match.reasons()).containsExactly(Reason.NODE);
    assertThat(match.pools()).isEmpty();
    assertThat(match.coins()).containsExactly("LTC");
  }

  @Test
  void aWebPortIsSharedGround() {
    assertThat(new Flow("2001:db8::1", 40000, "2001:db8::20", 443).match().reasons())
        .containsExactly(Reason.SHARED_ADDRESS);
  }

  @Test
  void samplingAndExportTimesAreSaid() {
    assertThat(toPool().with(FlowColumn.SAMPLING_PACKET_INTERVAL, 100).match().reasons())
        .containsExactly(Reason.SAMPLED);
    assertThat(
            toPool().with(FlowColumn.FLOW_NOTES, FlowNote.EXPORT_TIME_ONLY.bit()).match().reasons())
        .containsExactly(Reason.EXPORT_TIME_ONLY);
  }

  @Test
  void aBiflowCarriesTheResetOnItsWayBack() {
    Match match =
        toPool()
            .with(FlowColumn.TCP_CONTROL_BITS, 0x02)
            .with(FlowColumn.REVERSE_TCP_CONTROL_BITS, 0x14)
            .with(FlowColumn.PACKET_DELTA_COUNT, 1)
            .with(FlowColumn.REVERSE_PACKET_DELTA_COUNT, 1)
            .match();
    assertThat(match.activity()).isEqualTo(Activity.REFUSED);
  }

  @ParameterizedTest
  @CsvSource({
    // flags, octets, packets, reverse octets, reverse packets, sampling, expected
    "0x18, 100, 2, -1, -1, 1, ESTABLISHED",
    "0x1a, 600, 5, -1, -1, 100, ESTABLISHED",
    "-1, 610, 5, 610, 5, 1, ESTABLISHED",
    "-1, 300, 5, 300, 5, 1, UNKNOWN",
    "-1, 6100, 5, 0, 0, 1, UNKNOWN",
    "0x06, 120, 3, -1, -1, 1, REFUSED",
    "0x14, -1, -1, -1, -1, 1, UNKNOWN",
    "0x06, 160, 4, -1, -1, 1, ATTEMPTED",
    "0x14, 40, 1, -1, -1, 1, REFUSED",
    "0x02, 180, 3, -1, -1, 1, ATTEMPTED",
    "0x02, 180, 3, 0, 0, 1, ATTEMPTED",
    "0x02, 180, 3, 40, 1, 1, UNKNOWN",
    "0x12, 180, 3, -1, -1, 1, UNKNOWN",
    "0x02, 180, 3, -1, -1, 100, UNKNOWN",
    "-1, 180, 3, -1, -1, 1, UNKNOWN"
  })
  void activityIsReadFromFlagsAndCounters(
      String flags,
      int octets,
      int packets,
      int backOctets,
      int backPackets,
      int sampling,
      Activity expected) {
    Flow flow =
        toPool()
            .with(FlowColumn.TCP_CONTROL_BITS, Integer.decode(flags))
            .with(FlowColumn.OCTET_DELTA_COUNT, octets)
            .with(FlowColumn.PACKET_DELTA_COUNT, packets)
            .with(FlowColumn.SAMPLING_PACKET_INTERVAL, sampling);
    if (backPackets >= 0) {
      flow.with(FlowColumn.REVERSE_OCTET_DELTA_COUNT, backOctets)
          .with(FlowColumn.REVERSE_PACKET_DELTA_COUNT, backPackets);
    }
    assertThat(flow.match().activity()).isEqualTo(expected);
  }
}
