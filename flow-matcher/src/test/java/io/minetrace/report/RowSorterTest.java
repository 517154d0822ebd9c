// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowSorterTest {

  private static final long DAY = 24L * 60 * 60 * 1000;

  @TempDir private Path directory;

  /** A row with something in every column, or nothing where that is allowed. */
  private static ResultRow row(long flowStart, String inputFile, long ordinal) {
    Object[] values = new Object[ResultColumn.values().length];
    for (ResultColumn column : ResultColumn.values()) {
      values[column.ordinal()] =
          switch (column.type()) {
            case INT -> 7;
            case LONG, TIMESTAMP -> ordinal % 2 == 0 ? null : (Object) ordinal;
            case STRING -> "s\u00e9\"\n";
            case STRINGS -> List.of("a", "b|c");
          };
    }
    values[ResultColumn.FLOW_START.ordinal()] = flowStart;
    values[ResultColumn.INPUT_FILE.ordinal()] = inputFile;
    values[ResultColumn.RECORD_ORDINAL.ordinal()] = ordinal;
    return ResultRow.ofValues(values);
  }

  private static List<ResultRow> rows() {
    List<ResultRow> rows = new ArrayList<>();
    Random random = new Random(2);
    for (int i = 0; i < 1000; i++) {
      rows.add(row(random.nextInt(50), "file" + random.nextInt(3), i));
    }
    return rows;
  }

  private List<String> sorted(List<ResultRow> rows, int runRows) throws IOException {
    List<String> lines = new ArrayList<>();
    try (RowSorter sorter = new RowSorter(directory, runRows)) {
      for (ResultRow row : rows) {
        sorter.add(row);
      }
      sorter.drainTo(row -> lines.add(new String(CanonicalJson.line(row), StandardCharsets.UTF_8)));
    }
    return lines;
  }

  @Test
  void spilledRunsMergeToTheOrderOfASortInMemory() throws IOException {
    List<ResultRow> rows = rows();
    List<String> inMemory = sorted(rows, Integer.MAX_VALUE);
    assertThat(inMemory).hasSize(1000);
    Collections.shuffle(rows, new Random(3));
    assertThat(sorted(rows, 7)).isEqualTo(inMemory);
    assertThat(sorted(rows, 1000)).isEqualTo(inMemory);
    assertThat(directory).as("spilled runs are removed").isEmptyDirectory();
  }

  @Test
  void theDigestOfDaysDigestedApartIsThatOfTheWhole() {
    ResultDigest whole = new ResultDigest();
    ResultDigest first = new ResultDigest();
    ResultDigest second = new ResultDigest();
    for (int i = 0; i < 10; i++) {
      whole.add(row(i, "f", i));
      first.add(row(i, "f", i));
    }
    for (int i = 0; i < 10; i++) {
      whole.add(row(DAY + i, "f", i));
      second.add(row(DAY + i, "f", i));
    }
    ResultDigest combined = new ResultDigest();
    second.days().forEach(combined::add);
    first.days().forEach(combined::add);
    assertThat(combined.hex()).isEqualTo(whole.hex());
    assertThat(whole.days().values()).extracting(ResultDigest.Day::rows).containsExactly(10L, 10L);
  }

  @Test
  void rowsOfADayThatDoNotStandTogetherAreRefused() {
    ResultDigest digest = new ResultDigest();
    digest.add(row(0, "f", 0));
    digest.add(row(DAY, "f", 1));
    digest.add(row(1, "f", 2));
    assertThatThrownBy(digest::hex).hasMessage("rows of 1970-01-01 do not stand together");
  }
}
