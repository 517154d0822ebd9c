// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.ipfixfile;

import static io.minetrace.format.export.MessageBytes.set;
import static io.minetrace.format.export.MessageBytes.template;
import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.DecodeReport.Reason;
import io.minetrace.flow.FlowColumn;
import io.minetrace.flow.FlowNote;
import io.minetrace.flow.FlowReader;
import io.minetrace.format.FlowFormat;
import io.minetrace.format.bytes.FlowInput;
import io.minetrace.format.export.FlowRows;
import io.minetrace.format.export.MessageBytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpfixFileReaderTest {

  private static final int[] FLOW = {8, 4, 12, 4, 7, 2, 11, 2, 4, 1, 152, 8, 153, 8, 1, 8, 2, 8};
  private static final int[] OTHER_LAYOUT = {12, 4, 8, 4, 11, 2, 7, 2, 4, 1, 150, 4, 151, 4, 1, 4};
  private static final long SECONDS = 1_700_000_000L;

  private record Reading(List<FlowRows.Row> rows, DecodeReport report) {

    List<String> ports() {
      return rows.stream().map(row -> row.cell(FlowColumn.SOURCE_TRANSPORT_PORT)).toList();
    }
  }

  private static Reading read(byte[] file) throws IOException {
    try (FlowReader reader = open(file)) {
      return new Reading(FlowRows.of(reader), reader.report());
    }
  }

  private static FlowReader open(byte[] file) throws IOException {
    return IpfixFileReader.open(new FlowInput("test.ipfix", new ByteArrayInputStream(file)));
  }

  private static MessageBytes flow(int sourcePort) {
    return MessageBytes.empty()
        .address("10.0.0.1")
        .address("198.51.100.7")
        .u16(sourcePort)
        .u16(3333)
        .u8(6)
        .u64((SECONDS - 60) * 1000)
        .u64(SECONDS * 1000)
        .u64(5_000)
        .u64(10);
  }

  private static MessageBytes inOtherLayout(int sourcePort) {
    return MessageBytes.empty()
        .address("198.51.100.7")
        .address("10.0.0.1")
        .u16(3333)
        .u16(sourcePort)
        .u8(6)
        .u32(SECONDS - 60)
        .u32(SECONDS)
        .u32(5_000);
  }

  private static MessageBytes message(long sequence, MessageBytes... sets) {
    return MessageBytes.ipfix(SECONDS, sequence, 7, sets);
  }

  private static MessageBytes templates() {
    return message(0, set(2, template(256, FLOW)));
  }

  private static MessageBytes withdrawal(int setId, int templateId) {
    return message(0, set(setId, MessageBytes.empty().u16(templateId).u16(0)));
  }

  private static byte[] file(MessageBytes... messages) {
    MessageBytes file = MessageBytes.empty();
    Arrays.stream(messages).forEach(file::add);
    return file.toArray();
  }

  @Test
  void messagesBackToBackAreRead() throws IOException {
    Reading reading =
        read(
            file(
                templates(),
                message(0, set(256, flow(1), flow(2))),
                message(2, set(256, flow(3)))));

    assertThat(reading.ports()).containsExactly("1", "2", "3");
    assertThat(reading.report().tallies()).isEmpty();
    assertThat(reading.report().lostByExporter()).isZero();
    assertThat(reading.report().unitsRead()).isEqualTo(3);
    assertThat(reading.rows())
        .extracting(row -> row.number(FlowColumn.RECORD_ORDINAL))
        .containsExactly(1L << 24, (1L << 24) + 1, 2L << 24);
  }

  @Test
  void theExporterIsAbsentAndTheDomainThere() throws IOException {
    FlowRows.Row row = read(file(templates(), message(0, set(256, flow(1))))).rows().get(0);

    assertThat(row.cell(FlowColumn.EXPORTER_IP_ADDRESS)).isEqualTo("absent");
    assertThat(row.cell(FlowColumn.OBSERVATION_DOMAIN_ID)).isEqualTo("7");
    assertThat(row.number(FlowColumn.FLOW_START)).isEqualTo((SECONDS - 60) * 1000);
  }

  @Test
  void eachObservationDomainHasItsOwnTemplates() throws IOException {
    Reading reading =
        read(
            file(
                templates(),
                MessageBytes.ipfix(SECONDS, 0, 8, set(2, template(256, OTHER_LAYOUT))),
                message(0, set(256, flow(1))),
                MessageBytes.ipfix(SECONDS, 0, 8, set(256, inOtherLayout(2)))));

    assertThat(reading.ports()).containsExactly("1", "2");
    assertThat(reading.report().exporters().keySet())
        .extracting(DecodeReport.Exporter::domain)
        .containsExactly(7L, 8L);
  }

  @Test
  void aFileOfSeveralSessionsRepeatsAndRedefinesTemplates() throws IOException {
    Reading reading =
        read(
            file(
                templates(),
                message(0, set(256, flow(1))),
                templates(),
                message(0, set(256, flow(2))),
                message(0, set(2, template(256, OTHER_LAYOUT))),
                message(0, set(256, inOtherLayout(3)))));

    assertThat(reading.ports()).containsExactly("1", "2", "3");
    assertThat(reading.report().tallies()).isEmpty();
  }

  @Test
  void templatesThatComeLateAreFoundWithoutRewinding() throws IOException {
    Reading reading = read(file(message(0, set(256, flow(1))), templates()));

    assertThat(reading.ports()).containsExactly("1");
    assertThat(
            FlowNote.LATE_TEMPLATE.isIn((int) reading.rows().get(0).number(FlowColumn.FLOW_NOTES)))
        .isTrue();
    assertThat(reading.report().lateRecords()).isEqualTo(1);
  }

  @Test
  void aWithdrawnTemplateNoLongerDecodes() throws IOException {
    Reading reading =
        read(
            file(
                templates(),
                message(0, set(256, flow(1))),
                withdrawal(2, 256),
                message(1, set(256, flow(2)))));

    assertThat(reading.ports()).containsExactly("1");
    assertThat(reading.report().tallies()).containsOnlyKeys(Reason.NO_TEMPLATE);
  }

  @Test
  void aWithdrawalOfAllTemplatesLeavesTheOptionsTemplates() throws IOException {
    MessageBytes options = MessageBytes.empty().u16s(257, 2, 1, 149, 4, 160, 8);
    MessageBytes systemInit = MessageBytes.empty().u32(7).u64(SECONDS * 1000 - 90_000);
    MessageBytes uptimes =
        MessageBytes.empty().address("10.0.0.1").address("198.51.100.7").u32(1_000).u32(2_000);
    Reading reading =
        read(
            file(
                message(0, set(2, template(256, FLOW)), set(3, options)),
                withdrawal(2, 2),
                message(0, set(2, template(258, 8, 4, 12, 4, 22, 4, 21, 4))),
                message(0, set(257, systemInit), set(256, flow(1))),
                message(1, set(258, uptimes))));

    assertThat(reading.rows())
        .extracting(row -> row.cell(FlowColumn.FLOW_START))
        .containsExactly(Long.toString(SECONDS * 1000 - 89_000));
    assertThat(reading.report().tallies().get(Reason.NO_TEMPLATE).count()).isEqualTo(1);
  }

  @Test
  void aMessageWithoutSetsIsAMessage() throws IOException {
    Reading reading =
        read(file(message(0), templates(), message(0), message(0, set(256, flow(1)))));

    assertThat(reading.ports()).containsExactly("1");
    assertThat(reading.report().tallies()).isEmpty();
  }

  @Test
  void aLastMessageThatIsCutGivesItsWholeRecords() throws IOException {
    byte[] file = file(templates(), message(0, set(256, flow(1), flow(2), flow(3))));
    int start = templates().length();

    Reading reading = read(Arrays.copyOf(file, file.length - 60));

    assertThat(reading.ports()).containsExactly("1");
    assertThat(reading.report().tallies()).containsOnlyKeys(Reason.TRUNCATED);
    DecodeReport.Tally tally = reading.report().tallies().get(Reason.TRUNCATED);
    assertThat(tally.count()).isEqualTo(1);
    assertThat(tally.firstOffset()).isEqualTo(start);
    assertThat(tally.firstDetail())
        .isEqualTo(
            "message: %d bytes (expected: %d)"
                .formatted(file.length - 60 - start, file.length - start));
  }

  @Test
  void bytesOfNoMessageArePassedOverAndTheNextMessageIsFound() throws IOException {
    byte[] noise = new byte[100_000];
    new Random(5).nextBytes(noise);
    noise[0] = 1;
    byte[] file =
        file(
            templates(),
            MessageBytes.empty().hex(HexFormat.of().formatHex(noise)),
            message(0, set(256, flow(1))));

    Reading reading = read(file);

    assertThat(reading.ports()).containsExactly("1");
    DecodeReport.Tally tally = reading.report().tallies().get(Reason.CORRUPT);
    assertThat(tally.count()).isEqualTo(1);
    assertThat(tally.firstOffset()).isEqualTo(templates().length());
    assertThat(tally.bytes()).isEqualTo(noise.length);
    assertThat(tally.firstDetail()).isEqualTo("100000 bytes of no message (expected: version 10)");
  }

  @Test
  void aMessageLengthThatIsTooLargeDoesNotHideTheNextMessages() throws IOException {
    byte[] file =
        file(
            templates(),
            message(0, set(256, flow(1))),
            message(1, set(256, flow(2))),
            message(2, set(256, flow(3))));
    file[templates().length() + 2] = 0x01;

    Reading reading = read(file);

    assertThat(reading.ports()).containsExactly("1", "2", "3");
    assertThat(reading.report().tallies()).containsOnlyKeys(Reason.CORRUPT);
  }

  @Test
  void aSetLengthThatLiesCostsItsMessageOnly() throws IOException {
    byte[] file =
        file(
            templates(),
            message(0, set(256, flow(1)), set(256, flow(2))),
            message(2, set(256, flow(3))));
    int secondSet = templates().length() + 16 + set(256, flow(1)).length();
    file[secondSet + 2] = 0x70;

    Reading reading = read(file);

    assertThat(reading.ports()).containsExactly("1", "3");
    assertThat(reading.report().tallies().get(Reason.CORRUPT).firstOffset()).isEqualTo(secondSet);
  }

  @Test
  void onlyFilesOfMessagesAreRecognised() {
    assertThat(recognises(file(templates(), message(0, set(256, flow(1)))))).isTrue();
    assertThat(recognises(file(message(0, set(400, MessageBytes.empty().zeros(9_000)))))).isTrue();
    assertThat(recognises(file(message(0)))).isTrue();

    assertThat(recognises(new byte[0])).isFalse();
    assertThat(recognises(new byte[4096])).isFalse();
    assertThat(recognises(MessageBytes.empty().hex("000a0014").zeros(400).toArray())).isFalse();
    assertThat(recognises(file(templates(), MessageBytes.empty().hex("ffffffff")))).isFalse();
    byte[] netflowV9 =
        MessageBytes.netflowV9(0, SECONDS, 0, 0, set(0, template(256, FLOW))).toArray();
    assertThat(recognises(netflowV9)).isFalse();
  }

  private static boolean recognises(byte[] file) {
    byte[] head = Arrays.copyOf(file, Math.min(file.length, FlowInput.HEAD_BYTES));
    boolean recognised = IpfixFileReader.recognises(head);
    assertThat(FlowFormat.of(head).equals(Optional.of(FlowFormat.IPFIX_FILE)))
        .isEqualTo(recognised);
    return recognised;
  }

  private static byte[] severalMessages() {
    return file(
        message(0, set(257, flow(9))),
        templates(),
        message(0, set(256, flow(1), flow(2)), set(256, flow(3))),
        message(3, set(2, template(257, FLOW)), set(256, flow(4))),
        message(4, set(256, flow(5))));
  }

  @Test
  void aFileCutAnywhereGivesNothingThatTheWholeDoesNotAndSaysThatItWasCut() throws IOException {
    byte[] file = severalMessages();
    Set<FlowRows.Row> whole = new HashSet<>(read(file).rows());
    assertThat(whole).hasSize(6);
    Set<Integer> messageEnds = messageEnds(file);

    for (int length = 0; length < file.length; length++) {
      Reading cut = read(Arrays.copyOf(file, length));
      assertThat(whole).as("cut at %d", length).containsAll(cut.rows());
      assertThat(cut.report().tallies().containsKey(Reason.TRUNCATED))
          .as("truncated at %d", length)
          .isEqualTo(!messageEnds.contains(length));
    }
  }

  private static Set<Integer> messageEnds(byte[] file) {
    Set<Integer> ends = new HashSet<>();
    int position = 0;
    ends.add(position);
    while (position < file.length) {
      position += ((file[position + 2] & 0xff) << 8) + (file[position + 3] & 0xff);
      ends.add(position);
    }
    return ends;
  }

  @ParameterizedTest
  @ValueSource(ints = {0x01, 0x80, 0xff})
  void aFlippedByteCostsNoMoreThanItsMessage(int flip) throws IOException {
    byte[] file =
        file(
            templates(),
            templates(),
            message(0, set(256, flow(1))),
            templates(),
            message(1, set(256, flow(2))),
            message(2, set(256, flow(3))),
            message(3, set(256, flow(4))));
    int begin = 2 * templates().length();
    int end = begin + message(0, set(256, flow(1))).length();
    List<Integer> losses = new ArrayList<>();

    for (int at = begin; at < end; at++) {
      byte[] flipped = file.clone();
      flipped[at] ^= (byte) flip;
      Reading reading = read(flipped);
      assertThat(reading.ports()).as("flipped at %d", at).contains("2", "3", "4");
      assertThat(reading.rows()).as("flipped at %d", at).hasSizeLessThanOrEqualTo(4);
      if (reading.rows().size() < 4) {
        losses.add(at - begin);
        assertThat(reading.report().isPartial()).as("told, flipped at %d", at).isTrue();
      }
    }
    assertThat(losses).as("only headers decide").allMatch(at -> at < 20);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void flippedBitsNeverEscape(long seed) throws IOException {
    byte[] file = severalMessages();
    Random random = new Random(seed);
    for (int run = 0; run < 3_000; run++) {
      byte[] damaged = file.clone();
      for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      Reading reading = read(damaged);
      assertThat(reading.rows()).hasSize((int) reading.report().records());
    }
  }
}
