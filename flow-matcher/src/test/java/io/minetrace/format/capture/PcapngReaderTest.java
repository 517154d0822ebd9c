// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.DecodeReport.Reason;
import io.minetrace.flow.FlowColumn;
import io.minetrace.flow.FlowReader;
import io.minetrace.flow.MalformedFlowFileException;
import io.minetrace.format.FlowFormat;
import io.minetrace.format.export.FlowRows;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PcapngReaderTest {

  private static final int ETHERNET = 1;
  private static final int USB = 220;

  private record Reading(List<FlowRows.Row> rows, DecodeReport report) {

    List<String> ports() {
      return rows.stream().map(row -> row.cell(FlowColumn.SOURCE_TRANSPORT_PORT)).toList();
    }

    List<Long> packets() {
      return rows.stream().map(row -> row.number(FlowColumn.RECORD_ORDINAL) >> 24).toList();
    }

    DecodeReport.Tally corrupt() {
      return report.tallies().get(Reason.CORRUPT);
    }
  }

  private static Reading read(PcapngBytes file) throws IOException {
    return read(file.toArray());
  }

  private static Reading read(byte[] file) throws IOException {
    try (FlowReader reader = PcapngBytes.open(file)) {
      return new Reading(FlowRows.of(reader), reader.report());
    }
  }

  private static byte[] onEthernet(byte[] ip) {
    return PcapBytes.concat(HexFormat.of().parseHex("0200000000010200000000020800"), ip);
  }

  @ParameterizedTest
  @ValueSource(strings = {"BIG_ENDIAN", "LITTLE_ENDIAN"})
  void bothByteOrdersAreRead(String name) throws IOException {
    ByteOrder order = name.equals("BIG_ENDIAN") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    PcapngBytes file =
        PcapngBytes.of(order)
            .linkType(PcapBytes.RAW)
            .packet(0, PcapngBytes.flowPacket(1))
            .packet(0, PcapngBytes.flowPacket(2));

    assertThat(FlowFormat.of(file.toArray())).contains(FlowFormat.PCAPNG);
    Reading reading = read(file);
    assertThat(reading.ports()).containsExactly("1", "2");
    assertThat(reading.packets()).containsExactly(0L, 1L);
    assertThat(reading.report().format()).isEqualTo("pcapng, raw IP");
    assertThat(reading.report().tallies()).isEmpty();
  }

  @Test
  void eachSectionHasItsOwnByteOrderAndInterfaces() throws IOException {
    Reading reading =
        read(
            PcapngBytes.raw()
                .packet(0, PcapngBytes.flowPacket(1))
                .section(ByteOrder.BIG_ENDIAN)
                .linkType(ETHERNET)
                .packet(0, onEthernet(PcapngBytes.flowPacket(2)))
                .section(ByteOrder.LITTLE_ENDIAN)
                .linkType(PcapBytes.RAW)
                .packet(0, PcapngBytes.flowPacket(3)));

    assertThat(reading.ports()).containsExactly("1", "2", "3");
    assertThat(reading.packets()).containsExactly(0L, 1L, 2L);
    assertThat(reading.report().format()).isEqualTo("pcapng, Ethernet + raw IP");
    assertThat(reading.report().facts()).containsEntry("sections", "3");
  }

  @Test
  void eachInterfaceHasItsOwnLinkType() throws IOException {
    Reading reading =
        read(
            PcapngBytes.raw()
                .linkType(ETHERNET)
                .linkType(USB)
                .packet(1, onEthernet(PcapngBytes.flowPacket(1)))
                .packet(2, new byte[64])
                .packet(0, PcapngBytes.flowPacket(2)));

    assertThat(reading.ports()).containsExactly("1", "2");
    assertThat(reading.packets()).containsExactly(0L, 2L);
    assertThat(reading.report().format()).isEqualTo("pcapng, Ethernet + link type 220 + raw IP");
    assertThat(reading.report().tallies()).containsOnlyKeys(Reason.NOT_SUPPORTED);
    assertThat(reading.report().tallies().get(Reason.NOT_SUPPORTED).firstDetail())
        .startsWith("packet: of a link type without IP packets that are found");
  }

  @ParameterizedTest
  @CsvSource({
    "6, 1700000000123456, 0, 1700000000123",
    "9, 1700000000123456789, 0, 1700000000123",
    "3, 1700000000123, 0, 1700000000123",
    "0, 1700000000, 0, 1700000000000",
    "2, 170000000012, 0, 1700000000120",
    // 2 to the power of -10: 1,740,800,000,000 + 512 units are half a second more.
    "138, 1740800000512, 0, 1700000000500",
    "128, 1700000000, 0, 1700000000000",
    "6, 123456, 1700000000, 1700000000123",
    "6, 1700003600000000, -3600, 1700000000000"
  })
  void timesAreOfTheResolutionAndOffsetOfTheirInterface(
      int resolution, long units, long offset, long millis) throws IOException {
    PcapngBytes file = PcapngBytes.of(ByteOrder.LITTLE_ENDIAN);
    // An export time of before there was NetFlow is replaced by that of the capture.
    Reading reading =
        read(
            file.linkType(PcapBytes.RAW, file.times(resolution, offset))
                .packet(0, units, PcapngBytes.flowPacket(1, 3_600)));

    assertThat(reading.rows().get(0).number(FlowColumn.FLOW_START)).isEqualTo(millis);
  }

  @ParameterizedTest
  @CsvSource({
    "191, 9223372036854775807, 1000",
    "255, -1, 0",
    "0, 5, 5000",
    "127, -1, 0",
    "22, -1, 1"
  })
  void noResolutionIsTooFine(int resolution, long units, long millis) {
    assertThat(new InterfaceDescription(1, 0, resolution, 0).millis(units))
        .isBetween(millis - 1, millis);
  }

  @Test
  void simpleAndObsoletePacketsAreRead() throws IOException {
    Reading reading =
        read(
            PcapngBytes.raw()
                .simplePacket(PcapngBytes.flowPacket(1, 3_600))
                .obsoletePacket(0, PcapngBytes.flowPacket(2, 3_600)));

    assertThat(reading.ports()).containsExactly("1", "2");
    // Without a capture time there is none better than that of the header.
    assertThat(reading.rows())
        .extracting(row -> row.number(FlowColumn.FLOW_START))
        .containsExactly(3_600_000L, PcapngBytes.SECONDS * 1000);
    assertThat(reading.report().facts().get("captured"))
        .isEqualTo(
            "2 packets, 2023-11-14T22:13:20.000Z … 2023-11-14T22:13:20.000Z, 1 without time");
  }

  @Test
  void otherBlocksArePassedOver() throws IOException {
    PcapngBytes file = PcapngBytes.raw();
    Reading reading =
        read(
            file.block(4, file.numbers().putInt(0))
                .block(5, file.numbers().putLong(7))
                .block(10, file.numbers().putLong(7))
                .block(0x4000_0bad, file.numbers().putLong(7))
                .block(0x7777_7777, file.numbers())
                .packet(0, PcapngBytes.flowPacket(1)));

    assertThat(reading.ports()).containsExactly("1");
    assertThat(reading.report().tallies()).isEmpty();
  }

  @Test
  void aBlockLengthThatLiesCostsItsBlockOnly() throws IOException {
    PcapngBytes before = PcapngBytes.raw().packet(0, PcapngBytes.flowPacket(1));
    byte[] file =
        PcapngBytes.raw()
            .packet(0, PcapngBytes.flowPacket(1))
            .packet(0, PcapngBytes.flowPacket(2))
            .packet(0, PcapngBytes.flowPacket(3))
            .toArray();
    for (int lie : new int[] {0, 11, 13, 16, 64, 0x0100_0000, 0x7fff_fffc, -1}) {
      byte[] lying = file.clone();
      ByteBuffer.wrap(lying).order(ByteOrder.LITTLE_ENDIAN).putInt(before.length() + 4, lie);

      Reading reading = read(lying);

      assertThat(reading.ports()).as("length %d", lie).containsExactly("1", "3");
      assertThat(reading.corrupt().count()).isEqualTo(1);
      assertThat(reading.corrupt().firstOffset()).isEqualTo(before.length());
      assertThat(reading.corrupt().firstDetail()).startsWith("block");
    }
  }

  @Test
  void aLengthAtTheEndThatLiesCostsNothing() throws IOException {
    PcapngBytes before = PcapngBytes.raw().packet(0, PcapngBytes.flowPacket(1));
    byte[] file =
        PcapngBytes.raw()
            .packet(0, PcapngBytes.flowPacket(1))
            .packet(0, PcapngBytes.flowPacket(2))
            .toArray();
    file[before.length() - 2] = 1;

    Reading reading = read(file);

    assertThat(reading.ports()).containsExactly("1", "2");
    assertThat(reading.corrupt().firstOffset()).isEqualTo(before.length() - 4);
    assertThat(reading.corrupt().firstDetail())
        .matches("block length at its end: \\d+ \\(expected: \\d+, as at its beginning\\)");
  }

  @Test
  void aCapturedLengthThatLiesIsReportedAndTheIpHeaderBelieved() throws IOException {
    byte[] file = PcapngBytes.raw().packet(0, PcapngBytes.flowPacket(1)).toArray();
    int capturedLength = PcapngBytes.SECTION_BYTES + PcapngBytes.INTERFACE_BYTES + 20;
    file[capturedLength + 3] = 0x70;

    Reading reading = read(file);

    assertThat(reading.ports()).containsExactly("1");
    assertThat(reading.corrupt().firstOffset()).isEqualTo(capturedLength);
  }

  @Test
  void aPacketOfAnInterfaceThatIsNotDescribedIsReported() throws IOException {
    Reading reading =
        read(
            PcapngBytes.raw()
                .packet(3, PcapngBytes.flowPacket(1))
                .packet(0, PcapngBytes.flowPacket(2)));

    assertThat(reading.ports()).containsExactly("2");
    assertThat(reading.corrupt().firstDetail())
        .isEqualTo("interface of a packet: 3 (expected: 0..0)");
  }

  @Test
  void optionsWhoseLengthsLieAreIgnored() throws IOException {
    PcapngBytes file = PcapngBytes.of(ByteOrder.LITTLE_ENDIAN);
    Reading reading =
        read(
            file.linkType(
                    PcapBytes.RAW, file.numbers().putShort((short) 9).putShort((short) 0x7fff))
                .packet(0, PcapngBytes.flowPacket(1)));

    assertThat(reading.ports()).containsExactly("1");
  }

  @Test
  void aFileThatIsNoneIsRefused() {
    assertThatThrownBy(() -> PcapngBytes.open(new byte[40]))
        .isInstanceOf(MalformedFlowFileException.class)
        .hasMessage("test.pcapng, offset 0: block type: 0x00000000 (expected: 0x0a0d0d0a)");
    byte[] newer = PcapngBytes.raw().toArray();
    newer[12] = 2;
    assertThatThrownBy(() -> PcapngBytes.open(newer))
        .isInstanceOf(MalformedFlowFileException.class)
        .hasMessage("test.pcapng, offset 12: version: 2 (expected: 1)");
    assertThatThrownBy(() -> PcapngBytes.open(Arrays.copyOf(newer, 27)))
        .isInstanceOf(MalformedFlowFileException.class)
        .hasMessage("test.pcapng, offset 0: section header: 27 bytes (expected: 28)");
  }

  private static byte[] severalBlocks() {
    return PcapngBytes.raw()
        .packet(0, PcapngBytes.flowPacket(1))
        .simplePacket(PcapngBytes.flowPacket(2))
        .section(ByteOrder.BIG_ENDIAN)
        .linkType(ETHERNET)
        .obsoletePacket(0, onEthernet(PcapngBytes.flowPacket(3)))
        .packet(0, onEthernet(PcapngBytes.flowPacket(4)))
        .toArray();
  }

  @Test
  void aFileCutAnywhereGivesNothingThatTheWholeDoesNotAndSaysThatItWasCut() throws IOException {
    byte[] file = severalBlocks();
    Set<FlowRows.Row> whole = new HashSet<>(read(file).rows());
    assertThat(whole).hasSize(4);
    int untold = 0;

    for (int length = PcapngBytes.SECTION_BYTES; length < file.length; length++) {
      Reading cut = read(Arrays.copyOf(file, length));
      assertThat(whole).as("cut at %d", length).containsAll(cut.rows());
      untold += cut.report().tallies().containsKey(Reason.TRUNCATED) ? 0 : 1;
    }
    assertThat(untold).as("cuts between two blocks").isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(ints = {0x01, 0x80, 0xff})
  void anyByteFlippedCostsOnePacketOrItsSection(int flip) throws IOException {
    byte[] file = severalBlocks();
    for (int at = 0; at < file.length; at++) {
      byte[] flipped = file.clone();
      flipped[at] ^= (byte) flip;
      try {
        Reading reading = read(flipped);
        assertThat(reading.rows()).as("flipped at %d", at).hasSizeGreaterThanOrEqualTo(2);
      } catch (MalformedFlowFileException e) {
        assertThat(e.offset()).isLessThan(PcapngBytes.SECTION_BYTES);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void flippedBitsNeverEscape(long seed) throws IOException {
    byte[] file = severalBlocks();
    Random random = new Random(seed);
    for (int run = 0; run < 3_000; run++) {
      byte[] damaged = file.clone();
      for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        Reading reading = read(damaged);
        assertThat(reading.rows()).hasSize((int) reading.report().records());
      } catch (MalformedFlowFileException e) {
        assertThat(e.offset()).isLessThan(PcapngBytes.SECTION_BYTES);
      }
    }
  }
}
