// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minetrace.flow.DecodeReport.Reason;
import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowColumn;
import io.minetrace.flow.MalformedFlowFileException;
import io.minetrace.format.options.ColumnMapping;
import io.minetrace.format.options.ReadOptions;
import io.minetrace.net.IpAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetFlowsTest {

  private static final Configuration HADOOP = new Configuration();

  @TempDir private Path dir;

  /** Writes a table of the two addresses and further columns, in many small parts. */
  private Path table(String columns, List<Consumer<Group>> rows) throws IOException {
    MessageType schema =
        MessageTypeParser.parseMessageType(
            "message flows { required binary source_ip_address (STRING);"
                + " required binary destination_ip_address (STRING); "
                + columns
                + " }");
    SimpleGroupFactory groups = new SimpleGroupFactory(schema);
    Path file = dir.resolve("table.parquet");
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toUri()))
            .withType(schema)
            .withConf(HADOOP)
            .withCompressionCodec(CompressionCodecName.GZIP)
            .withRowGroupSize(1024L)
            .build()) {
      for (Consumer<Group> row : rows) {
        Group group = groups.newGroup();
        group.add("source_ip_address", "10.0.0.7");
        group.add("destination_ip_address", "192.0.2.20");
        row.accept(group);
        writer.write(group);
      }
    }
    // Or Hadoop would find damage before Parquet.
    Files.deleteIfExists(dir.resolve(".table.parquet.crc"));
    return file;
  }

  private static ParquetFlows open(Path file, ReadOptions options) throws IOException {
    return ParquetFlows.open(file.toUri().toString(), HADOOP, options, "table");
  }

  private static Consumer<Group> with(String column, int value) {
    return group -> group.add(column, value);
  }

  private static Consumer<Group> with(String column, long value) {
    return group -> group.add(column, value);
  }

  private static Consumer<Group> with(String column, double value) {
    return group -> group.add(column, value);
  }

  private static Consumer<Group> with(String column, String value) {
    return group -> group.add(column, value);
  }

  @Test
  void aPortOutOfRangeIsABadRecordAndNoRow() throws IOException {
    String port = "destination_transport_port";
    Path file =
        table(
            "optional int32 " + port + ";",
            List.of(
                with(port, -32_203),
                with(port, 0),
                with(port, 70_000),
                with(port, 65_535),
                with(port, 65_536)));
    try (ParquetFlows flows = open(file, ReadOptions.DEFAULT)) {
      FlowBatch batch = new FlowBatch();
      assertThat(flows.next(batch)).isTrue();
      assertThat(Arrays.copyOf(batch.ints(FlowColumn.DESTINATION_TRANSPORT_PORT), batch.rows()))
          .containsExactly(0, 65_535);
      assertThat(flows.report().tallies().get(Reason.BAD_RECORD).count()).isEqualTo(3);
      assertThat(flows.report().tallies().get(Reason.BAD_RECORD).firstDetail())
          .isEqualTo("row 0, " + port + ": -32203 (expected: a port, 0..65535)");
    }
  }

  @Test
  void aProtocolOutOfRangeIsABadRecordAndNoRow() throws IOException {
    String protocol = "protocol_identifier";
    Path file =
        table(
            "optional int64 " + protocol + ";",
            List.of(with(protocol, 300L), with(protocol, 255L), with(protocol, -1L)));
    try (ParquetFlows flows = open(file, ReadOptions.DEFAULT)) {
      FlowBatch batch = new FlowBatch();
      assertThat(flows.next(batch)).isTrue();
      assertThat(Arrays.copyOf(batch.ints(FlowColumn.PROTOCOL_IDENTIFIER), batch.rows()))
          .containsExactly(255);
      assertThat(flows.report().tallies().get(Reason.BAD_RECORD).count()).isEqualTo(2);
    }
  }

  @Test
  void whatIsNoNumberIsAbsentAndWhatIsInfiniteBad() throws IOException {
    String octets = "octet_delta_count";
    Path file =
        table(
            "optional double " + octets + ";",
            List.of(
                with(octets, Double.NaN),
                with(octets, 1500.0),
                with(octets, Double.POSITIVE_INFINITY)));
    try (ParquetFlows flows = open(file, ReadOptions.DEFAULT)) {
      FlowBatch batch = new FlowBatch();
      assertThat(flows.next(batch)).isTrue();
      assertThat(Arrays.copyOf(batch.longs(FlowColumn.OCTET_DELTA_COUNT), batch.rows()))
          .containsExactly(FlowColumn.ABSENT_LONG, 1500);
      assertThat(flows.report().tallies().get(Reason.BAD_RECORD).count()).isEqualTo(1);
    }
  }

  @Test
  void unsignedNumbersAreNotNegative() throws IOException {
    Path file =
        table(
            "optional int32 octet_delta_count (INTEGER(32,false));"
                + " optional int64 packet_delta_count (INTEGER(64,false));",
            List.of(
                with("octet_delta_count", (int) 3_000_000_000L),
                with("packet_delta_count", 7L),
                with("packet_delta_count", -7L)));
    try (ParquetFlows flows = open(file, ReadOptions.DEFAULT)) {
      FlowBatch batch = new FlowBatch();
      assertThat(flows.next(batch)).isTrue();
      assertThat(Arrays.copyOf(batch.longs(FlowColumn.OCTET_DELTA_COUNT), batch.rows()))
          .containsExactly(3_000_000_000L, FlowColumn.ABSENT_LONG);
      assertThat(batch.longs(FlowColumn.PACKET_DELTA_COUNT)[1]).isEqualTo(7);
      assertThat(flows.report().tallies().get(Reason.BAD_RECORD).count()).isEqualTo(1);
    }
  }

  @Test
  void anAddressAsANumberIsNotCut() throws IOException {
    String exporter = "exporter_ip_address";
    Path file =
        table(
            "optional int64 " + exporter + ";",
            List.of(with(exporter, 0x1_c000_0214L), with(exporter, 0xc000_0214L)));
    try (ParquetFlows flows = open(file, ReadOptions.DEFAULT)) {
      FlowBatch batch = new FlowBatch();
      assertThat(flows.next(batch)).isTrue();
      assertThat(batch.rows()).isEqualTo(1);
      assertThat(batch.low(FlowColumn.EXPORTER_IP_ADDRESS)[0])
          .isEqualTo(IpAddress.parse("192.0.2.20").low());
      assertThat(flows.report().tallies().get(Reason.BAD_RECORD).count()).isEqualTo(1);
    }
  }

  @Test
  void rowsBeforeADamagedPageAreGivenBeforeTheDamageIsTold() throws IOException {
    List<Consumer<Group>> rows =
        LongStream.range(0, 1000).mapToObj(i -> with("octet_delta_count", i * i)).toList();
    Path file = table("optional int64 octet_delta_count;", rows);
    List<BlockMetaData> blocks;
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            HadoopInputFile.fromPath(new org.apache.hadoop.fs.Path(file.toUri()), HADOOP))) {
      blocks = reader.getFooter().getBlocks();
    }
    assertThat(blocks).hasSizeGreaterThan(1);
    byte[] bytes = Files.readAllBytes(file);
    int from = (int) blocks.get(1).getStartingPos();
    Arrays.fill(bytes, from, from + (int) blocks.get(1).getCompressedSize(), (byte) 0x55);
    Files.write(file, bytes);
    int readable = (int) blocks.get(0).getRowCount();

    try (ParquetFlows flows = open(file, ReadOptions.DEFAULT)) {
      FlowBatch batch = new FlowBatch();
      assertThat(flows.next(batch)).isTrue();
      assertThat(batch.rows()).isEqualTo(readable);
      assertThat(flows.report().records()).isEqualTo(readable);
      for (int again = 0; again < 2; again++) {
        assertThatThrownBy(() -> flows.next(batch))
            .isInstanceOf(MalformedFlowFileException.class)
            .hasMessageContaining("Parquet, row " + readable + ": ");
        assertThat(batch.rows()).isZero();
      }
    }
  }

  private long[] starts(ReadOptions options, String... texts) throws IOException {
    Path file =
        table(
            "optional binary flow_start (STRING);",
            Arrays.stream(texts).map(text -> with("flow_start", text)).toList());
    try (ParquetFlows flows = open(file, options)) {
      FlowBatch batch = new FlowBatch();
      flows.next(batch);
      return Arrays.copyOf(batch.longs(FlowColumn.FLOW_START), batch.rows());
    }
  }

  @Test
  void timesWithoutAZoneAreReadInTheOneThatWasTold() throws IOException {
    long expected = Instant.parse("2026-05-02T12:00:00Z").toEpochMilli();
    String[] texts = {
      "2026-05-02 14:00:00",
      "2026-05-02T14:00:00",
      "2026-05-02T12:00:00Z",
      "2026-05-02 10:00:00-02:00"
    };
    ReadOptions berlin = ReadOptions.DEFAULT.withSourceTimezone(ZoneId.of("Europe/Berlin"));
    assertThat(starts(berlin, texts)).containsExactly(expected, expected, expected, expected);
  }

  @Test
  void theOffsetThatAPatternReadsIsKept() throws IOException {
    Map<FlowColumn, String> columns = new EnumMap<>(FlowColumn.class);
    for (FlowColumn column :
        List.of(
            FlowColumn.SOURCE_IP_ADDRESS,
            FlowColumn.DESTINATION_IP_ADDRESS,
            FlowColumn.FLOW_START)) {
      columns.put(column, column.columnName());
    }
    ColumnMapping mapping =
        new ColumnMapping(
            "own",
            ColumnMapping.Syntax.CSV,
            ',',
            List.of(),
            columns,
            Optional.empty(),
            Optional.of("dd.MM.yyyy HH:mm:ss[ XX]"),
            ColumnMapping.Unit.SECONDS,
            ColumnMapping.Unit.SECONDS,
            Optional.of(ZoneId.of("Europe/Berlin")));
    assertThat(
            starts(
                ReadOptions.DEFAULT.withMapping(mapping),
                "02.05.2026 07:00:00 -0500",
                "02.05.2026 14:00:00"))
        .containsOnly(Instant.parse("2026-05-02T12:00:00Z").toEpochMilli())
        .hasSize(2);
  }
}
