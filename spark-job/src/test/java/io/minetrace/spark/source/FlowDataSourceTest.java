// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minetrace.flow.FlowColumn;
import io.minetrace.report.InputFileId;
import io.minetrace.spark.LocalSpark;
import io.minetrace.spark.NfcapdFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlowDataSourceTest {

  private static final long T = Instant.parse("2026-05-02T10:00:00Z").toEpochMilli();

  @TempDir private Path dir;

  private static NfcapdFile flows(int count) {
    NfcapdFile file = new NfcapdFile();
    for (int i = 0; i < count; i++) {
      file.flow(T + i, T + i + 500, "10.0.0.7", 40_000 + i % 1000, "192.0.2.20", 3333);
    }
    return file;
  }

  private static Dataset<Row> load(Object... paths) {
    return LocalSpark.session()
        .read()
        .format("flows")
        .load(Arrays.stream(paths).map(Object::toString).toArray(String[]::new));
  }

  private static Dataset<Row> loadWhatIsReadable(Path path) {
    return LocalSpark.session()
        .read()
        .format("flows")
        .option("onCorrupt", "skip")
        .load(path.toString());
  }

  private static long metric(Dataset<Row> rows, String name) {
    SparkPlan plan = rows.queryExecution().executedPlan();
    while (!plan.metrics().contains(name)) {
      plan = plan.children().head();
    }
    return plan.metrics().apply(name).value();
  }

  @Test
  void columnsAreThoseOfAFlowRecordAndTheFile() {
    Dataset<Row> rows = load(flows(1).write(dir.resolve("one")));

    assertThat(rows.columns()).hasSize(FlowColumn.values().length + 1);
    assertThat(rows.columns())
        .startsWith("flow_start", "flow_end", "source_ip_address")
        .endsWith("record_ordinal", "input_file");
    assertThat(rows.schema().apply("flow_start").dataType()).isEqualTo(DataTypes.TimestampType);
    assertThat(rows.schema().apply("source_ip_address").dataType()).isEqualTo(DataTypes.StringType);
    assertThat(rows.schema().apply("octet_delta_count").dataType()).isEqualTo(DataTypes.LongType);
  }

  @Test
  void valuesAreThoseOfTheFileAndAbsentOnesNull() throws IOException {
    Path file =
        new NfcapdFile()
            .flow(T, T + 1500, "2001:db8::7", 40_000, "192.0.2.20", 3333)
            .write(dir.resolve("one"));

    Row row = load(file).first();

    assertThat(row.<Timestamp>getAs("flow_start"))
        .isEqualTo(Timestamp.from(Instant.ofEpochMilli(T)));
    assertThat(row.<Timestamp>getAs("flow_end"))
        .isEqualTo(Timestamp.from(Instant.ofEpochMilli(T + 1500)));
    assertThat(row.<String>getAs("source_ip_address")).isEqualTo("2001:db8::7");
    assertThat(row.<String>getAs("destination_ip_address")).isEqualTo("192.0.2.20");
    assertThat(row.<Integer>getAs("destination_transport_port")).isEqualTo(3333);
    assertThat(row.<Integer>getAs("tcp_control_bits")).isEqualTo(0x18);
    assertThat(row.<Long>getAs("octet_delta_count")).isEqualTo(1000);
    assertThat(row.<Long>getAs("reverse_octet_delta_count")).isNull();
    assertThat(row.<String>getAs("exporter_ip_address")).isNull();
    assertThat(row.<Integer>getAs("sampling_packet_interval")).isNull();
    assertThat(row.<String>getAs("input_file")).isEqualTo(InputFileId.of(file));
  }

  @Test
  void manyBatchesGiveEveryRowOnce() {
    Dataset<Row> rows = load(flows(5000).write(dir.resolve("many")));

    assertThat(rows.select("record_ordinal").distinct().count()).isEqualTo(5000);
    assertThat(rows.filter("flow_start >= timestamp'2026-05-02 10:00:04'").count())
        .as("rows of the last batches, by their own values")
        .isEqualTo(1000);
    assertThat(rows.filter("exporter_ip_address is null").count()).isEqualTo(5000);
  }

  @Test
  void countingReadsNoColumn() {
    Dataset<Row> counted = load(flows(5000).write(dir.resolve("many"))).groupBy().count();

    assertThat(counted.first().getLong(0)).isEqualTo(5000);
    assertThat(counted.queryExecution().optimizedPlan().toString())
        .contains("RelationV2[]")
        .doesNotContain("flow_start");
  }

  @Test
  void onlyTheColumnsAskedForAreRead() {
    Dataset<Row> rows =
        load(flows(3).write(dir.resolve("some"))).select("input_file", "source_transport_port");

    assertThat(rows.queryExecution().optimizedPlan().toString())
        .contains("source_transport_port")
        .doesNotContain("flow_start");
    assertThat(rows.collectAsList()).extracting(row -> row.getInt(1)).contains(40_000, 40_002);
  }

  @Test
  void directoriesAreReadWithAllBelowThemButHiddenFiles() {
    flows(1).write(dir.resolve("2026/05/a"));
    flows(2).write(dir.resolve("2026/06/b"));
    flows(4).write(dir.resolve("2026/.nfstat"));
    flows(8).write(dir.resolve("2026/.old/c"));

    assertThat(load(dir.resolve("2026")).count()).isEqualTo(3);
  }

  @Test
  void globsAndSeveralPathsAreReadAndNoFileTwice() {
    flows(1).write(dir.resolve("2026/a1"));
    flows(2).write(dir.resolve("2026/a2"));
    flows(4).write(dir.resolve("2027/b"));

    assertThat(load(dir + "/*/a?").count()).isEqualTo(3);
    assertThat(load(dir + "/20*").count()).as("directories that a glob names").isEqualTo(7);
    assertThat(load(dir.resolve("2027"), dir.resolve("2026/a1"), dir.resolve("2026")).count())
        .isEqualTo(7);
  }

  @Test
  void aPathThatNamesNothingIsAnError() {
    Path missing = dir.resolve("missing");

    assertThatThrownBy(() -> load(missing).count())
        .hasMessageContaining(missing + ": no such file or directory");
    assertThatThrownBy(() -> load(dir + "/no*").count())
        .hasMessageContaining(dir + "/no*: matches no file");
  }

  @Test
  void aTruncatedFileFailsTheQueryAndIsNamed() {
    Path file = flows(10).write(dir.resolve("cut"), 150);

    assertThatThrownBy(() -> load(file).count())
        .hasStackTraceContaining(file + ", offset 40: block: 850 bytes left (expected: 1000)")
        .hasStackTraceContaining("onCorrupt=skip");
  }

  @Test
  void whatIsReadableOfATruncatedFileIsGivenOnDemandAndTheLossCounted() {
    Path file = flows(10).write(dir.resolve("cut"), 150);

    Dataset<Row> rows = loadWhatIsReadable(file).select("flow_start");

    assertThat(rows.collectAsList()).hasSize(8);
    assertThat(metric(rows, "undecodable")).isEqualTo(1);
    assertThat(metric(rows, "partialFiles")).isEqualTo(1);
  }

  @Test
  void aForeignFileFailsTheQueryOrIsCounted() throws IOException {
    flows(3).write(dir.resolve("all/good"));
    Path foreign =
        Files.write(dir.resolve("all/notes.txt"), "to do".getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(() -> load(dir.resolve("all")).count())
        .hasStackTraceContaining(foreign + ", offset 0: not a known flow format");

    Dataset<Row> rows = loadWhatIsReadable(dir.resolve("all")).select("flow_start");
    assertThat(rows.collectAsList()).hasSize(3);
    assertThat(metric(rows, "partialFiles")).isEqualTo(1);
  }

  @Test
  void anUnknownWordForOnCorruptIsAnError() {
    Path file = flows(1).write(dir.resolve("one"));

    assertThatThrownBy(
            () ->
                LocalSpark.session()
                    .read()
                    .format("flows")
                    .option("onCorrupt", "ignore")
                    .load(file.toString())
                    .count())
        .hasMessageContaining("option onCorrupt: 'ignore' (expected: stop or skip)");
  }

  @Test
  void absurdTimesStayAbsurd() {
    Path file =
        new NfcapdFile()
            .flow(Long.MAX_VALUE - 7, T, "10.0.0.7", 1, "192.0.2.20", 3333)
            .write(dir.resolve("absurd"));

    List<Row> rows = load(file).selectExpr("unix_micros(flow_start)").collectAsList();

    assertThat(rows).extracting(row -> row.getLong(0)).containsExactly(Long.MAX_VALUE);
  }
}
