// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directories that stand for tables, as Spark leaves them. */
class RunOutputTest {

  private static final List<String> BEFORE =
      List.of(
          "files/run_id=a/before",
          "labelled/flow_date=2026-05-01/run_id=a/before",
          "labelled/flow_date=2026-05-02/run_id=a/before",
          "labelled/flow_date=2026-05-02/run_id=b/other",
          "sessions/run_id=a/before");

  private final Configuration hadoop = new Configuration();
  @TempDir private Path out;

  @BeforeEach
  void anEarlierRunAndAStagedOne() throws IOException {
    for (String file : BEFORE) {
      write(file);
    }
    write("_staging/a/files/now");
    write("_staging/a/labelled/flow_date=2026-05-02/now");
    write("_staging/a/labelled/flow_date=2026-05-03/now");
  }

  private void write(String file) throws IOException {
    Files.createDirectories(out.resolve(file).getParent());
    Files.writeString(out.resolve(file), file);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(out)) {
      return all.filter(Files::isRegularFile)
          .map(file -> out.relativize(file).toString())
          .filter(name -> !name.endsWith(".crc"))
          .sorted()
          .toList();
    }
  }

  @Test
  void whatACrashLeftAsideIsPutBackByTheNextRun() throws IOException {
    Files.createDirectories(out.resolve("_before/a/labelled/flow_date=2026-05-01"));
    Files.createDirectories(out.resolve("_before/a/sessions"));
    Files.move(
        out.resolve("labelled/flow_date=2026-05-01/run_id=a"),
        out.resolve("_before/a/labelled/flow_date=2026-05-01/run_id=a"));
    Files.move(out.resolve("sessions/run_id=a"), out.resolve("_before/a/sessions/run_id=a"));
    RunOutput.at(out.toString(), "a", hadoop).clear();
    assertThat(files()).containsExactlyElementsOf(BEFORE);
    assertThat(out.resolve("_before")).doesNotExist();
  }

  @Test
  void anEmptyDayOfAnotherRunStays() throws IOException {
    Files.createDirectories(out.resolve("labelled/flow_date=2026-05-09"));
    RunOutput.at(out.toString(), "a", hadoop).place();
    assertThat(out.resolve("labelled/flow_date=2026-05-09")).exists();
  }

  @Test
  void aRunReplacesAllOfTheEarlierOne() throws IOException {
    RunOutput.at(out.toString(), "a", hadoop).place();
    assertThat(files())
        .containsExactly(
            "files/run_id=a/now",
            "labelled/flow_date=2026-05-02/run_id=a/now",
            "labelled/flow_date=2026-05-02/run_id=b/other",
            "labelled/flow_date=2026-05-03/run_id=a/now");
    assertThat(out.resolve("labelled/flow_date=2026-05-01")).doesNotExist();
    assertThat(out.resolve("_staging")).doesNotExist();
    assertThat(out.resolve("_before")).doesNotExist();
  }

  @Test
  void whereOneTableCannotBePlacedTheEarlierRunIsPutBack() throws IOException {
    for (String refused : List.of("flow_date=2026-05-02", "flow_date=2026-05-03", "files")) {
      FillingFileSystem.fullFor("(?!.*_staging).*" + refused + "/run_id=a", hadoop);
      RunOutput output = RunOutput.at("filling:" + out, "a", hadoop);
      assertThatThrownBy(output::place).hasMessageContaining(refused + "/run_id=a");
      assertThat(files().stream().filter(name -> !name.startsWith("_staging")))
          .as(refused)
          .containsExactlyElementsOf(BEFORE);
      assertThat(out.resolve("_before/a/files")).isEmptyDirectory();
      assertThat(files()).contains("_staging/a/files/now").hasSize(BEFORE.size() + 3);
      assertThat(out.resolve("labelled/flow_date=2026-05-03")).doesNotExist();
    }
  }
}
