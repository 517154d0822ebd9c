// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.nfcapd;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowColumn;
import io.minetrace.flow.FlowReader;
import io.minetrace.flow.FlowScreen;
import io.minetrace.flow.MalformedFlowFileException;
import io.minetrace.format.FlowFile;
import io.minetrace.format.SampleFlows;
import io.minetrace.net.IpAddress;
import io.minetrace.report.FlowClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Reading with a screen loses nothing that is wanted, and tells the same of the rest. */
class RecordSieveTest {

  private static final int DAMAGES = 100;

  /** Wants one flow in four, by its ends alone. */
  private static final class Quarter implements FlowScreen {
    private final FlowClock clock;
    private long passed;

    Quarter(FlowClock clock) {
      this.clock = clock;
    }

    @Override
    public boolean wants(
        long sourceHigh,
        long sourceLow,
        int sourcePort,
        long destinationHigh,
        long destinationLow,
        int destinationPort,
        int protocol) {
      long ends = sourceHigh + 3 * sourceLow + 5 * destinationHigh + 7 * destinationLow;
      return (ends + 11L * sourcePort + 13L * destinationPort + 17L * protocol & 3) == 0;
    }

    @Override
    public void passedOver(long start, long end) {
      clock.add(start, end);
      passed++;
    }
  }

  /**
   * What is to be the same with and without a screen.
   *
   * @param wanted every column of the flows that are wanted or translated
   */
  private record Told(
      List<String> wanted,
      long records,
      Map<DecodeReport.Exporter, Long> exporters,
      Map<DecodeReport.Reason, DecodeReport.Tally> tallies,
      long unitsRead,
      List<Long> hours,
      String span,
      long timeless,
      long absurd,
      Optional<String> failure) {}

  /** How many flows the last reading passed over. */
  private long passed;

  private Told read(byte[] bytes, boolean screened) throws IOException {
    FlowClock clock = new FlowClock();
    Quarter screen = new Quarter(clock);
    List<String> wanted = new ArrayList<>();
    long given = 0;
    Optional<String> failure = Optional.empty();
    try (FlowReader reader = FlowFile.open("input", new ByteArrayInputStream(bytes))) {
      FlowBatch batch = new FlowBatch();
      try {
        while (screened ? reader.next(batch, screen) : reader.next(batch)) {
          clock.add(batch);
          given += batch.rows();
          addWanted(batch, screen, wanted);
        }
      } catch (MalformedFlowFileException e) {
        failure = Optional.of(e.getMessage());
      }
      DecodeReport report = reader.report();
      passed = screen.passed;
      assertThat(given + passed).as("given and passed over").isEqualTo(report.records());
      return new Told(
          wanted,
          report.records(),
          report.exporters(),
          report.tallies(),
          report.unitsRead(),
          clock.hours(),
          clock.span().toString(),
          clock.timeless(),
          clock.absurd(),
          failure);
    } catch (MalformedFlowFileException e) {
      return new Told(
          List.of(), 0, Map.of(), Map.of(), 0, List.of(), "", 0, 0, Optional.of(e.getMessage()));
    }
  }

  private static void addWanted(FlowBatch batch, Quarter screen, List<String> wanted) {
    for (int row = 0; row < batch.rows(); row++) {
      IpAddress source = batch.address(FlowColumn.SOURCE_IP_ADDRESS, row);
      IpAddress destination = batch.address(FlowColumn.DESTINATION_IP_ADDRESS, row);
      boolean isWanted =
          screen.wants(
              source.high(),
              source.low(),
              batch.ints(FlowColumn.SOURCE_TRANSPORT_PORT)[row],
              destination.high(),
              destination.low(),
              batch.ints(FlowColumn.DESTINATION_TRANSPORT_PORT)[row],
              batch.ints(FlowColumn.PROTOCOL_IDENTIFIER)[row]);
      if (isWanted || isTranslated(batch, row)) {
        wanted.add(cells(batch, row));
      }
    }
  }

  private static boolean isTranslated(FlowBatch batch, int row) {
    return !batch.address(FlowColumn.POST_NAT_SOURCE_IP_ADDRESS, row).equals(IpAddress.UNSPECIFIED)
        || !batch
            .address(FlowColumn.POST_NAT_DESTINATION_IP_ADDRESS, row)
            .equals(IpAddress.UNSPECIFIED)
        || batch.ints(FlowColumn.POST_NAPT_SOURCE_TRANSPORT_PORT)[row] != FlowColumn.ABSENT_INT
        || batch.ints(FlowColumn.POST_NAPT_DESTINATION_TRANSPORT_PORT)[row]
            != FlowColumn.ABSENT_INT;
  }

  private static String cells(FlowBatch batch, int row) {
    StringBuilder cells = new StringBuilder();
    for (FlowColumn column : FlowColumn.values()) {
      cells
          .append(
              switch (column.type()) {
                case INT -> Integer.toString(batch.ints(column)[row]);
                case LONG, TIMESTAMP -> Long.toString(batch.longs(column)[row]);
                case ADDRESS -> batch.address(column, row).toString();
              })
          .append(' ');
    }
    return cells.toString();
  }

  private void assertSame(byte[] bytes, String what) throws IOException {
    assertThat(read(bytes, true)).as(what).isEqualTo(read(bytes, false));
  }

  @TestFactory
  Stream<DynamicTest> theScreenChangesNothingThatIsWanted() throws IOException {
    List<Path> files = new ArrayList<>(ContractFiles.all());
    files.addAll(SampleFlows.captures("nfcapd"));
    return files.stream()
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
  }

  private void check(Path file) throws IOException {
    byte[] whole = Files.readAllBytes(file);
    assertSame(whole, "whole");
    Random random = new Random(whole.length);
    for (int i = 0; i < DAMAGES; i++) {
      int length = random.nextInt(whole.length);
      assertSame(Arrays.copyOf(whole, length), "cut at " + length);
      byte[] flipped = whole.clone();
      int at = random.nextInt(whole.length);
      flipped[at] ^= (byte) (1 << random.nextInt(8));
      assertSame(flipped, "bit flipped in byte " + at);
    }
  }

  @Test
  void flowsOfUsualRecordsArePassedOver() throws IOException {
    NfcapdBytes in = new NfcapdBytes(ByteOrder.LITTLE_ENDIAN);
    byte[][] records = new byte[1001][];
    records[0] = in.exporter();
    for (int i = 0; i < 1000; i++) {
      byte[] miscellaneous = in.element(4, in.fresh().zeros(16));
      byte[] exporter = in.element(12, in.fresh().u32(0xC0000201L));
      records[i + 1] = i % 2 == 0 ? in.flow(i, miscellaneous, exporter) : in.flow(i, miscellaneous);
    }
    byte[] file = in.layout2(in.block(3, records));
    assertSame(file, "a thousand flows");
    var unused = read(file, true);
    assertThat(passed).isEqualTo(750);
  }

  @Test
  void flowsWithElementsThatMatterAreGiven() throws IOException {
    NfcapdBytes in = new NfcapdBytes(ByteOrder.LITTLE_ENDIAN);
    List<byte[]> records = new ArrayList<>();
    for (int port = 0; port < 4; port++) {
      records.add(in.flow(port, in.element(20, in.fresh().u32(0x01020304, 0))));
      records.add(in.flow(port, in.element(21, in.fresh().u64(1, 2, 3, 4))));
      records.add(in.flow(port, in.element(22, in.fresh().u16(1, 2))));
      records.add(in.flow(port, in.element(3, in.fresh().u64(1, 2, 3, 4))));
      records.add(in.flow(port, in.element(63, in.fresh().u64(0))));
      records.add(in.flow(port, in.element(200, in.fresh().u64(0))));
    }
    byte[] file = in.layout2(in.block(3, records.toArray(new byte[0][])));
    assertSame(file, "translated, told twice, unknown");
    var unused = read(file, true);
    assertThat(passed).isZero();
  }

  @Test
  void runsOfUsualRecordsAreCountedForTheExporterOfEach() throws IOException {
    NfcapdBytes in = new NfcapdBytes(ByteOrder.LITTLE_ENDIAN);
    List<byte[]> records = new ArrayList<>();
    records.add(in.exporter());
    for (int i = 0; i < 99; i++) {
      byte[] miscellaneous = in.element(4, in.fresh().zeros(16));
      byte[] exporter = in.element(12, in.fresh().u32(0xC0000201L));
      // Not one of these ports is wanted: 4 n + 1 of all.
      byte[] record = in.flow(4 * i + 1, miscellaneous, exporter);
      // Runs of five of exporter 3, and of two of exporter 4, which nobody names.
      record[8] = (byte) (i % 7 < 5 ? 3 : 4);
      records.add(record);
    }
    byte[] file = in.layout2(in.block(3, records.toArray(new byte[0][])));
    assertSame(file, "runs of two exporters");
    var unused = read(file, true);
    assertThat(passed).isEqualTo(99);
  }
}
