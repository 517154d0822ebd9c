// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.probe.catalog.DatabaseLocation;
import io.minetrace.probe.catalog.TestCatalog;
import io.minetrace.probe.catalog.smashed.PredecessorDatabase;
import io.minetrace.probe.cli.CatalogLine.Ran;
import io.minetrace.window.SnapshotFile;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Commands that change the catalog are killed while they do so, and run again: what is there then
 * is what there would be without. Where they are killed is no matter of luck: a lock holds them at
 * their first write to a table.
 */
class KilledCommandTest {

  private static final int SWEEPS = 60;
  private static final long AT_MOST_SECONDS = 60;
  private static final int SIGKILL = 128 + 9;
  private static final int SIGTERM = 128 + 15;

  @TempDir private Path directory;
  private DatabaseLocation.Remote database;
  private CatalogLine line;
  private Connection holder;

  @BeforeEach
  void emptyDatabase() throws IOException, SQLException {
    empty();
    holder = DriverManager.getConnection(database.url(), database.user(), database.password());
  }

  @AfterEach
  void letGo() throws SQLException {
    holder.close();
  }

  private void empty() throws IOException {
    database = TestCatalog.emptyCatalog();
    line = new CatalogLine(database, directory);
  }

  private interface Signal {
    void send(Process program);
  }

  /** Runs a command until it wants to write to a table, and no further. */
  private void killed(String table, int exitCode, Signal signal, String... command)
      throws IOException, SQLException, InterruptedException {
    try (Statement statement = holder.createStatement()) {
      statement.execute("LOCK TABLES " + table + " READ");
      Path err = directory.resolve("err");
      Process program = line.start(directory.resolve("out").toFile(), err.toFile(), command);
      try {
        while (!isHeld(statement)) {
          assertThat(program.waitFor(10, TimeUnit.MILLISECONDS))
              .as("ended before it wrote to " + table)
              .isFalse();
        }
        signal.send(program);
        assertThat(program.waitFor(AT_MOST_SECONDS, TimeUnit.SECONDS)).as("ended").isTrue();
        assertThat(program.exitValue()).isEqualTo(exitCode);
        assertThat(err).content().as("what broke by that").doesNotContain("error");
      } finally {
        program.destroyForcibly();
        statement.execute("UNLOCK TABLES");
      }
      // The server finds out when it next says something to the program.
      while (number(statement, "SELECT COUNT(*) FROM information_schema.processlist") > 1) {
        Thread.onSpinWait();
      }
    }
  }

  private static boolean isHeld(Statement statement) throws SQLException {
    return number(
            statement,
            "SELECT COUNT(*) FROM information_schema.processlist"
                + " WHERE state LIKE 'Waiting for table metadata lock%'")
        > 0;
  }

  private static long number(Statement statement, String query) throws SQLException {
    try (ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  private void done(String... command) {
    Ran ran = line.run(command);
    assertThat(ran.exitCode()).as(ran.err()).isZero();
  }

  /** The snapshot's id, and all that feeds are made of. */
  private String contents() throws IOException {
    Path file = directory.resolve("pools.zip");
    done("snapshot", file.toString(), "--overwrite");
    try (SnapshotFile snapshot = SnapshotFile.open(file)) {
      return snapshot.id() + "\n" + line.run("export", "-f", "csv", "--state", "declared").out();
    }
  }

  private String[] importOfAPredecessor() throws IOException {
    Path dump = Files.writeString(directory.resolve("dump.sql"), PredecessorDatabase.dump(SWEEPS));
    return new String[] {"import", "--from-smashed", dump.toString()};
  }

  @ParameterizedTest
  @ValueSource(strings = {"transcript", "coverage", "window_segment"})
  void anImportOfAPredecessorIsDoneAgain(String table)
      throws IOException, SQLException, InterruptedException {
    String[] command = importOfAPredecessor();
    killed(table, SIGKILL, Process::destroyForcibly, command);
    done(command);
    String found = contents();

    empty();
    done(command);
    assertThat(found).isEqualTo(contents());
  }

  @Test
  void anImportThatWasToldToEndEndsAndIsDoneAgain()
      throws IOException, SQLException, InterruptedException {
    String[] command = importOfAPredecessor();
    killed("window_segment", SIGTERM, Process::destroy, command);
    done(command);
    String found = contents();

    empty();
    done(command);
    assertThat(found).isEqualTo(contents());
  }

  @Test
  void anImportOfAHistoryIsDoneAgain() throws IOException, SQLException, InterruptedException {
    StringBuilder history =
        new StringBuilder(
            "vantage,address,port,transport,fqdn,started_at,ended_at,interval_ms,confirms,reach,"
                + "channel,dialogue,evidence,protocol,software,coin_declared,coin_inferred,"
                + "coin_rule,source\n");
    for (int i = 0; i < SWEEPS; i++) {
      long at = 1_767_225_600_000L + i * 10_800_000L;
      history.append(
          "here,192.0.2.20,3333,tcp,eu.pool.test,%d,%d,10800000,0,CONNECTED,PLAIN,MINING,E4,stratum1,,BTC,,,test\n"
              .formatted(at, at + 400));
    }
    Path file = Files.writeString(directory.resolve("history.csv"), history);
    killed("window_segment", SIGKILL, Process::destroyForcibly, "import", file.toString());
    done("import", file.toString());
    String found = contents();

    empty();
    done("import", file.toString());
    assertThat(found).isEqualTo(contents());
  }

  @Test
  void anImportOfAListIsDoneAgain() throws IOException, SQLException, InterruptedException {
    Path file =
        Files.writeString(
            directory.resolve("pools.txt"), "a.pool.test:3333\nb.pool.test:3333\n192.0.2.7:3333\n");
    killed("name_service", SIGKILL, Process::destroyForcibly, "import", file.toString());
    done("import", file.toString());
    String found = contents();

    empty();
    done("import", file.toString());
    assertThat(found).isEqualTo(contents()).contains("b.pool.test");
  }

  @Test
  void aFullDiskBehindStandardOutputIsAnError() throws IOException, InterruptedException {
    Path err = directory.resolve("err");
    Process export = line.start(new File("/dev/full"), err.toFile(), "export", "-f", "csv");
    assertThat(export.waitFor()).isEqualTo(1);
    assertThat(err).content().endsWith("error: standard output: No space left on device\n");
  }

  @Test
  void aCalibrationIsDoneAgain() throws IOException, SQLException, InterruptedException {
    done(importOfAPredecessor());
    done("calibrate", "--apply");
    String before = contents();
    killed("calibration", SIGKILL, Process::destroyForcibly, "calibrate", "--apply");
    assertThat(contents()).as("what was measured before holds").isEqualTo(before);
    done("calibrate", "--apply");
    assertThat(contents()).isEqualTo(before);
  }

  @Test
  void aRebuildIsDoneAgain() throws IOException, SQLException, InterruptedException {
    done(importOfAPredecessor());
    String before = contents();
    try (Statement statement = holder.createStatement()) {
      statement.execute("UPDATE window_segment SET coins = 'ZEC'");
    }
    String spoilt = contents();
    assertThat(spoilt).isNotEqualTo(before);
    killed("window_segment", SIGKILL, Process::destroyForcibly, "rebuild", "--apply");
    assertThat(contents()).as("as if it had not begun").isEqualTo(spoilt);
    done("rebuild", "--apply");
    assertThat(contents()).isEqualTo(before);
  }
}
