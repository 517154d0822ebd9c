// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the server that the machine has. */
class EmbeddedServerTest {

  @TempDir private Path directory;

  @BeforeAll
  static void needsAServer() throws IOException {
    assumeTrue(SystemBinaries.find().isPresent(), "no mariadbd on this machine");
  }

  private EmbeddedServer start() {
    return EmbeddedServer.start(directory, ServerChoice.SYSTEM);
  }

  private static String ask(EmbeddedServer server, String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(server.url(), EmbeddedServer.USER, server.password());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? row.getString(1) : "";
    }
  }

  @Test
  void theDataOutlivesTheServerAndStaysPrivate() throws IOException, SQLException {
    try (EmbeddedServer server = start()) {
      ask(server, "SELECT 1 FROM DUAL");
      try (Connection connection =
              DriverManager.getConnection(server.url(), EmbeddedServer.USER, server.password());
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLE kept (id INT)");
      }
    }
    Path home = directory.resolve("mariadb");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home)))
        .isEqualTo("rwx------");
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("password"))))
        .isEqualTo("rw-------");
    assertThat(home.resolve("first-statements.sql")).doesNotExist();
    try (EmbeddedServer server = start()) {
      assertThat(ask(server, "SHOW TABLES")).isEqualTo("kept");
      assertThat(ask(server, "SELECT @@bind_address")).isEqualTo("127.0.0.1");
    }
  }

  @Test
  void aSecondProgramIsToldWhoHasTheDataAndHowToShareIt() {
    try (EmbeddedServer server = start()) {
      String url = server.url().substring(0, server.url().indexOf('?'));
      assertThatThrownBy(this::start)
          .isInstanceOf(DatabaseUnavailableException.class)
          .hasMessage(
              directory
                  + ": in use by another program of Minetrace (process "
                  + ProcessHandle.current().pid()
                  + ")")
          .satisfies(
              e ->
                  assertThat(((DatabaseUnavailableException) e).hint())
                      .contains("--db " + url + " --db-user minetrace"));
    }
  }

  @Test
  void anInitialisationBrokenOffIsBegunAnew() throws IOException {
    Path unfinished = directory.resolve("mariadb/data.unfinished/mysql");
    Files.createDirectories(unfinished);
    Files.writeString(unfinished.resolve("half.frm"), "half");

    start().close();

    assertThat(directory.resolve("mariadb/data.unfinished")).doesNotExist();
    assertThat(directory.resolve("mariadb/data/mysql")).exists();
  }

  @Test
  void dataOfANewerServerIsNotOpened() throws IOException {
    Path data = directory.resolve("mariadb/data");
    Files.createDirectories(data);
    Files.writeString(data.resolve("minetrace-written-by"), "99.1.2\n");

    assertThatThrownBy(this::start)
        .isInstanceOf(DatabaseUnavailableException.class)
        .hasMessageStartingWith(
            directory + ": written by MariaDB 99.1.2, which the server found here (");
    assertThat(data.resolve("ibdata1")).doesNotExist();
  }

  @Test
  void aServerLeftBehindIsEndedAndAStrangersProcessIsNot() throws IOException {
    ServerFiles files = ServerFiles.below(directory);
    Process stranger = new ProcessBuilder("sleep", "60").start();
    // Same arguments as our server would have: that is how it is recognised.
    Process orphan =
        new ProcessBuilder("sh", "-c", "sleep 60; exit 0", "--datadir=" + files.data()).start();
    try {
      ServerFiles.write(files.pid(), Long.toString(stranger.pid()));
      OrphanedServer.end(files);
      assertThat(stranger.isAlive()).isTrue();

      ServerFiles.write(files.pid(), Long.toString(orphan.pid()));
      OrphanedServer.end(files);
      assertThat(orphan.isAlive()).isFalse();
    } finally {
      orphan.descendants().forEach(ProcessHandle::destroyForcibly);
      stranger.destroyForcibly();
      orphan.destroyForcibly();
    }
  }

  @Test
  void aServerThatDoesNotStartSaysWhy() throws IOException {
    start().close();
    Files.write(directory.resolve("mariadb/data/ibdata1"), new byte[10]);

    assertThatThrownBy(this::start)
        .isInstanceOf(DatabaseUnavailableException.class)
        .hasMessageStartingWith(directory + ": the embedded database does not start: ")
        .hasMessageContaining("[ERROR]");
    assertThatThrownBy(this::start)
        .as("and does not keep the data directory locked")
        .hasMessageContaining("does not start");
  }

  @Test
  void versionsAreReadAndCompared() {
    ServerVersion debian =
        ServerVersion.in("mariadbd  Ver 10.11.19-MariaDB-0+deb12u1 for debian-linux-gnu").get();
    ServerVersion bundled = new ServerVersion(11, 4, 5);

    assertThat(debian).isEqualTo(new ServerVersion(10, 11, 19));
    assertThat(bundled.canOpenDataOf(debian)).isTrue();
    assertThat(debian.canOpenDataOf(bundled)).isFalse();
    assertThat(debian.canOpenDataOf(new ServerVersion(10, 11, 20))).isTrue();
    assertThat(ServerVersion.in("no version")).isEmpty();
  }
}
