// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManyRowsTest {

  /** What a server takes at once is 16 MiB. */
  @ParameterizedTest
  @CsvSource({"600, 30000, 1", "300, 20000, 3", "2500, 3, 1", "2, 9000000, 1"})
  void rowsThatAreMoreThanAServerTakesAtOnceAllArrive(int rows, int length, int bytesAChar) {
    String text = (bytesAChar == 1 ? "x" : "\u20ac").repeat(length);
    assertThat(stored(rows, text)).isEqualTo(rows + " rows of " + length + " characters");
  }

  @Test
  void bytesThatAreWrittenWithABackslashAreCountedTwice() {
    assertThat(stored(2, "'".repeat(7_500_000))).isEqualTo("2 rows of 7500000 characters");
  }

  private static String stored(int rows, String text) {
    try (Catalog catalog = TestCatalog.empty()) {
      return catalog
          .jdbi()
          .withHandle(
              handle -> {
                handle.execute("CREATE TEMPORARY TABLE wide (number INT, content LONGTEXT)");
                ManyRows many = new ManyRows(2);
                for (int i = 0; i < rows; i++) {
                  many.add(i, text);
                }
                many.executeAll(handle, "INSERT INTO wide (number, content) VALUES %s");
                String found =
                    handle
                        .createQuery(
                            "SELECT CONCAT(COUNT(DISTINCT number), ' rows of ',"
                                + " GROUP_CONCAT(DISTINCT CHAR_LENGTH(content)), ' characters')"
                                + " FROM wide")
                        .mapTo(String.class)
                        .one();
                handle.execute("DROP TEMPORARY TABLE wide");
                return found;
              });
    }
  }
}
