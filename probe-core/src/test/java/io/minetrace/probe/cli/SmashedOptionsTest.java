// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.probe.catalog.TestCatalog;
import io.minetrace.probe.catalog.smashed.PredecessorDatabase;
import io.minetrace.probe.cli.CatalogLine.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmashedOptionsTest {

  @TempDir private Path directory;
  private CatalogLine line;

  @BeforeEach
  void emptyDatabase() throws IOException {
    line = new CatalogLine(TestCatalog.emptyCatalog(), directory);
  }

  private Ran run(String... arguments) {
    return line.run(arguments);
  }

  private String dump(String text) throws IOException {
    return Files.writeString(directory.resolve("dump.sql"), text).toString();
  }

  @Test
  void aDumpIsTakenOverOnce() throws IOException {
    String dump = dump(PredecessorDatabase.dump(8));

    Ran dry = run("import", "--from-smashed", dump, "--dry-run");
    assertThat(dry.exitCode()).as(dry.err()).isZero();
    assertThat(dry.err()).endsWith("\nnothing was changed\n");
    assertThat(run("import", "--from-smashed", dump).err())
        .endsWith(
            "\nin the catalog: 60 observations new, 0 known already;"
                + " 5 services new, 0 known already\n");
    assertThat(run("import", "--from-smashed", dump, "--strict").err())
        .endsWith(
            "\nin the catalog: 0 observations new, 60 known already;"
                + " 0 services new, 5 known already\n");
    assertThat(run("search", "192.0.2.1").out()).contains("s1.pool.test").contains("BTC");
  }

  @Test
  void strictChangesNothingWhereARowIsBad() throws IOException {
    String dump = dump(PredecessorDatabase.dump(8).replace("(15,1,1,", "(15,1,9,"));

    Ran strict = run("import", "--from-smashed", dump, "--strict");
    assertThat(strict.exitCode()).isEqualTo(4);
    assertThat(strict.err())
        .contains("dump.sql:")
        .contains("history 15: status: '9' (expected: 0, 1 or 2)\n")
        .endsWith("error: 1 rows or parts cannot be taken; nothing was changed (--strict)\n");
    assertThat(run("search", "192.0.2.1").err()).startsWith("nothing found");
    assertThat(run("import", "--from-smashed", dump).exitCode()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--source-user=a",
        "--source-password-file=a",
        "--source-timezone=UTC",
        "--vantage=a",
        "--strict"
      })
  void whatIsSaidOfASourceIsWrongWithoutOne(String option) {
    Ran ran = run("import", "list.txt", option);
    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err())
        .startsWith(option.replaceFirst("=.*", "") + ": only with --from-smashed\n");
  }

  @Test
  void whatDoesNotBelongToASourceIsWrongWithIt() throws IOException {
    String dump = dump(PredecessorDatabase.dump(1));
    assertThat(run("import", "--from-smashed", dump, "--pool", "A").err())
        .startsWith("--pool: not with --from-smashed, which knows its pools\n");
    assertThat(run("import", "--from-smashed", dump, "--source-user", "a").err())
        .startsWith("--source-user: only with --from-smashed jdbc:mariadb://");
  }

  @Test
  void wrongSourcesAreOneClearLine() {
    assertThat(run("import", "--from-smashed", "/nowhere.sql"))
        .isEqualTo(new Ran(4, "", "error: /nowhere.sql: no such file, or it cannot be read\n"));
    assertThat(run("import", "--from-smashed", "/nowhere.sql", "x.csv").exitCode()).isEqualTo(2);
    assertThat(run("import", "--from-smashed", "jdbc:postgresql://h/d").exitCode()).isEqualTo(2);
    assertThat(run("import").exitCode()).isEqualTo(2);
    assertThat(run("import", "--from-smashed", "jdbc:mariadb://127.0.0.1:1/smashed").err())
        .startsWith("error: jdbc:mariadb://127.0.0.1:1/smashed: cannot be read: ");
  }
}
