// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.DecodeReport.Reason;
import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowColumn;
import io.minetrace.flow.FlowReader;
import io.minetrace.flow.MalformedFlowFileException;
import io.minetrace.format.FlowFile;
import io.minetrace.format.export.FlowRows;
import io.minetrace.format.export.MessageBytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PcapReaderTest {

  private static final int[] FLOW = {8, 4, 12, 4, 7, 2, 11, 2, 4, 1, 1, 4, 2, 4, 22, 4, 21, 4};

  private static MessageBytes flow(int sourcePort) {
    return MessageBytes.empty()
        .address("10.0.0.1")
        .address("198.51.100.7")
        .u16(sourcePort)
        .u16(3333)
        .u8(6)
        .u32(1_000)
        .u32(10)
        .u32(5_000)
        .u32(6_000);
  }

  private static byte[] v9(long sequence, MessageBytes... sets) {
    return MessageBytes.netflowV9(10_000, 1_699_999_999L, sequence, 0, sets).toArray();
  }

  private static byte[] templateAndFlow() {
    return v9(
        0,
        MessageBytes.set(0, MessageBytes.template(256, FLOW)),
        MessageBytes.set(256, flow(50_000)));
  }

  private static List<FlowRows.Row> rows(byte[] file) throws IOException {
    try (FlowReader reader = PcapBytes.open(file)) {
      return FlowRows.of(reader);
    }
  }

  private static DecodeReport report(byte[] file) throws IOException {
    try (FlowReader reader = PcapBytes.open(file)) {
      FlowRows.of(reader);
      return reader.report();
    }
  }

  @ParameterizedTest
  @EnumSource(PcapBytes.Kind.class)
  void bothByteOrdersAndPrecisionsAreRead(PcapBytes.Kind kind) throws IOException {
    byte[] file =
        new PcapBytes(kind, PcapBytes.RAW).packet(PcapBytes.ipv4Udp(templateAndFlow())).toArray();

    assertThat(PcapReader.recognises(file)).isTrue();
    assertThat(rows(file))
        .extracting(row -> row.cell(FlowColumn.SOURCE_TRANSPORT_PORT))
        .containsExactly("50000");
  }

  @Test
  void theReportNamesPrecisionAndLinkType() throws IOException {
    byte[] file = new PcapBytes(PcapBytes.Kind.BIG_NANOSECONDS, 1).toArray();

    assertThat(report(file).format()).isEqualTo("pcap, nanoseconds, Ethernet");
  }

  @Test
  void otherFilesAreNotRecognised() {
    assertThat(PcapReader.recognises(new byte[0])).isFalse();
    assertThat(PcapReader.recognises(new byte[] {0x0a, 0x0d, 0x0d, 0x0a})).isFalse();
  }

  @Test
  void anIpPacketIsFoundBehindEveryLinkHeader() throws IOException {
    byte[] ip = PcapBytes.ipv4Udp(templateAndFlow());
    MessageBytes ethernet = MessageBytes.empty().zeros(12).u16(0x0800);
    MessageBytes vlan = MessageBytes.empty().zeros(12).u16(0x8100).u16(7).u16(0x0800);
    MessageBytes qinq =
        MessageBytes.empty().zeros(12).u16(0x88a8).u16(7).u16(0x8100).u16(8).u16(0x0800);
    MessageBytes cooked = MessageBytes.empty().zeros(14).u16(0x0800);
    MessageBytes cooked2 = MessageBytes.empty().u16(0x0800).zeros(18);
    MessageBytes loopback = MessageBytes.empty().hex("02000000");

    assertThat(rowsBehind(1, ethernet, ip)).hasSize(1);
    assertThat(rowsBehind(1, vlan, ip)).hasSize(1);
    assertThat(rowsBehind(1, qinq, ip)).hasSize(1);
    assertThat(rowsBehind(113, cooked, ip)).hasSize(1);
    assertThat(rowsBehind(276, cooked2, ip)).hasSize(1);
    assertThat(rowsBehind(0, loopback, ip)).hasSize(1);
    assertThat(rowsBehind(108, loopback, ip)).hasSize(1);
    assertThat(rowsBehind(12, MessageBytes.empty(), ip)).hasSize(1);
  }

  private static List<FlowRows.Row> rowsBehind(int linkType, MessageBytes header, byte[] ip)
      throws IOException {
    byte[] packet = PcapBytes.concat(header.toArray(), ip);
    return rows(
        new PcapBytes(PcapBytes.Kind.LITTLE_MICROSECONDS, linkType).packet(packet).toArray());
  }

  @Test
  void theBytesThatEthernetPadsWithAreNoPartOfTheDatagram() throws IOException {
    byte[] ip = PcapBytes.concat(PcapBytes.ipv4Udp(templateAndFlow()), new byte[] {1, 2, 3, 4, 5});

    byte[] file = PcapBytes.raw().packet(ip).toArray();

    assertThat(rows(file)).hasSize(1);
    assertThat(report(file).tallies()).isEmpty();
  }

  @Test
  void aDatagramIsFoundBehindIpv6ExtensionHeaders() throws IOException {
    byte[] file = PcapBytes.raw().packet(PcapBytes.ipv6Udp(templateAndFlow())).toArray();

    assertThat(rows(file))
        .extracting(row -> row.cell(FlowColumn.EXPORTER_IP_ADDRESS))
        .containsExactly("2001:db8::1");
  }

  @Test
  void ordinalsCountAllPackets() throws IOException {
    byte[] dns = PcapBytes.ipv4Udp(MessageBytes.empty().u16(0x1234).zeros(30).toArray());
    byte[] file =
        PcapBytes.raw()
            .packet(dns)
            .packet(dns)
            .packet(PcapBytes.ipv4Udp(templateAndFlow()))
            .toArray();

    assertThat(rows(file).get(0).number(FlowColumn.RECORD_ORDINAL)).isEqualTo(2L << 24);
    DecodeReport.Tally tally = report(file).tallies().get(Reason.NOT_FLOW_EXPORT);
    assertThat(tally.count()).isEqualTo(2);
    assertThat(tally.firstOffset()).isEqualTo(40);
    assertThat(report(file).isPartial()).isFalse();
  }

  @Test
  void aPacketThatTheCaptureCutGivesItsWholeRecordsAndIsReported() throws IOException {
    byte[] ip =
        PcapBytes.ipv4Udp(
            v9(
                0,
                MessageBytes.set(0, MessageBytes.template(256, FLOW)),
                MessageBytes.set(256, flow(1), flow(2), flow(3))));
    byte[] file = PcapBytes.raw().packet(ip, ip.length - 30).toArray();

    assertThat(rows(file))
        .extracting(row -> row.cell(FlowColumn.SOURCE_TRANSPORT_PORT))
        .containsExactly("1");
    assertThat(report(file).tallies()).containsOnlyKeys(Reason.CUT_PACKET);
    assertThat(report(file).tallies().get(Reason.CUT_PACKET).bytes()).isEqualTo(30);
  }

  /** Packets with a flow each, of the ports 1, 2, … */
  private static byte[] packetsOfOneFlow(int packets) {
    PcapBytes file = PcapBytes.raw();
    file.packet(
        PcapBytes.ipv4Udp(
            v9(
                0,
                MessageBytes.set(0, MessageBytes.template(256, FLOW)),
                MessageBytes.set(256, flow(1)))));
    for (int i = 2; i <= packets; i++) {
      file.packetAt(
          1_700_000_000L + i, PcapBytes.ipv4Udp(v9(i - 1, MessageBytes.set(256, flow(i)))));
    }
    return file.toArray();
  }

  private static List<String> ports(byte[] file) throws IOException {
    return rows(file).stream().map(row -> row.cell(FlowColumn.SOURCE_TRANSPORT_PORT)).toList();
  }

  /** Where the records of a file begin. */
  private static List<Integer> packetStarts(byte[] file) {
    return packetEnds(file).stream().filter(end -> end < file.length).sorted().toList();
  }

  @Test
  void anyCapturedLengthWithAFlippedBitIsPutRightByTheLengthOnTheWire() throws IOException {
    byte[] file = packetsOfOneFlow(6);
    for (int start : packetStarts(file)) {
      for (int bit = 0; bit < 32; bit++) {
        byte[] damaged = file.clone();
        damaged[start + 8 + bit / 8] ^= (byte) (1 << bit % 8);

        assertThat(rows(damaged)).as("record at %d, bit %d", start, bit).isEqualTo(rows(file));
        assertThat(report(damaged).tallies()).containsOnlyKeys(Reason.CORRUPT);
        DecodeReport.Tally tally = report(damaged).tallies().get(Reason.CORRUPT);
        assertThat(tally.firstOffset()).isEqualTo(start + 8);
        assertThat(tally.bytes()).isEqualTo(4);
        assertThat(tally.firstDetail()).matches("captured length: \\d+ \\(expected: \\d+\\)");
      }
    }
  }

  @Test
  void aPacketWhoseHeaderIsOverwrittenIsFoundByTheNext() throws IOException {
    byte[] file = packetsOfOneFlow(6);
    for (int start : packetStarts(file)) {
      for (int overwritten : new int[] {0xff, 0x7f, 0x80, 0}) {
        byte[] damaged = file.clone();
        Arrays.fill(damaged, start, start + PcapBytes.PACKET_HEADER_BYTES, (byte) overwritten);

        assertThat(ports(damaged))
            .as("record at %d: %s", start, report(damaged).tallies())
            .isEqualTo(ports(file));
        DecodeReport.Tally tally = report(damaged).tallies().get(Reason.CORRUPT);
        assertThat(tally.firstOffset()).isEqualTo(start + 8);
        assertThat(tally.bytes()).isEqualTo(16);
        assertThat(tally.firstDetail())
            .matches(
                overwritten == 0
                    ? "captured length: 0 \\((next header after \\d+|no header follows)\\)"
                    : "captured length: \\d+ \\(expected: 0..262144\\)");
      }
    }
  }

  @Test
  void packetsThatAreOverwrittenWholeAreAllThatIsLost() throws IOException {
    byte[] file = packetsOfOneFlow(8);
    List<Integer> starts = packetStarts(file);
    for (int overwritten : new int[] {0xff, 0x80, 0}) {
      for (int first = 1; first < 8; first++) {
        int end = first == 7 ? file.length : starts.get(first + 1);
        byte[] damaged = file.clone();
        Arrays.fill(damaged, starts.get(first), end, (byte) overwritten);
        List<String> left = new ArrayList<>(ports(file));
        left.remove(first);

        assertThat(ports(damaged)).as("packet %d", first).isEqualTo(left);
        assertThat(report(damaged).isPartial()).isTrue();
      }
    }
  }

  /** What is left of a disk that failed, and of a file system that did not write all. */
  @ParameterizedTest
  @ValueSource(ints = {0, 0xff, 0x55})
  void ofASectorOfOtherBytesOnlyThePacketsInItAreLost(int overwritten) throws IOException {
    byte[] file = packetsOfOneFlow(60);
    List<Integer> starts = packetStarts(file);
    for (int sector = starts.get(1); sector < file.length; sector += 64) {
      int end = Math.min(sector + 512, file.length);
      byte[] damaged = file.clone();
      Arrays.fill(damaged, sector, end, (byte) overwritten);
      List<String> untouched = new ArrayList<>();
      for (int i = 0; i < starts.size(); i++) {
        int packetEnd = i + 1 < starts.size() ? starts.get(i + 1) : file.length;
        if (packetEnd <= sector || starts.get(i) >= end) {
          untouched.add(Integer.toString(i + 1));
        }
      }

      assertThat(ports(damaged)).as("bytes %d..%d", sector, end).containsAll(untouched);
    }
  }

  @Test
  void aFileWhoseEndWasNeverWrittenSaysSo() throws IOException {
    byte[] good = packetsOfOneFlow(3);
    byte[] file = Arrays.copyOf(good, good.length + 1_000_000);

    assertThat(ports(file)).containsExactly("1", "2", "3");
    assertThat(report(file).tallies()).containsOnlyKeys(Reason.CORRUPT);
    assertThat(report(file).tallies().get(Reason.CORRUPT).firstDetail())
        .isEqualTo("captured length: 0 (no header follows)");
  }

  @Test
  void packetsThatAreEmptyAreNoDamage() throws IOException {
    byte[] ip = PcapBytes.ipv4Udp(templateAndFlow());
    PcapBytes known = PcapBytes.raw().packet(ip).packet(ip);
    known.packet(new byte[0]).packet(ip).packet(new byte[0]);
    PcapBytes unknown = PcapBytes.raw().packetAt(0, new byte[0]).packetAt(0, new byte[0]);
    unknown.packetAt(5, ip);

    assertThat(rows(known.toArray())).hasSize(3);
    assertThat(report(known.toArray()).isPartial()).isFalse();
    assertThat(rows(unknown.toArray())).hasSize(1);
    assertThat(report(unknown.toArray()).isPartial()).isFalse();
  }

  @Test
  void capturesYearsApartInOneFileAreReadAcrossDamageInEach() throws IOException {
    byte[] template = PcapBytes.ipv4Udp(templateAndFlow());
    PcapBytes file = PcapBytes.raw();
    for (long seconds : new long[] {5, 1_500_000_000L, 1_700_000_000L}) {
      for (int i = 0; i < 3; i++) {
        file.packetAt(seconds + i, template);
      }
      file.bytes(new byte[PcapBytes.PACKET_HEADER_BYTES]).bytes(template);
      file.packetAt(seconds + 3, template).packetAt(seconds + 4, template);
    }

    assertThat(rows(file.toArray())).hasSize(18);
  }

  @Test
  void aLengthThatOnlyTheEndOfTheFileAgreesWithIsNoHeader() throws IOException {
    PcapBytes candidate = PcapBytes.raw();
    candidate.u32(1_700_000_000L).u32(0).u32(262_144).u32(3_000_000_000L).bytes(new byte[40]);
    byte[] file = candidate.toArray();
    byte[] inside = Arrays.copyOfRange(file, PcapBytes.FILE_HEADER_BYTES, file.length);
    byte[] good = packetsOfOneFlow(4);
    int third = packetStarts(good).get(2);
    byte[] garbage = new byte[PcapBytes.PACKET_HEADER_BYTES];
    Arrays.fill(garbage, (byte) 0xff);
    byte[] damaged = PcapBytes.concat(Arrays.copyOf(good, third), garbage);
    damaged = PcapBytes.concat(damaged, inside);
    damaged = PcapBytes.concat(damaged, Arrays.copyOfRange(good, third, good.length));

    assertThat(ports(damaged)).containsExactly("1", "2", "3", "4");
  }

  @Test
  void behindMoreThanAPacketOfGarbageTheNextPacketIsFoundToo() throws IOException {
    byte[] good = packetsOfOneFlow(3);
    byte[] garbage = new byte[1_000_000];
    Arrays.fill(garbage, (byte) 0xee);
    byte[] more = packetsOfOneFlow(6);
    int cut = packetStarts(more).get(3);
    byte[] file =
        PcapBytes.concat(
            PcapBytes.concat(good, garbage), Arrays.copyOfRange(more, cut, more.length));

    assertThat(ports(file)).containsExactly("1", "2", "3", "4", "5", "6");
    DecodeReport.Tally tally = report(file).tallies().get(Reason.CORRUPT);
    assertThat(tally.firstOffset()).isEqualTo(good.length + 8);
    assertThat(tally.firstDetail()).isEqualTo("captured length: 4008636142 (expected: 0..262144)");
    assertThat(tally.bytes()).isEqualTo(garbage.length);
  }

  @Test
  void withNothingBehindItGarbageEndsTheFile() throws IOException {
    byte[] good = packetsOfOneFlow(3);
    byte[] garbage = new byte[1_000_000];
    new Random(7).nextBytes(garbage);
    Arrays.fill(garbage, 0, 16, (byte) 0xff);
    byte[] file = PcapBytes.concat(good, garbage);

    assertThat(ports(file)).containsExactly("1", "2", "3");
    assertThat(report(file).tallies()).containsOnlyKeys(Reason.CORRUPT);
    assertThat(report(file).tallies().get(Reason.CORRUPT).bytes()).isEqualTo(garbage.length);
  }

  @Test
  void packetsLongerThanOnTheWireAreReadAsTheyAreWhereTheyLeadOn() throws IOException {
    byte[] ip = PcapBytes.ipv4Udp(templateAndFlow());
    PcapBytes file = PcapBytes.raw();
    for (int i = 0; i < 3; i++) {
      file.u32(1_700_000_000L).u32(0).u32(ip.length).u32(ip.length - 4).bytes(ip);
    }
    // A device without a clock of its own, which asked for the time.
    file.u32(5).u32(0).u32(ip.length).u32(ip.length - 4).bytes(ip);
    file.u32(1_700_000_000L).u32(0).u32(ip.length).u32(ip.length - 4).bytes(ip);

    assertThat(rows(file.toArray())).hasSize(5);
    assertThat(report(file.toArray()).tallies()).isEmpty();
  }

  @Test
  void aLinkTypeWithoutIpIsRefused() {
    byte[] file = new PcapBytes(PcapBytes.Kind.LITTLE_MICROSECONDS, 147).toArray();

    assertThatThrownBy(() -> PcapBytes.open(file))
        .isInstanceOf(MalformedFlowFileException.class)
        .hasMessage(
            "test.pcap, offset 20: link type: 147 (expected: Ethernet, BSD loopback, OpenBSD"
                + " loopback, raw IP, Linux cooked, Linux cooked v2, PPP, PPP with direction, PPPoE, Cisco HDLC)");
  }

  @Test
  void aHeaderThatEndsIsRefused() {
    assertThatThrownBy(() -> PcapBytes.open(MessageBytes.empty().hex("a1b2c3d4").toArray()))
        .isInstanceOf(MalformedFlowFileException.class)
        .hasMessage("test.pcap, offset 0: pcap header: 4 bytes (expected: 24)");
  }

  @Test
  void aFileCutAnywhereGivesNothingThatTheWholeDoesNotAndSaysThatItWasCut() throws IOException {
    byte[] file =
        PcapBytes.ofPayloads(
                v9(0, MessageBytes.set(257, flow(7))),
                templateAndFlow(),
                v9(1, MessageBytes.set(256, flow(1), flow(2))),
                MessageBytes.ipfix(
                        1_699_999_999L,
                        0,
                        0,
                        MessageBytes.set(2, MessageBytes.template(256, FLOW)),
                        MessageBytes.set(256, flow(3)))
                    .toArray(),
                v9(2, MessageBytes.set(0, MessageBytes.template(257, FLOW))))
            .toArray();
    Set<FlowRows.Row> whole = new HashSet<>(rows(file));
    assertThat(whole).hasSize(5);
    Set<Integer> packetEnds = packetEnds(file);

    for (int length = PcapBytes.FILE_HEADER_BYTES; length < file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      assertThat(whole).as("cut at %d", length).containsAll(rows(cut));
      assertThat(report(cut).tallies().containsKey(Reason.TRUNCATED))
          .as("truncated at %d", length)
          .isEqualTo(!packetEnds.contains(length));
    }
  }

  private static Set<Integer> packetEnds(byte[] file) {
    Set<Integer> ends = new HashSet<>();
    int position = PcapBytes.FILE_HEADER_BYTES;
    ends.add(position);
    while (position < file.length) {
      int length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(position + 8);
      position += PcapBytes.PACKET_HEADER_BYTES + length;
      ends.add(position);
    }
    return ends;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void flippedBitsNeverEscape(long seed) throws IOException {
    byte[] file =
        PcapBytes.ofPayloads(
                templateAndFlow(),
                v9(1, MessageBytes.set(256, flow(1), flow(2), flow(3))),
                MessageBytes.netflowV5(1, 1, 1_699_999_999L, 0, 0, 0).zeros(48).toArray())
            .toArray();
    Random random = new Random(seed);
    for (int run = 0; run < 3_000; run++) {
      byte[] damaged = file.clone();
      for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        rows(damaged);
      } catch (MalformedFlowFileException e) {
        assertThat(e.offset()).isLessThan(PcapBytes.FILE_HEADER_BYTES);
      }
    }
  }

  /** A file that was laid out and never written to: every sixteen zeros are a header in doubt. */
  @Test
  @Timeout(20)
  void endlessZerosAreLookedThroughOnce() throws IOException {
    byte[] header = Files.readAllBytes(Path.of("../sample-flows/softflowd-v9/flows.pcap"));
    byte[] zeros = Arrays.copyOf(Arrays.copyOf(header, 24), 4 << 20);
    try (FlowReader reader = FlowFile.open("zeros", new ByteArrayInputStream(zeros))) {
      assertThat(reader.next(new FlowBatch())).isFalse();
    }
  }
}
