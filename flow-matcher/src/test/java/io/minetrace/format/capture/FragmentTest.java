// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.flow.DecodeReport.Reason;
import io.minetrace.flow.FlowColumn;
import io.minetrace.flow.FlowReader;
import io.minetrace.format.export.FlowRows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FragmentTest {

  private static final byte[] TEMPLATE = PcapBytes.ipv4Udp(CapturedFlows.template());

  private static List<byte[]> fragments(int id, int from, int to) {
    return IpPackets.ipv4Fragments(
        id, IpPackets.udpWithChecksum(CapturedFlows.flows(CapturedFlows.range(from, to))), 64);
  }

  private static CapturedFlows read(List<byte[]> packets) throws IOException {
    return CapturedFlows.of(packets.toArray(byte[][]::new));
  }

  private static List<byte[]> behindTemplate(List<byte[]> packets) {
    List<byte[]> all = new ArrayList<>(List.of(TEMPLATE));
    all.addAll(packets);
    return all;
  }

  @Test
  void aDatagramIsPutTogether() throws IOException {
    List<byte[]> fragments = fragments(7, 1, 41);

    CapturedFlows read = read(behindTemplate(fragments));

    assertThat(fragments).hasSize(10);
    assertThat(read.ports()).hasSize(40).startsWith("1").endsWith("40");
    assertThat(read.packets()).as("of the last fragment").containsOnly(10L);
    assertThat(read.report().tallies()).isEmpty();
    assertThat(read.report().facts()).containsEntry("fragments", "packets put together: 1");
  }

  @Test
  void theBeginningMayDefineTheTemplate() throws IOException {
    byte[] both = CapturedFlows.concat(CapturedFlows.template(), CapturedFlows.flows(1, 2, 3, 4));

    CapturedFlows read = read(IpPackets.ipv4Fragments(7, PcapBytes.udp(both), 40));

    assertThat(read.ports()).containsExactly("1", "2", "3", "4");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theOrderDoesNotMatter(long seed) throws IOException {
    List<byte[]> packets = fragments(7, 1, 41);
    packets.addAll(fragments(8, 41, 81));
    Collections.shuffle(packets, new Random(seed));

    CapturedFlows read = read(behindTemplate(packets));

    assertThat(read.ports()).hasSize(80).doesNotHaveDuplicates();
    assertThat(read.report().tallies()).isEmpty();
  }

  @Test
  void fragmentsOfIpv6ArePutTogether() throws IOException {
    byte[] datagram =
        PcapBytes.udp(
            CapturedFlows.concat(CapturedFlows.template(), CapturedFlows.flows(1, 2, 3, 4)));

    CapturedFlows read = read(IpPackets.ipv6Fragments(0x1234_5678L, datagram, 48));

    assertThat(read.ports()).containsExactly("1", "2", "3", "4");
    assertThat(read.rows().get(0).cell(FlowColumn.EXPORTER_IP_ADDRESS)).isEqualTo("2001:db8::1");
  }

  @Test
  void fragmentsInPcapngArePutTogether() throws IOException {
    PcapngBytes file = PcapngBytes.raw();
    behindTemplate(fragments(7, 1, 11)).forEach(packet -> file.packet(0, packet));
    try (FlowReader reader = PcapngBytes.open(file.toArray())) {
      assertThat(FlowRows.of(reader)).hasSize(10);
    }
  }

  @Test
  void whatComesTwiceIsTakenOnce() throws IOException {
    List<byte[]> packets = new ArrayList<>();
    for (byte[] fragment : fragments(7, 1, 11)) {
      packets.add(fragment);
      packets.add(fragment);
    }

    CapturedFlows read = read(behindTemplate(packets));

    assertThat(read.ports()).hasSize(10);
    assertThat(read.report().tallies()).isEmpty();
    assertThat(read.report().facts())
        .containsEntry("fragments", "packets put together: 1, copies of fragments: 3");
  }

  @Test
  void ofFragmentsThatOverlapTheFirstWins() throws IOException {
    List<byte[]> fragments = fragments(7, 1, 11);
    byte[] forged = fragments.get(1).clone();
    forged[30] ^= 0x55;
    fragments.add(2, forged);

    CapturedFlows read = read(behindTemplate(fragments));

    assertThat(read.ports()).containsExactly("1", "2", "3", "4", "5", "6", "7", "8", "9", "10");
    assertThat(read.report().facts())
        .containsEntry("fragments", "packets put together: 1, contradictory fragments: 1");
  }

  @Test
  void fragmentsThatContradictEachOtherAndMakeNoDatagramAreNotDecoded() throws IOException {
    List<byte[]> fragments = fragments(7, 1, 11);
    byte[] forged = fragments.get(1).clone();
    forged[30] ^= 0x55;
    fragments.add(1, forged);

    CapturedFlows read = read(behindTemplate(fragments));

    assertThat(read.rows()).isEmpty();
    assertThat(read.tally(Reason.CORRUPT).firstDetail())
        .isEqualTo("fragments: they contradict each other (expected: one datagram)");
    assertThat(read.tally(Reason.CORRUPT).firstOffset()).isEqualTo(24 + 16 + TEMPLATE.length + 16);
  }

  @Test
  void anIdentificationMayComeAgain() throws IOException {
    List<byte[]> packets = fragments(7, 1, 11);
    packets.addAll(fragments(7, 11, 21));

    assertThat(read(behindTemplate(packets)).ports()).hasSize(20).doesNotHaveDuplicates();
  }

  @Test
  void ofAnIncompleteDatagramTheRecordsBeforeTheHoleAreGiven() throws IOException {
    List<byte[]> fragments = fragments(7, 1, 41);
    fragments.remove(2);

    CapturedFlows read = read(behindTemplate(fragments));

    assertThat(read.ports()).containsExactly("1", "2", "3", "4", "5", "6", "7");
    assertThat(read.report().tallies()).containsOnlyKeys(Reason.CUT_PACKET);
    assertThat(read.tally(Reason.CUT_PACKET).firstDetail())
        .isEqualTo("export datagram: 120 bytes captured (expected: 580)");
    assertThat(read.tally(Reason.CUT_PACKET).firstOffset())
        .isEqualTo(24 + 16 + TEMPLATE.length + 16 + 20 + 8);
  }

  @Test
  void aDatagramWhoseBeginningIsMissingIsALossOfAnExporterOnly() throws IOException {
    List<byte[]> fragments = fragments(7, 1, 41);
    fragments.remove(0);

    assertThat(read(fragments).report().tallies()).containsOnlyKeys(Reason.NOT_FLOW_EXPORT);
    assertThat(read(fragments).tally(Reason.NOT_FLOW_EXPORT).count()).isEqualTo(9);
    fragments.add(PcapBytes.ipv4Udp(CapturedFlows.flows(99)));
    CapturedFlows ofExporter = read(behindTemplate(fragments));
    assertThat(ofExporter.ports()).containsExactly("99");
    assertThat(ofExporter.report().tallies()).containsOnlyKeys(Reason.CUT_PACKET);
    assertThat(ofExporter.tally(Reason.CUT_PACKET).firstDetail())
        .isEqualTo("fragments: 704 bytes of a packet whose beginning is missing, from 192.0.2.1");
  }

  @Test
  void aFragmentThatEndsBehindTheLongestPacketIsPassedOver() throws IOException {
    byte[] impossible = IpPackets.ipv4(17, 7, 0x1fff, new byte[64]);

    assertThat(CapturedFlows.of(impossible).report().tallies())
        .containsOnlyKeys(Reason.NOT_FLOW_EXPORT);
  }

  @Test
  void whatWaitsTooLongIsGivenUp() throws IOException {
    List<byte[]> early = fragments(7, 1, 21);
    PcapBytes pcap = PcapBytes.raw().packet(TEMPLATE);
    pcap.packetAt(1_700_000_000L, early.get(0));
    pcap.packetAt(1_700_000_061L, fragments(8, 1, 21).get(0));
    early.subList(1, early.size()).forEach(fragment -> pcap.packetAt(1_700_000_062L, fragment));

    CapturedFlows read = CapturedFlows.of(pcap);

    assertThat(read.report().facts()).doesNotContainKey("fragments");
    assertThat(read.ports()).as("of both beginnings").containsExactly("1", "2", "1", "2");
  }

  @Test
  void memoryIsBounded() throws IOException {
    FragmentTable table = new FragmentTable(10_000);
    CapturedPacket packet = new CapturedPacket();
    TransportFinder finder = new TransportFinder();
    int givenUp = 0;
    for (int id = 0; id < 1_000; id++) {
      byte[] fragment = fragments(id, 1, 11).get(0);
      packet.fill(Optional.of(LinkType.RAW), 0, 0, fragment, 0, fragment.length);
      finder.find(fragment, 0, fragment.length);
      table.add(packet, finder);
      givenUp += table.removeOld(0).size();
    }

    assertThat(givenUp).isBetween(970, 990);
    assertThat(table.removeAll()).hasSize(1_000 - givenUp);
  }

  @Test
  void anIncompleteDatagramThatIsOldTakesNoFragmentOfALaterOne() throws IOException {
    PcapBytes pcap = PcapBytes.raw().packet(TEMPLATE);
    pcap.packetAt(1_700_000_000L, fragments(7, 1, 21).get(0));
    fragments(7, 21, 41).forEach(fragment -> pcap.packetAt(1_700_000_061L, fragment));

    CapturedFlows read = CapturedFlows.of(pcap);

    assertThat(read.ports()).hasSize(22).startsWith("1", "2", "21").endsWith("40");
    assertThat(read.report().tallies()).containsOnlyKeys(Reason.CUT_PACKET);
    assertThat(read.report().facts()).containsEntry("fragments", "packets put together: 1");
  }
}
