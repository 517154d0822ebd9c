// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.format.FlowFormat;
import io.minetrace.format.options.MappingFile;
import io.minetrace.format.options.ReadOptions;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What every text dialect owes its user, on every small case there is of it. */
class DialectCasesTest {

  private static final String EXPECTED = ".expected.csv";

  /** A file of a dialect, what it says, and what its user has to tell. */
  private record Case(FlowFormat format, Path file, Path expected, ReadOptions options) {

    byte[] bytes() throws IOException {
      return Files.readAllBytes(file);
    }

    TextFile read(byte[] bytes) throws IOException {
      return TextFile.of(bytes, options);
    }
  }

  private static Stream<Case> cases() throws IOException {
    Path root;
    try {
      root = Path.of(DialectCasesTest.class.getResource("/contract").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
    Stream.Builder<Case> cases = Stream.builder();
    for (FlowFormat format : EnumSet.range(FlowFormat.MAPPED_TEXT, FlowFormat.MINETRACE_NDJSON)) {
      Path folder = root.resolve(format.name().toLowerCase(Locale.ROOT));
      if (Files.isDirectory(folder)) {
        try (Stream<Path> files = Files.list(folder)) {
          for (Path expected : files.filter(f -> f.toString().endsWith(EXPECTED)).toList()) {
            cases.add(caseOf(format, folder, expected));
          }
        }
      }
    }
    return cases.build();
  }

  private static Case caseOf(FlowFormat format, Path folder, Path expected) throws IOException {
    String name = expected.getFileName().toString().replace(EXPECTED, "");
    Path file;
    try (Stream<Path> files = Files.list(folder)) {
      file =
          files
              .filter(f -> f.getFileName().toString().startsWith(name + "."))
              .filter(f -> !f.equals(expected) && !f.toString().endsWith(".options"))
              .findFirst()
              .orElseThrow();
    }
    return new Case(format, file, expected, options(folder, name));
  }

  private static ReadOptions options(Path folder, String name) throws IOException {
    ReadOptions options = ReadOptions.DEFAULT;
    Path file = folder.resolve(name + ".options");
    if (!Files.exists(file)) {
      return options;
    }
    Properties properties = new Properties();
    try (InputStream stream = Files.newInputStream(file)) {
      properties.load(stream);
    }
    if (properties.containsKey("source-timezone")) {
      options = options.withSourceTimezone(ZoneId.of(properties.getProperty("source-timezone")));
    }
    if (properties.containsKey("mapping")) {
      String text = properties.getProperty("mapping").replace("|", "\n");
      options = options.withMapping(MappingFile.parse("mapping", text));
    }
    return options;
  }

  /** Checks one case. */
  @FunctionalInterface
  private interface Check {
    void run(Case given) throws IOException;
  }

  private static Stream<DynamicTest> each(Check check) throws IOException {
    return cases()
        .map(
            given ->
                DynamicTest.dynamicTest(
                    given.format() + "/" + given.file().getFileName(), () -> check.run(given)));
  }

  @TestFactory
  Stream<DynamicTest> theRowsAreThoseThatWereExpected() throws IOException {
    return each(
        given -> {
          TextFile read = given.read(given.bytes());
          assertThat(read.failure()).isEmpty();
          List<String> lines = Files.readAllLines(given.expected());
          List<String> names = List.of(lines.get(0).split(",", -1));
          List<List<String>> expected =
              lines.stream().skip(1).map(line -> List.of(line.split(",", -1))).toList();
          List<List<String>> found =
              read.rows().stream().map(row -> names.stream().map(row::get).toList()).toList();
          assertThat(found).isEqualTo(expected);
        });
  }

  @TestFactory
  Stream<DynamicTest> eachIsRecognisedByItsOwnFormatOnly() throws IOException {
    return each(
        given -> {
          byte[] bytes = given.bytes();
          byte[] head = Arrays.copyOf(bytes, Math.min(bytes.length, 4096));
          assertThat(FlowFormat.values())
              .filteredOn(format -> format.recognises(head, given.options()))
              .containsExactly(given.format());
        });
  }

  @TestFactory
  Stream<DynamicTest> aFileCutAtAnyByteHasNoRowThatTheWholeDoesNotHave() throws IOException {
    return each(
        given -> {
          byte[] bytes = given.bytes();
          Set<String> whole = new HashSet<>(given.read(bytes).lines());
          // Every byte of the last records, and of the others as many as take no time.
          int near = bytes.length - 700;
          for (int length = 0; length < bytes.length; length += length < near ? 13 : 1) {
            TextFile cut = given.read(Arrays.copyOf(bytes, length));
            assertThat(whole).as("cut at %d", length).containsAll(cut.lines());
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> aChangedByteCostsNoMoreThanItsOwnRecord() throws IOException {
    return each(
        given -> {
          byte[] bytes = given.bytes();
          int rows = given.read(bytes).lines().size();
          // Behind the header, whose damage costs the table.
          int start = Math.min(bytes.length, 1200);
          for (int at = start; at < bytes.length; at += 11) {
            byte[] changed = bytes.clone();
            changed[at] ^= 0x11;
            assertThat(given.read(changed).lines().size())
                .as("changed at %d", at)
                .isBetween(Math.max(0, rows - 2), rows + 1);
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> byteByByteTheSameIsRead() throws IOException {
    return each(
        given -> {
          byte[] bytes = given.bytes();
          InputStream slow =
              new FilterInputStream(new ByteArrayInputStream(bytes)) {
                @Override
                public int read(byte[] target, int from, int length) throws IOException {
                  return super.read(target, from, Math.min(length, 1));
                }
              };
          assertThat(TextFile.of(slow, given.options()).lines())
              .isEqualTo(given.read(bytes).lines());
        });
  }
}
