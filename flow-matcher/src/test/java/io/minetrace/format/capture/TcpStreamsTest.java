// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.DecodeReport.Reason;
import io.minetrace.flow.FlowColumn;
import io.minetrace.flow.FlowNote;
import io.minetrace.format.export.ExportDecoder;
import io.minetrace.format.export.MessageBytes;
import io.minetrace.net.IpAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TcpStreamsTest {

  private static final long FIRST = 0xffff_ff00L;

  private static byte[] syn() {
    return IpPackets.tcp(FIRST - 1, IpPackets.SYN, new byte[0]);
  }

  /** A segment with a part of a stream; numbers pass 2 to the power of 32 on the way. */
  private static byte[] segment(byte[] stream, int from, int to) {
    return IpPackets.tcp(FIRST + from, IpPackets.ACK, Arrays.copyOfRange(stream, from, to));
  }

  private static List<byte[]> segments(byte[] stream, int from, int bytesEach) {
    List<byte[]> segments = new ArrayList<>();
    for (int at = from; at < stream.length; at += bytesEach) {
      segments.add(segment(stream, at, Math.min(at + bytesEach, stream.length)));
    }
    return segments;
  }

  private static byte[] stream() {
    return CapturedFlows.concat(
        CapturedFlows.template(),
        CapturedFlows.flows(1, 2),
        CapturedFlows.flows(CapturedFlows.range(3, 30)),
        CapturedFlows.flows(30));
  }

  private static CapturedFlows read(List<byte[]> packets) throws IOException {
    return CapturedFlows.of(packets.toArray(byte[][]::new));
  }

  private static CapturedFlows readFromSyn(List<byte[]> segments) throws IOException {
    List<byte[]> packets = new ArrayList<>(List.of(syn()));
    packets.addAll(segments);
    return read(packets);
  }

  private static List<String> ports(int from, int to) {
    return Arrays.stream(CapturedFlows.range(from, to)).mapToObj(Integer::toString).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 100, 536, 100_000})
  void messagesAreFoundInSegmentsOfAnySize(int bytesEach) throws IOException {
    CapturedFlows read = readFromSyn(segments(stream(), 0, bytesEach));

    assertThat(read.ports()).isEqualTo(ports(1, 31));
    assertThat(read.report().unitsRead()).isEqualTo(4);
    assertThat(read.report().tallies()).containsOnlyKeys(Reason.NOT_FLOW_EXPORT);
    assertThat(read.tally(Reason.NOT_FLOW_EXPORT).count()).as("the SYN").isEqualTo(1);
    assertThat(read.rows().get(0).cell(FlowColumn.EXPORTER_IP_ADDRESS)).isEqualTo("192.0.2.1");
  }

  @Test
  void aFlowIsOfThePacketThatCompletedItsMessage() throws IOException {
    byte[] stream = CapturedFlows.concat(CapturedFlows.template(), CapturedFlows.flows(1));
    int half = stream.length - 5;

    CapturedFlows read =
        readFromSyn(List.of(segment(stream, 0, half), segment(stream, half, stream.length)));

    assertThat(read.packets()).containsExactly(2L);
  }

  @Test
  void messagesOfOnePacketShareItsOrdinals() throws IOException {
    CapturedFlows read = readFromSyn(segments(stream(), 0, 100_000));

    assertThat(read.rows())
        .extracting(row -> row.number(FlowColumn.RECORD_ORDINAL))
        .startsWith(1L << 24, (1L << 24) + 1, (1L << 24) + 2)
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void segmentsOutOfOrderAndSentAgainChangeNothing(long seed) throws IOException {
    byte[] stream = stream();
    List<byte[]> segments = segments(stream, 0, 50);
    segments.addAll(segments(stream, 0, 70));
    Collections.shuffle(segments, new Random(seed));

    CapturedFlows read = readFromSyn(segments);

    assertThat(read.ports()).isEqualTo(ports(1, 31));
    assertThat(read.report().tallies()).containsOnlyKeys(Reason.NOT_FLOW_EXPORT);
  }

  @Test
  void aGapIsReportedAndTheMessageThatReachesOverItTellsWhereTheNextBegins() throws IOException {
    byte[] stream = stream();
    int third = CapturedFlows.template().length + CapturedFlows.flows(1, 2).length;
    int hole = third + 100;
    List<byte[]> segments = new ArrayList<>(segments(Arrays.copyOf(stream, hole), 0, 60));
    segments.addAll(segments(stream, hole + 40, 60));

    CapturedFlows read = readFromSyn(segments);

    // Of the message with the hole there are 100 bytes: 20 of headers, 5 records of 14 bytes.
    assertThat(read.ports()).containsExactly("1", "2", "3", "4", "5", "6", "7", "30");
    assertThat(read.tally(Reason.CUT_PACKET).count()).isEqualTo(1);
    assertThat(read.tally(Reason.CUT_PACKET).bytes()).isEqualTo(40);
    assertThat(read.tally(Reason.CUT_PACKET).firstDetail())
        .isEqualTo("stream from 192.0.2.1 port 40000: 40 bytes missing");
  }

  @Test
  void aGapOfWholeMessagesIsSearchedBehind() throws IOException {
    byte[] stream = stream();
    int second = CapturedFlows.template().length;
    int last = stream.length - CapturedFlows.flows(30).length;
    List<byte[]> segments = new ArrayList<>(segments(Arrays.copyOf(stream, second), 0, 60));
    segments.addAll(segments(stream, last - 30, 60));

    CapturedFlows read = readFromSyn(segments);

    assertThat(read.ports()).containsExactly("30");
    assertThat(read.tally(Reason.CUT_PACKET).count()).as("gap and rest").isEqualTo(2);
    assertThat(read.tally(Reason.CUT_PACKET).bytes()).isEqualTo(last - second);
  }

  @Test
  void aConnectionWhoseBeginningIsMissingIsReadFromTheFirstWholeMessage() throws IOException {
    byte[] stream = CapturedFlows.concat(CapturedFlows.flows(9, 9, 9), stream());

    CapturedFlows read = read(segments(stream, 20, 50));

    assertThat(read.ports()).isEqualTo(ports(1, 31));
    assertThat(read.report().tallies()).containsOnlyKeys(Reason.CUT_PACKET);
    assertThat(read.tally(Reason.CUT_PACKET).firstDetail())
        .isEqualTo(
            "stream from 192.0.2.1 port 40000: %d bytes of a message that begins before"
                .formatted(CapturedFlows.flows(9, 9, 9).length - 20));
  }

  @Test
  void otherConnectionsArePassedOver() throws IOException {
    byte[] web = "GET / HTTP/1.1\r\nHost: pool.example\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    assertThat(readFromSyn(segments(web, 0, 10)).tally(Reason.NOT_FLOW_EXPORT).count())
        .isEqualTo(1 + 4);
    assertThat(read(segments(web, 0, 10)).tally(Reason.NOT_FLOW_EXPORT).count()).isEqualTo(4);
    byte[] random = new byte[400_000];
    new Random(3).nextBytes(random);
    CapturedFlows read = read(segments(random, 0, 1_000));
    assertThat(read.tally(Reason.NOT_FLOW_EXPORT).count()).isEqualTo(400);
    assertThat(read.report().tallies()).containsOnlyKeys(Reason.NOT_FLOW_EXPORT);
  }

  @Test
  void templatesHoldInTheirConnectionAlone() throws IOException {
    MessageBytes swapped = MessageBytes.template(256, 12, 4, 8, 4, 11, 2, 1, 4);
    byte[] otherLayout =
        MessageBytes.ipfix(1_700_000_000L, 0, 0, MessageBytes.set(2, swapped)).toArray();
    byte[] first = CapturedFlows.template();

    CapturedFlows read =
        CapturedFlows.of(
            IpPackets.tcp(1_001, 499, IpPackets.SYN, new byte[0]),
            IpPackets.tcp(1_002, 499, IpPackets.SYN, new byte[0]),
            IpPackets.tcp(1_001, 500, IpPackets.ACK, first),
            IpPackets.tcp(1_002, 500, IpPackets.ACK, otherLayout),
            IpPackets.tcp(1_001, 500 + first.length, IpPackets.ACK, CapturedFlows.flows(1)),
            IpPackets.tcp(1_002, 500 + otherLayout.length, IpPackets.ACK, CapturedFlows.flows(2)));

    assertThat(read.rows())
        .extracting(
            row -> row.cell(FlowColumn.SOURCE_TRANSPORT_PORT),
            row -> row.cell(FlowColumn.DESTINATION_TRANSPORT_PORT))
        .containsExactly(tuple("1", "absent"), tuple("absent", "2"));
  }

  @Test
  void aWithdrawnTemplateNoLongerDecodes() throws IOException {
    byte[] stream =
        CapturedFlows.concat(
            CapturedFlows.template(),
            CapturedFlows.flows(1),
            CapturedFlows.withdrawal(),
            CapturedFlows.flows(2));

    CapturedFlows read = readFromSyn(segments(stream, 0, 100));

    assertThat(read.ports()).containsExactly("1");
    assertThat(read.report().tallies()).containsKey(Reason.NO_TEMPLATE);
  }

  @Test
  void aNewConnectionFromTheSamePortBeginsAnew() throws IOException {
    byte[] first = CapturedFlows.concat(CapturedFlows.template(), CapturedFlows.flows(1));

    CapturedFlows read =
        CapturedFlows.of(
            IpPackets.tcp(499, IpPackets.SYN, new byte[0]),
            IpPackets.tcp(500, IpPackets.ACK, first),
            IpPackets.tcp(9_999, IpPackets.SYN, new byte[0]),
            IpPackets.tcp(10_000, IpPackets.ACK, CapturedFlows.flows(2)),
            IpPackets.tcp(10_000 + CapturedFlows.flows(2).length, IpPackets.ACK, first));

    // The template of the second connection came behind its first flow.
    assertThat(read.ports()).containsExactly("1", "2", "1");
    assertThat(read.rows())
        .extracting(row -> FlowNote.LATE_TEMPLATE.isIn((int) row.number(FlowColumn.FLOW_NOTES)))
        .containsExactly(false, true, false);
  }

  @Test
  void aMessageThatTheCaptureEndsInGivesItsWholeRecords() throws IOException {
    byte[] stream = stream();

    CapturedFlows read = readFromSyn(segments(Arrays.copyOf(stream, 150), 0, 60));

    assertThat(read.ports()).isEqualTo(ports(1, 6));
    assertThat(read.tally(Reason.CUT_PACKET).firstDetail())
        .isEqualTo("stream from 192.0.2.1 port 40000: ends within a message");
  }

  @Test
  void segmentsThatTheCaptureCutCostWhatIsCut() throws IOException {
    PcapBytes pcap = PcapBytes.raw().packet(syn());
    long number = FIRST;
    for (byte[] message :
        List.of(
            CapturedFlows.template(),
            CapturedFlows.flows(CapturedFlows.range(1, 11)),
            CapturedFlows.flows(CapturedFlows.range(11, 21)))) {
      byte[] packet = IpPackets.tcp(number, IpPackets.ACK, message);
      pcap.packet(packet, Math.min(packet.length, 44 + 20 + 3 * 14));
      number += message.length;
    }

    CapturedFlows read = CapturedFlows.of(pcap);

    assertThat(read.ports()).containsExactly("1", "2", "3", "11", "12", "13");
    assertThat(read.tally(Reason.CUT_PACKET).bytes()).isEqualTo(2 * 7 * 14);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void flippedBitsNeverEscapeNorCostMuch(long seed) throws IOException {
    byte[] stream = stream();
    Random random = new Random(seed);
    for (int run = 0; run < 1_000; run++) {
      byte[] damaged = stream.clone();
      for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      CapturedFlows read = readFromSyn(segments(damaged, 0, 1 + random.nextInt(200)));
      assertThat(read.rows()).hasSize((int) read.report().records());
    }
  }

  @Test
  void aStreamCutAnywhereGivesNothingThatTheWholeDoesNot() throws IOException {
    byte[] stream = stream();
    Set<String> whole = new HashSet<>(ports(1, 31));

    for (int length = 1; length < stream.length; length++) {
      CapturedFlows cut = readFromSyn(segments(Arrays.copyOf(stream, length), 0, 97));
      assertThat(whole).as("cut at %d", length).containsAll(cut.ports());
      CapturedFlows rest = read(segments(stream, length, 97));
      assertThat(whole).as("from %d", length).containsAll(rest.ports());
    }
  }

  @Test
  void whatWaitsForAGapIsBounded() throws IOException {
    byte[] message = CapturedFlows.flows(CapturedFlows.range(1, 80));
    List<byte[]> packets = new ArrayList<>(List.of(syn()));
    packets.add(IpPackets.tcp(FIRST, IpPackets.ACK, CapturedFlows.template()));
    long number = FIRST + CapturedFlows.template().length + 1;
    for (int i = 0; i < 2_000; i++) {
      packets.add(IpPackets.tcp(number, IpPackets.ACK, message));
      number += message.length;
    }

    CapturedFlows read = read(packets);

    assertThat(read.rows()).hasSize(2_000 * 79);
    assertThat(read.tally(Reason.CUT_PACKET).bytes()).isEqualTo(1);
    // Given up long before the end: the first flow is not of the last packet.
    assertThat(read.packets().get(0)).isLessThan(1_200);
  }

  @Test
  void aDamagedNumberFarAheadDoesNotEndAStreamThatGoesOn() throws IOException {
    byte[] message = CapturedFlows.flows(1);
    long number = FIRST + CapturedFlows.template().length;
    PcapBytes pcap = PcapBytes.raw().packet(syn());
    pcap.packet(IpPackets.tcp(FIRST, IpPackets.ACK, CapturedFlows.template()));
    pcap.packet(IpPackets.tcp(number + (1 << 24), IpPackets.ACK, CapturedFlows.flows(99)));
    for (int i = 0; i < 20; i++) {
      pcap.packetAt(1_700_000_000L + 10L * i, IpPackets.tcp(number, IpPackets.ACK, message));
      number += message.length;
    }

    CapturedFlows read = CapturedFlows.of(pcap);

    assertThat(read.ports()).hasSize(21).startsWith("1").endsWith("99");
    assertThat(read.report().tallies()).containsKey(Reason.CUT_PACKET);
  }

  @Test
  void aDamagedNumberFarAheadIsNotNextBehindAGapThatIsOld() throws IOException {
    byte[] message = CapturedFlows.flows(1);
    long number = FIRST + CapturedFlows.template().length;
    PcapBytes pcap = PcapBytes.raw().packet(syn());
    pcap.packet(IpPackets.tcp(FIRST, IpPackets.ACK, CapturedFlows.template()));
    pcap.packet(IpPackets.tcp(number + (1 << 24), IpPackets.ACK, CapturedFlows.flows(99)));
    for (int i = 0; i < 20; i++) {
      if (i != 2) {
        pcap.packetAt(1_700_000_000L + 10L * i, IpPackets.tcp(number, IpPackets.ACK, message));
      }
      number += message.length;
    }

    assertThat(CapturedFlows.of(pcap).ports()).hasSize(20).startsWith("1").endsWith("99");
  }

  @Test
  void theMemoryOfAStreamCountsEachSegment() {
    DecodeReport report = new DecodeReport("test.pcap", "pcap");
    IpAddress address = IpAddress.parse("192.0.2.1");
    Endpoints endpoints = new Endpoints(address, 40_000, address, 4_739);
    IpfixStream stream =
        IpfixStream.fromItsBeginning(
            new ExportConnection(endpoints, 0, new ExportDecoder(report), report));
    byte[] message = CapturedFlows.flows(CapturedFlows.range(1, 80));
    for (int i = 0; i < 1_000; i++) {
      PacketPlace place = new PacketPlace(i, FlowColumn.ABSENT_LONG, i);
      stream.append(place, place, message, i, 1);
    }

    assertThat(stream.content()).isEqualTo(IpfixStream.Content.UNDECIDED);
    assertThat(stream.footprint()).isBetween(1_000 * 64, 1_000 * 64 + 4_096);
  }
}
