// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowColumn;
import io.minetrace.flow.FlowReader;
import io.minetrace.format.FlowFormat;
import io.minetrace.format.bytes.FlowInput;
import io.minetrace.format.options.ReadOptions;
import io.minetrace.report.FlowPrinter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What each format of the registry owes its user, on small files that foreign tools wrote. */
class FlowFormatContractTest {

  /** Small enough to be cut and damaged at every byte in a moment. */
  private static final int MAX_CASE_BYTES = 8 * 1024;

  /** A smaller batch than any reader expects, so that datagrams and blocks pass its end. */
  private static final int BATCH_ROWS = 16;

  /** As many places of a file as are cut or damaged where not all are. */
  private static final int FEW_PLACES = 500;

  /**
   * All cases at every byte are a million readings, minutes. {@code MINETRACE_EVERY_BYTE=1} asks
   * for them.
   */
  private static final boolean EVERY_BYTE = "1".equals(System.getenv("MINETRACE_EVERY_BYTE"));

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final CSVFormat CSV =
      CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();

  /** Checks one case. */
  @FunctionalInterface
  private interface Check {
    void run(ContractCase contractCase) throws IOException;
  }

  private static Stream<DynamicTest> onEachCase(Check check) {
    return ContractCase.all().map(c -> DynamicTest.dynamicTest(c.toString(), () -> check.run(c)));
  }

  private static GuardedReading read(ContractCase contractCase, byte[] bytes) {
    return GuardedReading.of(contractCase::open, new ByteArrayInputStream(bytes), BATCH_ROWS);
  }

  @Test
  void everyFormatHasACase() {
    assertThat(FlowFormat.values())
        .as("constants with a file below " + ContractCase.root())
        .allSatisfy(format -> assertThat(ContractCase.of(format)).as(format.name()).isNotEmpty());
  }

  @Test
  void everyFolderIsOfAFormat() throws IOException {
    List<String> constants =
        Arrays.stream(FlowFormat.values()).map(f -> f.name().toLowerCase(Locale.ROOT)).toList();
    try (Stream<Path> folders = Files.list(ContractCase.root())) {
      assertThat(folders.filter(Files::isDirectory).map(f -> f.getFileName().toString()))
          .isSubsetOf(constants);
    }
  }

  @TestFactory
  Stream<DynamicTest> aCaseIsSmallAndItsOptionsAreKnown() {
    return onEachCase(
        contractCase -> {
          assertThat(contractCase.bytes()).hasSizeBetween(1, MAX_CASE_BYTES);
          assertThat(contractCase.unknownOptions()).as("options").isEmpty();
        });
  }

  @TestFactory
  Stream<DynamicTest> aFileIsRecognisedByItsOwnFormatAndNoOther() {
    return onEachCase(
        contractCase -> {
          byte[] bytes = contractCase.bytes();
          byte[] head = Arrays.copyOf(bytes, Math.min(bytes.length, FlowInput.HEAD_BYTES));
          ReadOptions told = contractCase.readOptions();
          assertThat(FlowFormat.values())
              .filteredOn(format -> format.recognises(head, told))
              .containsExactly(contractCase.format());
        });
  }

  @TestFactory
  Stream<DynamicTest> rowsAreWhatTheForeignToolReads() {
    return onEachCase(
        contractCase -> {
          List<CSVRecord> expected =
              records(Files.readString(contractCase.expected(), StandardCharsets.UTF_8));
          assertThat(expected).as("expected rows").isNotEmpty();
          List<String> columns = expected.get(0).getParser().getHeaderNames();
          assertThat(columns)
              .isSubsetOf(Arrays.stream(FlowColumn.values()).map(FlowColumn::columnName).toList());
          assertThat(cells(records(printed(contractCase)), columns))
              .containsExactlyElementsOf(cells(expected, columns));
        });
  }

  private static List<CSVRecord> records(String csv) throws IOException {
    try (CSVParser parser = CSV.parse(new StringReader(csv))) {
      return parser.getRecords();
    }
  }

  private static List<String> cells(List<CSVRecord> records, List<String> columns) {
    return records.stream()
        .map(
            record ->
                String.join(
                    " ",
                    columns.stream().map(column -> column + "=" + record.get(column)).toList()))
        .toList();
  }

  private static String printed(ContractCase contractCase) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (FlowReader reader = contractCase.open(new ByteArrayInputStream(contractCase.bytes()));
        FlowPrinter printer = FlowPrinter.Syntax.CSV.start(out)) {
      FlowBatch batch = new FlowBatch();
      while (reader.next(batch)) {
        printer.print(batch);
      }
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  @TestFactory
  Stream<DynamicTest> aWholeFileLosesNothing() {
    return onEachCase(
        contractCase -> {
          try (FlowReader reader =
              contractCase.open(new ByteArrayInputStream(contractCase.bytes()))) {
            FlowBatch batch = new FlowBatch();
            while (reader.next(batch)) {
              BatchRules.check(batch);
            }
            assertThat(reader.report().isPartial())
                .as(reader.report().tallies().toString())
                .isFalse();
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> theSizeOfPiecesAndBatchesChangesNothing() {
    return onEachCase(
        contractCase -> {
          byte[] bytes = contractCase.bytes();
          GuardedReading whole = read(contractCase, bytes);
          assertThat(whole.failure()).isEmpty();
          assertThat(read(contractCase, bytes)).as("read again").isEqualTo(whole);
          assertThat(
                  GuardedReading.of(
                      contractCase::open, new PiecewiseStream(bytes, () -> 1), FlowBatch.CAPACITY))
              .as("in pieces of one byte")
              .isEqualTo(whole);
          for (int seed = 0; seed < 10; seed++) {
            Random random = new Random(seed);
            assertThat(
                    GuardedReading.of(
                        contractCase::open,
                        new PiecewiseStream(bytes, () -> 1 + random.nextInt(500)),
                        1 + random.nextInt(5)))
                .as("in pieces and batches of random sizes, seed %d", seed)
                .isEqualTo(whole);
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> aFileCutAtAnyByteGivesNoRowThatTheWholeDoesNotHave() {
    return onEachCase(
        contractCase -> {
          byte[] bytes = contractCase.bytes();
          Set<FlowColumn> late = contractCase.lateColumns();
          Set<RowCells> whole = new HashSet<>();
          read(contractCase, bytes).rows().forEach(row -> whole.add(row.without(late)));
          onEach(
              "cut at",
              places(contractCase, bytes.length),
              length -> {
                for (RowCells row : read(contractCase, Arrays.copyOf(bytes, length)).rows()) {
                  if (!whole.contains(row.without(late))) {
                    throw new AssertionError("invented: " + row);
                  }
                }
              });
        });
  }

  @TestFactory
  Stream<DynamicTest> anyByteMayBeDamaged() {
    return onEachCase(
        contractCase -> {
          byte[] bytes = contractCase.bytes();
          for (int bits : new int[] {0x01, 0xff}) {
            onEach(
                "bits " + bits + " of",
                places(contractCase, bytes.length),
                i -> read(contractCase, flipped(bytes, i, rotated(bits, i))));
          }
        });
  }

  /** A single bit is another one from byte to byte. */
  private static int rotated(int bits, int by) {
    return Integer.rotateLeft(bits * 0x0101_0101, by % Byte.SIZE);
  }

  private static byte[] flipped(byte[] bytes, int at, int bits) {
    byte[] copy = bytes.clone();
    copy[at] ^= (byte) bits;
    return copy;
  }

  /** Every byte of the smallest case of each format; of the others some, all if that is asked. */
  private static IntStream places(ContractCase contractCase, int length) {
    IntStream all = IntStream.range(0, length);
    if (EVERY_BYTE || length <= FEW_PLACES || contractCase.isSmallestOfItsFormat()) {
      return all;
    }
    int step = (length + FEW_PLACES - 1) / FEW_PLACES;
    int first = Math.floorMod(contractCase.toString().hashCode(), step);
    return all.filter(i -> i % step == first);
  }

  /** Runs an action for all indices on all cores, and names the index that fails or hangs. */
  private static void onEach(String what, IntStream indices, IndexAction action) {
    Set<Integer> running = ConcurrentHashMap.newKeySet();
    Assertions.assertTimeoutPreemptively(
        LIMIT,
        () ->
            indices
                .parallel()
                .forEach(
                    i -> {
                      running.add(i);
                      try {
                        action.run(i);
                      } catch (RuntimeException | AssertionError e) {
                        throw new AssertionError(what + " byte " + i + ": " + e, e);
                      }
                      running.remove(i);
                    }),
        () -> what + " one of the bytes " + running + ": no end");
  }

  /** What is done at an index. */
  @FunctionalInterface
  private interface IndexAction {
    void run(int index);
  }
}
