// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import static io.minetrace.report.ResultRows.flow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultReaderTest {

  @TempDir private Path directory;

  private static List<ResultRow> rows() {
    return ResultRows.inSessions(
        flow("10.0.0.1", "192.0.2.20:3333", "2026-05-02T10:00", "2026-05-02T10:30").octets(1, 0),
        flow("2001:db8::1", "[2001:db8::2]:443", "2026-05-02T10:00:00.001", "1969-12-31T23:59")
            .pool("A, \"b\"\nc", "BTC", "LTC"),
        flow("10.0.0.3", "192.0.2.20:3333", "2026-05-02T11:00", "2026-05-02T10:30").pool(""));
  }

  private Path written(ResultFormat format) throws IOException {
    Path file = directory.resolve("matches." + format.extension());
    try (ResultWriter writer = format.start(Files.newOutputStream(file))) {
      for (ResultRow row : rows()) {
        writer.write(row);
      }
    }
    return file;
  }

  private static List<String> read(Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    try (ResultReader reader = ResultReader.open(file)) {
      for (Optional<ResultRow> row = reader.next(); row.isPresent(); row = reader.next()) {
        lines.add(new String(row.get().canonicalLine(), StandardCharsets.UTF_8));
      }
    }
    return lines;
  }

  @Test
  void bothSyntaxesGiveTheRowsThatWereWritten() throws IOException {
    List<String> wanted =
        rows().stream()
            .map(row -> new String(row.canonicalLine(), StandardCharsets.UTF_8))
            .map(line -> line.replaceAll("\"record_ordinal\":\\d+", ""))
            .toList();
    for (ResultFormat format : ResultFormat.values()) {
      assertThat(read(written(format)))
          .map(line -> line.replaceAll("\"record_ordinal\":\\d+", ""))
          .isEqualTo(wanted);
    }
  }

  @Test
  void whatIsNoResultIsNamedWithItsLine() throws IOException {
    Path csv = directory.resolve("x.csv");
    Files.writeString(csv, "a,b\n1,2\n");
    assertThatThrownBy(() -> read(csv))
        .hasMessage(csv + ": not a result (it has no column flow_start)");
    Path ndjson = directory.resolve("x.ndjson");
    Files.writeString(ndjson, "{\"flow_start\":1}\n");
    assertThatThrownBy(() -> read(ndjson))
        .hasMessage(ndjson + ", line 1: not a row of a result (flow_end is missing)");
    Files.writeString(ndjson, "{\"flow_start\":\"x\"}\n");
    assertThatThrownBy(() -> read(ndjson)).hasMessageContaining("line 1: not a row of a result");
  }

  @Test
  void damageAnywhereIsAnIoException() throws IOException {
    Random random = new Random(4);
    for (ResultFormat format : ResultFormat.values()) {
      byte[] whole = Files.readAllBytes(written(format));
      for (int i = 0; i < 400; i++) {
        byte[] bytes = whole.clone();
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        Path file = directory.resolve("damaged." + format.extension());
        Files.write(file, java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length) + 1));
        try {
          read(file);
        } catch (IOException e) {
          assertThat(e.getMessage()).contains(file.toString());
        }
      }
    }
  }
}
