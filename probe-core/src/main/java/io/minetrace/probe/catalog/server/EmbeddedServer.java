// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.server;

import io.minetrace.cli.IoMessages;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A running MariaDB server on the user's data directory, on loopback only. Close it to stop the
 * server; where the system has setpriv, it also stops when this program ends, in whatever way.
 */
public final class EmbeddedServer implements Closeable {

  /** The account the catalog uses, and the name of its database. */
  public static final String USER = "minetrace";

  private static final int START_SECONDS = 90;
  private static final int PORT_ATTEMPTS = 3;

  private final ServerFiles files;
  private final DataDirectoryLock lock;
  private final ServerProcess process;
  private final String url;
  private final String password;

  private EmbeddedServer(
      ServerFiles files,
      DataDirectoryLock lock,
      ServerProcess process,
      String url,
      String password) {
    this.files = files;
    this.lock = lock;
    this.process = process;
    this.url = url;
    this.password = password;
  }

  /**
   * Starts a server; makes the data directory if there is none yet.
   *
   * @throws DatabaseUnavailableException if it cannot be
   */
  public static EmbeddedServer start(Path dataDirectory, ServerChoice choice) {
    try {
      ServerFiles files = ServerFiles.below(dataDirectory);
      DataDirectoryLock lock = DataDirectoryLock.take(files);
      boolean started = false;
      try {
        EmbeddedServer server = start(files, lock, choice);
        started = true;
        return server;
      } finally {
        if (!started) {
          lock.close();
        }
      }
    } catch (IOException e) {
      throw new DatabaseUnavailableException(
          "the embedded database cannot be started: " + IoMessages.describe(e),
          "give a database with --db, or another --data-dir",
          e);
    }
  }

  private static EmbeddedServer start(
      ServerFiles files, DataDirectoryLock lock, ServerChoice choice) throws IOException {
    OrphanedServer.end(files);
    ServerBinaries binaries = choose(files, choice);
    if (!Files.isDirectory(files.data())) {
      initialise(files, binaries);
    }
    // Before the server touches the data: if it is broken off, it may have been changed already.
    ServerFiles.write(files.writtenBy(files.data()), binaries.version().toString());
    String password = files.secret();
    for (int attempt = 1; ; attempt++) {
      int port = freePort();
      String url =
          "jdbc:mariadb://127.0.0.1:" + port + "/" + USER + "?sslMode=disable&tcpKeepAlive=true";
      ServerFiles.write(files.firstStatements(), firstStatements(password));
      ServerProcess process = ServerProcess.start(serverCommand(files, binaries, port), files);
      if (answers(process, url, password)) {
        Files.deleteIfExists(files.firstStatements());
        ServerFiles.write(files.url(), url.substring(0, url.indexOf('?')));
        return new EmbeddedServer(files, lock, process, url, password);
      }
      process.stop();
      Files.deleteIfExists(files.firstStatements());
      // Somebody else may have taken the port in the meantime.
      if (attempt == PORT_ATTEMPTS || !process.saidThatPortIsTaken()) {
        throw new DatabaseUnavailableException(
            files.home().getParent()
                + ": the embedded database does not start: "
                + process.lastError(),
            "see " + files.log());
      }
    }
  }

  private static ServerBinaries choose(ServerFiles files, ServerChoice choice) throws IOException {
    Optional<ServerVersion> writtenBy =
        ServerFiles.read(files.writtenBy(files.data())).flatMap(ServerVersion::in);
    Optional<ServerBinaries> system =
        choice == ServerChoice.BUNDLED ? Optional.empty() : SystemBinaries.find();
    if (system.isPresent() && writtenBy.map(system.get().version()::canOpenDataOf).orElse(true)) {
      return system.get();
    }
    Optional<ServerBinaries> bundled =
        choice == ServerChoice.SYSTEM
            ? Optional.empty()
            : BundledBinaries.unpackedBelow(files.programs());
    if (bundled.isPresent() && writtenBy.map(bundled.get().version()::canOpenDataOf).orElse(true)) {
      return bundled.get();
    }
    List<String> found =
        Stream.concat(system.stream(), bundled.stream())
            .map(binaries -> binaries.version().toString())
            .toList();
    if (found.isEmpty()) {
      throw new DatabaseUnavailableException(
          "no database: there is no --db, no MariaDB server on this machine, and none bundled",
          "install mariadb-server (10.11 or later), or give --db jdbc:mariadb://HOST/DATABASE");
    }
    throw new DatabaseUnavailableException(
        files.home().getParent()
            + ": written by MariaDB "
            + writtenBy.orElseThrow()
            + ", which the server found here ("
            + String.join(", ", found)
            + ") must not open",
        "install MariaDB " + writtenBy.orElseThrow() + " or later, or give another --data-dir");
  }

  /** Makes a data directory beside its place, and puts it there when it is complete. */
  private static void initialise(ServerFiles files, ServerBinaries binaries) throws IOException {
    FileTrees.delete(files.unfinishedData());
    List<String> command = new ArrayList<>();
    command.add("/bin/sh");
    command.add(binaries.installer().toString());
    command.add("--no-defaults");
    command.addAll(binaries.baseDirectoryOption());
    command.addAll(asRoot());
    command.add("--datadir=" + files.unfinishedData());
    command.add("--auth-root-authentication-method=socket");
    command.add("--skip-test-db");
    command.add("--skip-name-resolve");
    ServerProcess installer = ServerProcess.start(command, files);
    if (!installer.endsWell(START_SECONDS)) {
      installer.stop();
      throw new DatabaseUnavailableException(
          files.home().getParent()
              + ": the embedded database cannot be made: "
              + installer.lastError(),
          "see " + files.log());
    }
    ServerFiles.write(files.writtenBy(files.unfinishedData()), binaries.version().toString());
    Files.move(files.unfinishedData(), files.data(), StandardCopyOption.ATOMIC_MOVE);
  }

  private static List<String> serverCommand(ServerFiles files, ServerBinaries binaries, int port)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(binaries.server().toString());
    command.add("--no-defaults");
    command.addAll(binaries.baseDirectoryOption());
    command.addAll(asRoot());
    command.add("--datadir=" + files.data());
    command.add("--bind-address=127.0.0.1");
    command.add("--port=" + port);
    // Relative to the data directory: a socket's path must fit 107 bytes.
    command.add("--socket=mariadbd.sock");
    command.add("--pid-file=" + files.pid());
    command.add("--init-file=" + files.firstStatements());
    command.add("--skip-name-resolve");
    command.add("--skip-ssl");
    command.add("--skip-log-bin");
    command.add("--skip-external-locking");
    command.add("--local-infile=0");
    command.add("--performance-schema=OFF");
    command.add("--max-connections=64");
    command.add("--character-set-server=utf8mb4");
    command.add("--collation-server=utf8mb4_bin");
    command.add("--default-storage-engine=InnoDB");
    command.add("--innodb-buffer-pool-size=256M");
    // What does not fit is read through the system's cache, past which the server goes else: a
    // snapshot of twenty million observations took 26 s so, and takes 19 s now; a search among a
    // million windows takes two thirds of its time.
    command.add("--innodb-flush-method=fsync");
    command.add("--innodb-flush-log-at-trx-commit=1");
    return command;
  }

  /** The server refuses to run as root unless it is told to. */
  private static List<String> asRoot() throws IOException {
    Object owner = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    return owner.equals(0) ? List.of("--user=root") : List.of();
  }

  /** One statement a line, run by the server at every start before it takes connections. */
  private static String firstStatements(String password) {
    return String.join(
        "\n",
        "CREATE DATABASE IF NOT EXISTS minetrace CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;",
        "CREATE OR REPLACE USER 'minetrace'@'127.0.0.1' IDENTIFIED BY '" + password + "';",
        "GRANT ALL PRIVILEGES ON minetrace.* TO 'minetrace'@'127.0.0.1';");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean answers(ServerProcess process, String url, String password) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (process.isAlive() && System.nanoTime() < deadline) {
      try (Connection connection = DriverManager.getConnection(url, USER, password)) {
        return connection.isValid(5);
      } catch (SQLException e) {
        process.endsWithin(50, TimeUnit.MILLISECONDS); // not there yet
      }
    }
    return false;
  }

  /** A JDBC URL with the options the connection needs. */
  public String url() {
    return url;
  }

  public String password() {
    return password;
  }

  /** The server's process id. */
  public long pid() {
    return process.pid();
  }

  @Override
  public synchronized void close() {
    process.stop();
    try {
      Files.deleteIfExists(files.url());
      Files.deleteIfExists(files.pid());
      lock.close();
    } catch (IOException e) {
      // Left-overs that the next start deals with.
      System.getLogger(EmbeddedServer.class.getName())
          .log(System.Logger.Level.DEBUG, "after the server's end", e);
    }
  }
}
