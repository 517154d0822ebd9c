// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.flow.DecodeReport.Reason;
import io.minetrace.flow.FlowColumn;
import io.minetrace.flow.FlowNote;
import io.minetrace.flow.FlowReader;
import io.minetrace.format.export.FlowRows;
import io.minetrace.format.export.MessageBytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SctpAssociationsTest {

  private static final long TAG = 0x0102_0304L;
  private static final long FIRST = 0xffff_fffeL;
  private static final int WHOLE = 3;
  private static final int BEGINNING = 2;
  private static final int MIDDLE = 0;
  private static final int END = 1;

  private static byte[] packet(MessageBytes... chunks) {
    return IpPackets.sctp(TAG, chunks);
  }

  private static MessageBytes whole(int number, byte[] message) {
    return IpPackets.data(FIRST + number, number % 3, WHOLE, message);
  }

  private static byte[] part(byte[] message, int third) {
    int size = message.length / 3;
    return Arrays.copyOfRange(
        message, third * size, third == 2 ? message.length : (third + 1) * size);
  }

  @Test
  void messagesOfSeveralStreamsAndOfOnePacketAreRead() throws IOException {
    CapturedFlows read =
        CapturedFlows.of(
            packet(whole(0, CapturedFlows.template())),
            packet(whole(1, CapturedFlows.flows(1)), whole(2, CapturedFlows.flows(2, 3))),
            packet(whole(3, CapturedFlows.flows(4))));

    assertThat(read.ports()).containsExactly("1", "2", "3", "4");
    assertThat(read.packets()).containsExactly(1L, 1L, 1L, 2L);
    assertThat(read.rows())
        .extracting(row -> row.number(FlowColumn.RECORD_ORDINAL))
        .doesNotHaveDuplicates();
    assertThat(read.report().tallies()).isEmpty();
  }

  @Test
  void aMessageIsPutTogetherFromItsParts() throws IOException {
    byte[] message = CapturedFlows.flows(CapturedFlows.range(1, 20));

    CapturedFlows read =
        CapturedFlows.of(
            packet(whole(0, CapturedFlows.template())),
            packet(IpPackets.data(FIRST + 1, 1, BEGINNING, part(message, 0))),
            packet(IpPackets.data(FIRST + 2, 1, MIDDLE, part(message, 1))),
            packet(IpPackets.data(FIRST + 3, 1, END, part(message, 2))));

    assertThat(read.ports()).hasSize(19);
    assertThat(read.packets()).containsOnly(3L);
    assertThat(read.report().tallies()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void theOrderAndCopiesDoNotMatter(long seed) throws IOException {
    byte[] message = CapturedFlows.flows(CapturedFlows.range(10, 20));
    List<byte[]> once =
        List.of(
            packet(whole(0, CapturedFlows.template())),
            packet(whole(1, CapturedFlows.flows(1))),
            packet(IpPackets.data(FIRST + 2, 1, BEGINNING, part(message, 0))),
            packet(IpPackets.data(FIRST + 3, 1, MIDDLE, part(message, 1))),
            packet(IpPackets.data(FIRST + 4, 1, END, part(message, 2))),
            packet(whole(5, CapturedFlows.flows(2))));
    List<byte[]> packets = new ArrayList<>(once);
    packets.addAll(once);
    Collections.shuffle(packets, new Random(seed));
    packets.add(0, IpPackets.sctp(0, IpPackets.init(FIRST)));

    CapturedFlows read = CapturedFlows.of(packets.toArray(byte[][]::new));

    assertThat(read.ports()).hasSize(12).startsWith("1", "10").endsWith("19", "2");
    assertThat(read.report().tallies()).containsOnlyKeys(Reason.NOT_FLOW_EXPORT);
    assertThat(read.tally(Reason.NOT_FLOW_EXPORT).count()).as("INIT").isEqualTo(1);
  }

  @Test
  void whatTheCaptureNeverHadIsReported() throws IOException {
    byte[] message = CapturedFlows.flows(CapturedFlows.range(10, 20));

    CapturedFlows read =
        CapturedFlows.of(
            packet(whole(0, CapturedFlows.template())),
            packet(whole(1, CapturedFlows.flows(1))),
            packet(IpPackets.data(FIRST + 2, 1, BEGINNING, part(message, 0))),
            packet(IpPackets.data(FIRST + 4, 1, END, part(message, 2))),
            packet(whole(5, CapturedFlows.flows(2))));

    assertThat(read.ports()).containsExactly("1", "2");
    assertThat(read.tally(Reason.CUT_PACKET).count()).isEqualTo(3);
    assertThat(read.tally(Reason.CUT_PACKET).firstDetail())
        .isEqualTo("stream from 192.0.2.1 port 40000: a message without its end");
  }

  @Test
  void whatTheSenderGaveUpIsNotWaitedFor() throws IOException {
    MessageBytes forward = MessageBytes.empty().u8(192).u8(0).u16(8).u32(FIRST + 2);

    CapturedFlows read =
        CapturedFlows.of(
            packet(whole(0, CapturedFlows.template())),
            packet(whole(3, CapturedFlows.flows(1))),
            packet(forward),
            packet(whole(4, CapturedFlows.flows(2))));

    assertThat(read.packets()).containsExactly(2L, 3L);
    assertThat(read.tally(Reason.CUT_PACKET).firstDetail())
        .isEqualTo("stream from 192.0.2.1 port 40000: 2 chunks missing");
  }

  @Test
  void templatesHoldInTheirAssociationAlone() throws IOException {
    CapturedFlows read =
        CapturedFlows.of(
            IpPackets.sctp(1, whole(0, CapturedFlows.template())),
            IpPackets.sctp(2, whole(0, CapturedFlows.flows(1))),
            IpPackets.sctp(2, whole(1, CapturedFlows.template())));

    assertThat(FlowNote.LATE_TEMPLATE.isIn((int) read.rows().get(0).number(FlowColumn.FLOW_NOTES)))
        .isTrue();
  }

  @Test
  void aWithdrawnTemplateNoLongerDecodes() throws IOException {
    CapturedFlows read =
        CapturedFlows.of(
            packet(whole(0, CapturedFlows.template())),
            packet(whole(1, CapturedFlows.flows(1))),
            packet(whole(2, CapturedFlows.withdrawal())),
            packet(whole(3, CapturedFlows.flows(2))));

    assertThat(read.ports()).containsExactly("1");
    assertThat(read.report().tallies()).containsOnlyKeys(Reason.NO_TEMPLATE);
  }

  @Test
  void netflowV9IsReadToo() throws IOException {
    byte[] message =
        MessageBytes.netflowV9(
                0,
                1_700_000_000L,
                0,
                0,
                MessageBytes.set(0, MessageBytes.template(256, 8, 4, 12, 4)),
                MessageBytes.set(
                    256, MessageBytes.empty().address("10.0.0.1").address("198.51.100.7")))
            .toArray();

    assertThat(CapturedFlows.of(packet(whole(0, message))).rows()).hasSize(1);
  }

  @Test
  void otherAssociationsArePassedOver() throws IOException {
    CapturedFlows read =
        CapturedFlows.of(
            packet(whole(0, new byte[30])),
            packet(IpPackets.data(FIRST + 1, 0, MIDDLE, new byte[30])),
            packet(MessageBytes.empty().u8(4).u8(0).u16(4)),
            packet(MessageBytes.empty().u8(0).u8(0).u16(0)),
            packet(MessageBytes.empty().u8(0).u8(3).u16(0xffff)));

    assertThat(read.report().tallies()).containsOnlyKeys(Reason.NOT_FLOW_EXPORT);
    assertThat(read.tally(Reason.NOT_FLOW_EXPORT).count()).isEqualTo(5);
  }

  @Test
  void aChunkThatTheCaptureCutGivesItsWholeRecords() throws IOException {
    byte[] packet = packet(whole(1, CapturedFlows.flows(1, 2, 3)));
    PcapBytes pcap = PcapBytes.raw().packet(packet(whole(0, CapturedFlows.template())));
    pcap.packet(packet, packet.length - 20).packet(packet(whole(2, CapturedFlows.flows(4))));

    CapturedFlows read = CapturedFlows.of(pcap);

    assertThat(read.ports()).containsExactly("1", "4");
    assertThat(read.report().tallies()).containsOnlyKeys(Reason.CUT_PACKET);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void flippedBitsNeverEscape(long seed) throws IOException {
    byte[] message = CapturedFlows.flows(CapturedFlows.range(10, 20));
    byte[] file =
        PcapBytes.raw()
            .packet(packet(whole(0, CapturedFlows.template()), whole(1, CapturedFlows.flows(1))))
            .packet(packet(IpPackets.data(FIRST + 2, 1, BEGINNING, part(message, 0))))
            .packet(packet(IpPackets.data(FIRST + 3, 1, MIDDLE, part(message, 1))))
            .packet(packet(IpPackets.data(FIRST + 4, 1, END, part(message, 2))))
            .toArray();
    Random random = new Random(seed);
    for (int run = 0; run < 2_000; run++) {
      byte[] damaged = file.clone();
      for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
        int at = PcapBytes.FILE_HEADER_BYTES + random.nextInt(file.length - 24);
        damaged[at] ^= (byte) (1 << random.nextInt(8));
      }
      try (FlowReader reader = PcapBytes.open(damaged)) {
        assertThat(FlowRows.of(reader)).hasSize((int) reader.report().records());
      }
    }
  }

  @Test
  void aNumberThatIsSlightlyDamagedDoesNotEndAnAssociationThatGoesOn() throws IOException {
    PcapBytes pcap = PcapBytes.raw().packet(packet(whole(0, CapturedFlows.template())));
    pcap.packet(packet(whole(1 << 12, CapturedFlows.flows(99))));
    for (int i = 1; i <= 20; i++) {
      pcap.packetAt(1_700_000_000L + 10L * i, packet(whole(i, CapturedFlows.flows(1))));
    }

    assertThat(CapturedFlows.of(pcap).ports()).hasSize(21).startsWith("1").endsWith("99");
  }

  @Test
  void numbersFarAheadAreBelievedOnceASecondOneComes() throws IOException {
    int far = 1 << 20;
    byte[] damaged = packet(whole(far, CapturedFlows.flows(99)));
    PcapBytes pcap = PcapBytes.raw().packet(packet(whole(0, CapturedFlows.template())));
    pcap.packet(damaged).packet(damaged).packet(packet(whole(1, CapturedFlows.flows(1))));
    // The capture has nothing of what lies between.
    pcap.packet(packet(whole(2 * far, CapturedFlows.flows(2))));
    pcap.packet(packet(whole(2 * far + 1, CapturedFlows.flows(3))));

    CapturedFlows read = CapturedFlows.of(pcap);

    assertThat(read.ports()).containsExactly("1", "2", "3");
    assertThat(read.report().tallies()).containsOnlyKeys(Reason.CUT_PACKET);
    assertThat(read.tally(Reason.CUT_PACKET).firstDetail())
        .endsWith("bytes of a chunk whose number is far from the others");
    assertThat(read.tally(Reason.CUT_PACKET).count()).as("two copies and the gap").isEqualTo(3);
  }

  @Test
  void aDamagedNumberAtTheEndIsReported() throws IOException {
    byte[] damaged = packet(whole(1 << 20, CapturedFlows.flows(99)));

    CapturedFlows read = CapturedFlows.of(packet(whole(0, CapturedFlows.template())), damaged);

    assertThat(read.tally(Reason.CUT_PACKET).bytes()).isEqualTo(CapturedFlows.flows(99).length);
  }

  @Test
  void aSenderDoesNotGiveUpTooManyChunksAtOnce() throws IOException {
    MessageBytes forward = MessageBytes.empty().u8(192).u8(0).u16(8).u32(FIRST + (1 << 20));

    CapturedFlows read =
        CapturedFlows.of(
            packet(whole(0, CapturedFlows.template())),
            packet(forward),
            packet(whole(1, CapturedFlows.flows(1))));

    assertThat(read.ports()).containsExactly("1");
  }
}
