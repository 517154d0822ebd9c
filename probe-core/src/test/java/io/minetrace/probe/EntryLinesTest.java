// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EntryLinesTest {

  @TempDir private Path directory;

  private static List<String> entries(Collection<String> lines) {
    List<String> entries = new ArrayList<>();
    EntryLines.read(
        lines,
        entry -> {
          if (entry.equals("bad")) {
            throw new IllegalArgumentException("not good");
          }
          entries.add(entry);
        });
    return entries;
  }

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("list"), text, StandardCharsets.UTF_8);
  }

  @Test
  void remarksAndEmptyLinesAreNoEntries() {
    assertThat(entries(List.of("# a remark", "", " \t", "  one # and no remark ", "  # another")))
        .containsExactly("one # and no remark");
  }

  @Test
  void whatTheReaderRefusesIsSaidWithItsLine() {
    assertThatThrownBy(() -> entries(List.of("one", "# two", "bad")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("line 3: not good");
  }

  @Test
  void anEditorsByteOrderMarkBelongsToNoEntry() throws IOException {
    assertThat(EntryLines.ofFile(file("\uFEFFone\r\ntwo\r\n"), EntryLinesTest::entries))
        .containsExactly("one", "two");
    assertThat(EntryLines.ofFile(file("\uFEFF# a remark\ntwo"), EntryLinesTest::entries))
        .containsExactly("two");
  }

  @Test
  void aFileIsNamedInWhatIsSaidOfIt() throws IOException {
    Path bad = file("one\nbad\n");
    assertThatThrownBy(() -> EntryLines.ofFile(bad, EntryLinesTest::entries))
        .hasMessage(bad + ", line 2: not good");
    Files.write(bad, new byte[] {(byte) 0xff});
    assertThatThrownBy(() -> EntryLines.ofFile(bad, EntryLinesTest::entries))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(bad + ": bytes that are no UTF-8");
    assertThatThrownBy(() -> EntryLines.ofFile(directory.resolve("none"), EntryLinesTest::entries))
        .isInstanceOf(NoSuchFileException.class);
  }
}
