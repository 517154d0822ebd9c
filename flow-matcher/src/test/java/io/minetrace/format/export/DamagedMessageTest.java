// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.export;

import static io.minetrace.format.export.MessageBytes.ipfix;
import static io.minetrace.format.export.MessageBytes.netflowV9;
import static io.minetrace.format.export.MessageBytes.set;
import static io.minetrace.format.export.MessageBytes.template;
import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.flow.FlowColumn;
import io.minetrace.format.bytes.BigEndian;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages of every protocol, cut and changed anywhere: nothing escapes, nothing is invented. */
class DamagedMessageTest {

  private static final long SECONDS = 1_699_999_999L;
  private static final int VARIABLE = 65_535;

  /** A message with all that it needs, under a name for the test. */
  private record Sample(String name, MessageBytes message) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static MessageBytes flow(int host) {
    return MessageBytes.empty().address("10.0.0." + host).address("198.51.100.7");
  }

  private static MessageBytes counted(int version, int headerRest, int recordBytes) {
    MessageBytes message =
        MessageBytes.empty().u16(version).u16(3).u32(100_000).u32(SECONDS).u32(0).zeros(headerRest);
    for (int i = 1; i <= 3; i++) {
      message.add(flow(i)).zeros(recordBytes - 8);
    }
    return message;
  }

  private static MessageBytes listOf(int templateId, MessageBytes records) {
    return MessageBytes.empty().u8(3 + records.length()).u8(3).u16(templateId).add(records);
  }

  private static MessageBytes multiListOf(int templateId, MessageBytes records) {
    return MessageBytes.empty()
        .u8(5 + records.length())
        .u8(3)
        .u16(templateId)
        .u16(4 + records.length())
        .add(records);
  }

  private static Stream<Sample> samples() {
    MessageBytes options = MessageBytes.empty().u16(300).u16(4).u16(4).u16s(2, 4, 34, 4);
    MessageBytes v9 =
        netflowV9(
            100_000,
            SECONDS,
            1,
            7,
            set(0, template(256, 8, 4, 12, 4, 22, 4, 21, 4, 10, 2)),
            set(1, options),
            set(300, MessageBytes.empty().u32(1).u32(100)),
            set(256, flow(1).u32(1_000).u32(2_000).u16(1), flow(2).u32(1_000).u32(2_000).u16(2)));
    MessageBytes variable =
        ipfix(
            SECONDS,
            0,
            7,
            set(2, template(256, 8, 4, 82, VARIABLE, 12, 4, 1, VARIABLE, 152, 8)),
            set(
                256,
                MessageBytes.empty()
                    .address("10.0.0.1")
                    .u8(3)
                    .hex("616263")
                    .address("198.51.100.7")
                    .u8(2)
                    .u16(1_500)
                    .u64(SECONDS * 1000),
                MessageBytes.empty()
                    .address("10.0.0.2")
                    .u8(255)
                    .u16(2)
                    .hex("6162")
                    .address("198.51.100.8")
                    .u8(0)
                    .u64(SECONDS * 1000)));
    MessageBytes lists =
        ipfix(
            SECONDS,
            0,
            7,
            set(
                2,
                template(256, 8, 4, 12, 4, 293, VARIABLE, 291, VARIABLE),
                template(257, 7, 2, 11, 2),
                template(258, 4, 1, 292, VARIABLE),
                template(259, 8, 4, 12, 4, 292, VARIABLE)),
            set(
                256,
                flow(1)
                    .add(multiListOf(257, MessageBytes.empty().u16s(50_000, 3333)))
                    .u8(9)
                    .u8(3)
                    .u16(1)
                    .u16(4)
                    .u32(77)),
            set(
                258,
                MessageBytes.empty()
                    .u8(6)
                    .add(
                        listOf(
                            259,
                            flow(2)
                                .add(listOf(257, MessageBytes.empty().u16s(1, 2)))
                                .add(flow(3))
                                .u8(0)))));
    return Stream.of(
        new Sample("NetFlow v1", counted(1, 0, 48)),
        new Sample("NetFlow v5", counted(5, 8, 48)),
        new Sample("NetFlow v7", counted(7, 8, 52)),
        new Sample("NetFlow v9", v9),
        new Sample("IPFIX of variable length", variable),
        new Sample("IPFIX with lists", lists));
  }

  private static MessageBytes bytes(byte[] bytes) {
    MessageBytes message = MessageBytes.empty();
    for (byte value : bytes) {
      message.u8(value);
    }
    return message;
  }

  /** A message of version 9 tells its length nowhere: it ends with its datagram. */
  private static boolean endsBetweenSetsOfVersion9(byte[] message, int length) {
    if (message[1] != 9) {
      return false;
    }
    int end = 20;
    while (end + 4 <= length) {
      end += BigEndian.u16(message, end + 2);
    }
    return length >= end;
  }

  /** Rows but for what a missing neighbour may change: their place, and sampling told apart. */
  private static List<FlowRows.Row> comparable(DecoderProbe probe) {
    return probe.rows().stream()
        .map(
            row ->
                row.without(
                    FlowColumn.RECORD_ORDINAL,
                    FlowColumn.SAMPLING_PACKET_INTERVAL,
                    FlowColumn.FLOW_NOTES))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void wholeItGivesRowsAndNothingElse(Sample sample) {
    DecoderProbe probe = DecoderProbe.decode(sample.message());

    assertThat(probe.rows()).hasSizeGreaterThan(1);
    assertThat(probe.report().tallies()).isEmpty();
    assertThat(probe.report().records()).isEqualTo(probe.rows().size());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void cutByItsCaptureAnywhereItGivesNothingThatTheWholeDoesNot(Sample sample) {
    Set<FlowRows.Row> whole = new HashSet<>(comparable(DecoderProbe.decode(sample.message())));

    for (int missing = 1; missing < sample.message().length(); missing++) {
      DecoderProbe probe = new DecoderProbe();
      probe.acceptCut(sample.message(), missing);
      probe.finish();

      assertThat(whole).as("%d bytes missing", missing).containsAll(comparable(probe));
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void cutByItsSenderAnywhereItIsReportedAndGivesNothingThatTheWholeDoesNot(Sample sample) {
    byte[] all = sample.message().toArray();
    Set<FlowRows.Row> whole = new HashSet<>(comparable(DecoderProbe.decode(sample.message())));

    for (int length = 2; length < all.length; length++) {
      // The first makes the sender known, so that what follows is taken for damage.
      DecoderProbe probe = DecoderProbe.decode(sample.message(), bytes(Arrays.copyOf(all, length)));

      assertThat(whole).as("cut at %d", length).containsAll(comparable(probe));
      assertThat(
              probe.rows().size() == 2 * whole.size()
                  || probe.report().isPartial()
                  || endsBetweenSetsOfVersion9(all, length))
          .as("cut at %d is told", length)
          .isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void changedAnywhereItEndsAndGivesNoMoreRowsThanItHasBytes(Sample sample) {
    byte[] all = sample.message().toArray();
    Random random = new Random(sample.name().hashCode());
    for (int at = 0; at < all.length; at++) {
      for (int value : new int[] {0, 0xff, all[at] ^ (1 << random.nextInt(8))}) {
        byte[] changed = all.clone();
        changed[at] = (byte) value;

        DecoderProbe probe = DecoderProbe.decode(sample.message(), bytes(changed));

        assertThat(probe.rows()).as("byte %d is %d", at, value).hasSizeLessThan(all.length);
        assertThat(probe.report().records()).isEqualTo(probe.rows().size());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void changedInManyPlacesItEnds(Sample sample) {
    byte[] all = sample.message().toArray();
    Random random = new Random(7);
    for (int run = 0; run < 500; run++) {
      byte[] changed = all.clone();
      for (int changes = 1 + random.nextInt(6); changes > 0; changes--) {
        changed[random.nextInt(all.length)] = (byte) random.nextInt(256);
      }

      DecoderProbe probe = DecoderProbe.decode(bytes(changed), sample.message());

      assertThat(probe.report().records()).isEqualTo(probe.rows().size());
    }
  }
}
