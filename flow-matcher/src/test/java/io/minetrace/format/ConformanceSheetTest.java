// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * {@code CONFORMANCE.md} claims nothing without a test, and leaves nothing out without a reason.
 */
class ConformanceSheetTest {

  private static final Path SHEET = Path.of("CONFORMANCE.md");
  private static final String HEADER = "| clause | requirement | kept | shown by |";
  private static final String YES = "yes";
  private static final String DESCRIBED = "yes, from the description only";
  private static final String ON_PURPOSE = "on purpose not: ";
  private static final int LEAST_REASON = 20;
  private static final Pattern CLAIM = Pattern.compile("`([A-Z]\\w*Test)#(\\w+)`");

  /** A requirement of a table of the sheet. */
  private record Row(int line, String clause, String requirement, String kept, String shownBy) {

    boolean isKept() {
      return kept.equals(YES) || kept.equals(DESCRIBED);
    }

    List<MatchResult> claims() {
      return CLAIM.matcher(shownBy).results().toList();
    }
  }

  private static List<String> lines;
  private static List<Row> rows;

  @BeforeAll
  static void readSheet() throws IOException {
    lines = Files.readAllLines(SHEET);
    rows =
        Stream.iterate(0, i -> i < lines.size(), i -> i + 1)
            .filter(i -> lines.get(i).startsWith("|"))
            .filter(i -> !lines.get(i).equals(HEADER) && !lines.get(i).startsWith("|---"))
            .map(ConformanceSheetTest::row)
            .toList();
  }

  private static Row row(int index) {
    String[] cells = lines.get(index).split("\\|", -1);
    assertThat(cells).as("cells of line %d", index + 1).hasSize(6);
    return new Row(
        index + 1, cells[1].strip(), cells[2].strip(), cells[3].strip(), cells[4].strip());
  }

  @Test
  void everyTableHasTheFourColumns() {
    for (int i = 1; i < lines.size(); i++) {
      if (lines.get(i).startsWith("|---")) {
        assertThat(lines.get(i - 1)).as("line %d", i).isEqualTo(HEADER);
      }
    }
    assertThat(rows).hasSizeGreaterThan(100);
  }

  @Test
  void everyRequirementIsKeptOrLeftOutForAReason() {
    assertThat(rows)
        .allSatisfy(
            row -> {
              assertThat(row.clause()).isNotEmpty();
              assertThat(row.requirement()).isNotEmpty();
              assertThat(
                      row.isKept()
                          || (row.kept().startsWith(ON_PURPOSE)
                              && row.kept().length() >= ON_PURPOSE.length() + LEAST_REASON))
                  .as("line %d: \"%s\" or \"%s\" with a reason", row.line(), YES, ON_PURPOSE)
                  .isTrue();
            });
  }

  @Test
  void whatIsKeptIsShownByATest() {
    assertThat(rows)
        .filteredOn(Row::isKept)
        .allSatisfy(row -> assertThat(row.claims()).as("line %d", row.line()).isNotEmpty());
  }

  @Test
  void everyTestNamedIsOneThatRuns() throws IOException {
    Map<String, List<Class<?>>> classes = testClasses();
    assertThat(rows)
        .allSatisfy(
            row -> {
              String rest = CLAIM.matcher(row.shownBy()).replaceAll("").strip();
              assertThat(rest).as("line %d: not Class#method", row.line()).isEmpty();
              for (MatchResult claim : row.claims()) {
                assertThat(isTest(classes, claim.group(1), claim.group(2)))
                    .as("line %d: %s is a test", row.line(), claim.group())
                    .isTrue();
              }
            });
  }

  private static boolean isTest(
      Map<String, List<Class<?>>> classes, String simpleName, String method) {
    return classes.getOrDefault(simpleName, List.of()).stream()
        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
        .filter(found -> found.getName().equals(method))
        .anyMatch(ConformanceSheetTest::isTest);
  }

  private static boolean isTest(Method method) {
    return AnnotationSupport.isAnnotated(method, Testable.class);
  }

  /** The test classes of this module, by their names without package. */
  private static Map<String, List<Class<?>>> testClasses() throws IOException {
    Path root;
    try {
      root =
          Path.of(
              ConformanceSheetTest.class
                  .getProtectionDomain()
                  .getCodeSource()
                  .getLocation()
                  .toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith("Test.class"))
          .map(file -> load(root.relativize(file)))
          .collect(Collectors.groupingBy(Class::getSimpleName));
    }
  }

  private static Class<?> load(Path classFile) {
    String name = classFile.toString().replace(".class", "").replace('/', '.');
    try {
      return Class.forName(name, false, ConformanceSheetTest.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
