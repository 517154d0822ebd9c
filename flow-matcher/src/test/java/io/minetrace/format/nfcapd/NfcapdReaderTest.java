// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.nfcapd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minetrace.flow.DecodeReport.Reason;
import io.minetrace.flow.DecodeReport.Tally;
import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowReader;
import io.minetrace.format.FlowFile;
import io.minetrace.format.ReadFlows;
import io.minetrace.format.SampleFlows;
import io.minetrace.format.options.ReadAhead;
import io.minetrace.format.options.ReadOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Layout 2 byte by byte; what real files hold is in {@link SampleNfcapdTest}. */
class NfcapdReaderTest {

  private static final int FLOW_BYTES = 12 + 52 + 12;

  private static byte[] header(int compression, int blocks) {
    ByteBuffer header = ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN);
    header.putShort(0, (short) 0xA50C).putShort(2, (short) 2).put(16, (byte) compression);
    return header.putInt(36, blocks).array();
  }

  private static byte[] block(int type, byte[]... records) {
    byte[] data = join(records);
    ByteBuffer header = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(records.length).putInt(data.length).putShort((short) type);
    return join(header.array(), data);
  }

  /** A V3 flow record with genericFlow and IPv4 addresses. */
  private static byte[] flow(int sourcePort) {
    ByteBuffer record = ByteBuffer.allocate(FLOW_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    record.putShort((short) 11).putShort((short) FLOW_BYTES).putShort((short) 2);
    record.position(12);
    record.putShort((short) 1).putShort((short) 52);
    record.putLong(1_777_700_000_000L).putLong(1_777_700_060_000L).putLong(0);
    record.putLong(7).putLong(700).putShort((short) sourcePort).putShort((short) 3333);
    record.put((byte) 6).put((byte) 0x1b).put((byte) 0).put((byte) 0);
    record.putShort((short) 2).putShort((short) 12).putInt(0x0A000001).putInt(0xC0000214);
    return record.array();
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }

  @Test
  void readsAFlow() throws IOException {
    ReadFlows read = ReadFlows.of(join(header(0, 1), block(3, flow(40000))));
    assertThat(read.flows()).hasSize(1);
    assertThat(read.flows().get(0))
        .contains("source_ip_address=10.0.0.1 ", "destination_ip_address=192.0.2.20 ")
        .contains("flow_start=1777700000000 ", "tcp_control_bits=27 ", "octet_delta_count=700 ")
        .contains("record_ordinal=0 ");
    assertThat(read.report().orElseThrow().isPartial()).isFalse();
  }

  @Test
  void anUnclosedFileIsReadToItsEnd() throws IOException {
    ReadFlows read =
        ReadFlows.of(join(header(0, 0), block(3, flow(1), flow(2)), block(3, flow(3))));
    assertThat(read.flows()).hasSize(3);
    assertThat(read.flows().get(2)).contains("record_ordinal=" + (1 << 24) + " ");
    assertThat(read.report().orElseThrow().isPartial()).isFalse();
  }

  @Test
  void aFileThatEndsBeforeItsLastBlockIsTruncatedEvenBetweenBlocks() throws IOException {
    ReadFlows read = ReadFlows.of(join(header(0, 2), block(3, flow(1))));
    assertThat(read.flows()).hasSize(1);
    assertThat(read.report().orElseThrow().tallies().get(Reason.TRUNCATED).firstDetail())
        .isEqualTo("file ends after 1 blocks (expected: 2)");
  }

  @Test
  void ofABlockThatIsCutOnlyWhatIsNotDecodedIsLost() throws IOException {
    byte[] whole = join(header(0, 1), block(3, flow(1), flow(2), flow(3)));
    for (int tail : new int[] {0, 3, 50}) {
      int cut = 40 + 12 + 2 * FLOW_BYTES + tail;
      ReadFlows read = ReadFlows.of(Arrays.copyOf(whole, cut));
      assertThat(read.flows()).hasSize(2);
      assertThat(read.report().orElseThrow().tallies().get(Reason.TRUNCATED))
          .as("cut at " + cut)
          .isEqualTo(
              new Tally(
                  1,
                  tail,
                  40,
                  "block: " + (cut - 52) + " bytes left (expected: " + 3 * FLOW_BYTES + ")"));
    }
  }

  @Test
  void anLz4BlockThatDoesNotDecompressCostsThatBlock() throws IOException {
    byte[] bad = block(3, new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff});
    byte[] plain = block(3, flow(5));
    // Flag 1: this block is not compressed, whatever the file header says.
    plain[10] = 1;
    ReadFlows read = ReadFlows.of(join(header(3, 2), bad, plain));
    assertThat(read.flows()).hasSize(1);
    assertThat(read.report().orElseThrow().tallies().get(Reason.CORRUPT).firstOffset())
        .isEqualTo(40);
    assertThat(read.report().orElseThrow().unitsSkipped()).isEqualTo(1);
  }

  @Test
  void aBlockSizeBeyondTheLimitEndsTheFileWithItsOffset() throws IOException {
    byte[] bad = block(3, flow(1));
    ByteBuffer.wrap(bad).order(ByteOrder.LITTLE_ENDIAN).putInt(4, 70_000_000);
    ReadFlows read = ReadFlows.of(join(header(0, 2), block(3, flow(1)), bad));
    assertThat(read.flows()).hasSize(1);
    assertThat(read.report().orElseThrow().tallies().get(Reason.CORRUPT))
        .satisfies(
            tally -> {
              assertThat(tally.firstOffset()).isEqualTo(40 + 12 + FLOW_BYTES);
              assertThat(tally.firstDetail())
                  .isEqualTo(
                      "block size: 70000000 (expected: 1..5242880); the rest of the file is not read");
            });
  }

  @Test
  void aRecordSizePastItsBlockKeepsWhatCameBefore() throws IOException {
    byte[] bad = flow(2);
    bad[2] = (byte) 0xff;
    ReadFlows read = ReadFlows.of(join(header(0, 2), block(3, flow(1), bad), block(3, flow(3))));
    assertThat(read.flows()).hasSize(2);
    assertThat(read.report().orElseThrow().tallies().get(Reason.CORRUPT).firstDetail())
        .isEqualTo("record size: 255 (expected: 4..76)");
  }

  @Test
  void anElementPastItsRecordCostsThatRecord() throws IOException {
    byte[] bad = flow(2);
    bad[12 + 52 + 2] = 13;
    ReadFlows read = ReadFlows.of(join(header(0, 1), block(3, flow(1), bad, flow(3))));
    assertThat(read.flows()).hasSize(2);
    assertThat(read.report().orElseThrow().tallies().get(Reason.BAD_RECORD).firstDetail())
        .isEqualTo("element 2 length: 13 (expected: 4..12)");
  }

  @Test
  void aRecordOfAnUnknownTypeIsCounted() throws IOException {
    byte[] bad = flow(2);
    bad[0] = 75;
    ReadFlows read = ReadFlows.of(join(header(0, 1), block(3, flow(1), bad, flow(3))));
    assertThat(read.flows()).hasSize(2);
    assertThat(read.report().orElseThrow().tallies().get(Reason.NOT_SUPPORTED))
        .satisfies(
            tally -> {
              assertThat(tally.firstOffset()).isEqualTo(52 + FLOW_BYTES);
              assertThat(tally.firstDetail())
                  .isEqualTo("record type: 75 (expected: one of layout 2)");
            });
  }

  @Test
  void aRecordThatSwallowsTheNextIsNoticed() throws IOException {
    byte[] bad = flow(1);
    bad[2] = (byte) (2 * FLOW_BYTES);
    ReadFlows read = ReadFlows.of(join(header(0, 1), block(3, bad, flow(2), flow(3))));
    assertThat(read.flows()).hasSize(2);
    assertThat(read.report().orElseThrow().tallies().get(Reason.CORRUPT).firstDetail())
        .isEqualTo("records in block: 1 fewer than it announces");
  }

  @Test
  void aTimeThatIsNotToldIsNot1970() throws IOException {
    byte[] noEnd = flow(1);
    ByteBuffer.wrap(noEnd).order(ByteOrder.LITTLE_ENDIAN).putLong(16 + 8, 0);
    byte[] noStart = flow(2);
    ByteBuffer.wrap(noStart).order(ByteOrder.LITTLE_ENDIAN).putLong(16, 0);
    ReadFlows read = ReadFlows.of(join(header(0, 1), block(3, noEnd, noStart)));
    assertThat(read.flows().get(0))
        .contains("flow_start=1777700000000 ", "flow_end=1777700000000 ");
    assertThat(read.flows().get(1))
        .contains("flow_start=1777700060000 ", "flow_end=1777700060000 ");
  }

  @Test
  void ofATranslationOnlyWhatIsToldIsTaken() throws IOException {
    ByteBuffer record =
        ByteBuffer.allocate(FLOW_BYTES + 12 + 8).order(ByteOrder.LITTLE_ENDIAN).put(flow(1));
    record.putShort(2, (short) record.capacity());
    record.putShort((short) 20).putShort((short) 12).putInt(0xCB007105).putInt(0);
    record.putShort((short) 22).putShort((short) 8).putShort((short) 5000).putShort((short) 0);
    ReadFlows read = ReadFlows.of(join(header(0, 1), block(3, record.array())));
    assertThat(read.flows())
        .singleElement()
        .asString()
        .contains("post_nat_source_ip_address=203.0.113.5 ")
        .contains("post_napt_source_transport_port=5000 ")
        .doesNotContain("post_nat_destination_ip_address=0.0.0.0")
        .doesNotContain("post_napt_destination_transport_port=0");
  }

  @Test
  void whatIsNotReadIsNamed() throws IOException {
    assertThat(ReadFlows.of(header(9, 0)).failure())
        .contains("input, offset 16: compression: 9 (expected: 0..4)");
    byte[] unknown = header(0, 0);
    unknown[2] = 4;
    assertThat(ReadFlows.of(unknown).failure())
        .contains("input, offset 2: nfcapd file layout: 4 (expected: 1..3)");
    byte[] encrypted = header(0, 0);
    encrypted[17] = 1;
    assertThat(ReadFlows.of(encrypted).failure())
        .contains(
            "input, offset 17: encryption: 1 (expected: 0, for encrypted files are not read)");
    assertThat(ReadFlows.of(new byte[] {0x0C, (byte) 0xA5, 2, 0, 0}).failure())
        .contains("input, offset 5: file header: 5 bytes (expected: 40)");
  }

  @Test
  @Timeout(60)
  void anErrorOfTheThreadThatReadsAheadReachesTheCaller() throws IOException {
    byte[] file =
        Files.readAllBytes(SampleFlows.root().resolve("softflowd-v9").resolve("flows.nfcapd"));
    InputStream stream =
        new SequenceInputStream(
            new ByteArrayInputStream(file),
            new InputStream() {
              @Override
              public int read() {
                throw new OutOfMemoryError("of the test");
              }

              @Override
              public int read(byte[] target, int from, int length) {
                return read();
              }
            });
    FlowBatch batch = new FlowBatch();
    try (FlowReader reader =
        FlowFile.open("ahead", stream, ReadOptions.DEFAULT.withReadAhead(ReadAhead.ON))) {
      assertThatThrownBy(
              () -> {
                while (reader.next(batch)) {
                  batch.clear();
                }
              })
          .isInstanceOf(OutOfMemoryError.class)
          .hasMessage("of the test");
    }
  }
}
