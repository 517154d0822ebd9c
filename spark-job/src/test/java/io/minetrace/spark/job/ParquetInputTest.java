// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.unix_millis;
import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.report.ResultColumn;
import io.minetrace.spark.LocalSpark;
import io.minetrace.spark.PoolWindows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flows that somebody has written as Parquet, by Spark itself. */
class ParquetInputTest {

  @TempDir private Path dir;

  private Path captures;
  private Path windows;

  @BeforeEach
  void place() {
    captures = dir.resolve("captures");
    windows = PoolWindows.write(dir.resolve("pools.zip"));
    Captures.twoDays(captures);
    Captures.timeless(captures.resolve("timeless"));
  }

  private static SparkSession spark() {
    return LocalSpark.session();
  }

  private Dataset<Row> flows() {
    return spark().read().format("flows").load(captures.toString());
  }

  private JobRun job(Path input, String out, Object... more) {
    return JobRun.of(
        Stream.concat(
                Stream.of("--flows", input, "--windows", windows, "--out", dir.resolve(out)),
                Stream.of(more))
            .toArray());
  }

  /** The rows of a result without what says which file they are from. */
  private List<String> found(String out) {
    Column[] columns =
        Stream.of(
                ResultColumn.FLOW_START,
                ResultColumn.FLOW_END,
                ResultColumn.SOURCE_IP_ADDRESS,
                ResultColumn.DESTINATION_IP_ADDRESS,
                ResultColumn.CLIENT_IP_ADDRESS,
                ResultColumn.MINING_CONFIDENCE,
                ResultColumn.MINING_ACTIVITY)
            .map(column -> col(column.columnName()))
            .toArray(Column[]::new);
    return spark()
        .read()
        .parquet(dir.resolve(out).resolve("labelled").toString())
        .select(columns)
        .collectAsList()
        .stream()
        .map(Row::toString)
        .sorted()
        .toList();
  }

  private Path written(Dataset<Row> table, String timestamps) {
    Path path = dir.resolve("parquet-" + timestamps);
    spark().conf().set("spark.sql.parquet.outputTimestampType", timestamps);
    try {
      table.coalesce(2).write().parquet(path.toString());
    } finally {
      spark().conf().unset("spark.sql.parquet.outputTimestampType");
    }
    return path;
  }

  @Test
  void whatTheDataSourceGaveHasTheDigestOfTheCaptures() throws IOException {
    // A flow without times takes the span of the file it is in, which would be another one.
    Files.delete(captures.resolve("timeless"));
    JobRun direct = job(captures, "direct");
    for (String timestamps : List.of("INT96", "TIMESTAMP_MICROS", "TIMESTAMP_MILLIS")) {
      JobRun job = job(written(flows(), timestamps), "out-" + timestamps);
      assertThat(job.exitCode()).as(job.err()).isZero();
      assertThat(job.digest()).as(timestamps).isEqualTo(direct.digest()).isNotEmpty();
    }
  }

  @Test
  void theSourceReadsItAsItReadsCaptures() {
    Path parquet = written(flows(), "TIMESTAMP_MICROS");
    Dataset<Row> again = spark().read().format("flows").load(parquet.toString());
    assertThat(again.count()).isEqualTo(flows().count());
    assertThat(again.exceptAll(flows()).count()).isZero();
  }

  @Test
  void aTableOfOnesOwnIsReadByAMapping() throws IOException {
    Files.delete(captures.resolve("timeless"));
    Dataset<Row> own =
        flows()
            .select(
                unix_millis(col("flow_start")).as("begin"),
                unix_millis(col("flow_end")).as("end"),
                col("source_ip_address").as("src"),
                col("destination_ip_address").as("dst"),
                col("source_transport_port").as("sport"),
                col("destination_transport_port").as("dport"),
                col("protocol_identifier").as("proto"),
                col("tcp_control_bits").as("flags"),
                col("octet_delta_count").as("bytes"),
                col("packet_delta_count").as("packets"));
    Path parquet = written(own, "TIMESTAMP_MICROS");
    Path mapping = dir.resolve("own.mapping");
    Files.writeString(
        mapping,
        """
        time.unit = milliseconds
        flow_start = begin
        flow_end = end
        source_ip_address = src
        destination_ip_address = dst
        source_transport_port = sport
        destination_transport_port = dport
        protocol_identifier = proto
        tcp_control_bits = flags
        octet_delta_count = bytes
        packet_delta_count = packets
        """);
    job(captures, "direct");
    JobRun job = job(parquet, "own", "--mapping", mapping);
    assertThat(job.exitCode()).as(job.err()).isZero();
    assertThat(found("own")).isEqualTo(found("direct"));
    JobRun without = job(parquet, "without");
    assertThat(without.exitCode()).isEqualTo(4);
    assertThat(without.err())
        .contains("Parquet columns: begin, end, src, dst")
        .contains("(expected: source_ip_address, destination_ip_address too; a mapping says");
  }

  @Test
  void aDamagedFileIsNamedAndCostsItselfOnly() {
    Path parquet = written(flows(), "TIMESTAMP_MICROS");
    try (Stream<Path> files = Files.list(parquet)) {
      Path first = files.filter(f -> f.toString().endsWith(".parquet")).sorted().findFirst().get();
      byte[] bytes = Files.readAllBytes(first);
      Files.write(first, Arrays.copyOf(bytes, bytes.length / 2));
      // Or Hadoop would find the damage before Parquet.
      Files.delete(first.resolveSibling("." + first.getFileName() + ".crc"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    JobRun job = job(parquet, "out");
    assertThat(job.exitCode()).isEqualTo(3);
    assertThat(job.err()).contains("offset 0: Parquet: ");
  }
}
