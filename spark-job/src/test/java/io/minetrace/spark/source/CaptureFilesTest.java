// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureFilesTest {

  @TempDir private Path dir;

  private Path day;

  @BeforeEach
  void place() throws IOException {
    day = Files.createDirectory(dir.resolve("day"));
    Files.writeString(day.resolve("a.flows"), "a");
  }

  private static CaptureFiles list(Object... paths) {
    return CaptureFiles.list(
        List.of(paths).stream().map(Object::toString).toList(), new Configuration());
  }

  @Test
  void everyDotFileIsHiddenHoweverShort() throws IOException {
    Files.writeString(day.resolve(".x"), "x");
    CaptureFiles files = list(day);
    assertThat(files.files()).hasSize(1);
    assertThat(files.passedOver().describe()).isEqualTo("1 hidden file");
  }

  @Test
  void aLinkToADirectoryIsNamedAndNotFollowed() throws IOException {
    Path other = Files.createDirectory(dir.resolve("other"));
    Files.writeString(other.resolve("b.flows"), "b");
    Path link = Files.createSymbolicLink(day.resolve("link"), other);
    CaptureFiles files = list(day);
    assertThat(files.files()).hasSize(1);
    assertThat(files.problems())
        .singleElement()
        .asString()
        .endsWith(link + ": link to a directory, not followed (name it to read it)");
    assertThat(list(link).files()).as("a link that is named").hasSize(1);
  }

  @Test
  void aGlobOfFilesThatWereNamedBeforeMatches() {
    CaptureFiles files = list(day, day + "/*.flows");
    assertThat(files.files()).hasSize(1);
    assertThat(files.problems()).isEmpty();
  }
}
