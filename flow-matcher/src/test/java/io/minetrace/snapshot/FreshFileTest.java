// SPDX-License-Identifier: Apache-2.0
package io.minetrace.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreshFileTest {

  @TempDir private Path directory;
  private Path target;

  @BeforeEach
  void name() {
    target = directory.resolve("pools.zip.sig");
  }

  private void write(String text, FreshFile.Link link) throws IOException {
    FreshFile.write(target, text, FreshFile.Readers.OWNER, FreshFile.Existing.REFUSE, link);
  }

  /** What Linux says of FAT. */
  private static void refused(Path name, Path file) throws IOException {
    throw new FileSystemException(name.toString(), file.toString(), "Operation not permitted");
  }

  private void assertThatOnlyTheTargetIsThere(String text) throws IOException {
    assertThat(target).hasContent(text);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
        .isEqualTo("rw-------");
    assertThat(directory).isDirectoryNotContaining(file -> !file.equals(target));
  }

  @Test
  void aFileIsWrittenWhereThereAreLinks() throws IOException {
    write("text", Files::createLink);
    assertThatOnlyTheTargetIsThere("text");
  }

  @Test
  void aFileIsWrittenWhereThereAreNone() throws IOException {
    write("text", FreshFileTest::refused);
    assertThatOnlyTheTargetIsThere("text");
  }

  @Test
  void aFileIsWrittenWhereLinksAreNotEvenKnown() throws IOException {
    write(
        "text",
        (name, file) -> {
          throw new UnsupportedOperationException();
        });
    assertThatOnlyTheTargetIsThere("text");
  }

  @Test
  void aFileThatIsThereStaysAsItIsWithLinksOrWithout() throws IOException {
    write("first", Files::createLink);
    assertThatThrownBy(() -> write("second", Files::createLink))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> write("second", FreshFileTest::refused))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThatOnlyTheTargetIsThere("first");
  }
}
