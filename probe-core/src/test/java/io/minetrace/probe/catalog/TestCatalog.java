// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.probe.catalog.server.EmbeddedServer;
import io.minetrace.probe.catalog.server.ServerChoice;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A real MariaDB server for the tests of one JVM, started at its first use, and empty catalogs. */
public final class TestCatalog {

  private static EmbeddedServer server;
  private static boolean hasSchema;

  private TestCatalog() {}

  /** An empty catalog; the one given before must be closed. */
  public static Catalog empty() {
    return Catalog.open(emptyCatalog());
  }

  /** The database of an empty catalog. */
  public static synchronized DatabaseLocation.Remote emptyCatalog() {
    if (!hasSchema) {
      DatabaseLocation.Remote database = emptyDatabase();
      Catalog.open(database).close();
      hasSchema = true;
      return database;
    }
    // Emptying tables is much faster than making them.
    run(
        "SET FOREIGN_KEY_CHECKS = 0",
        statement -> {
          List<String> tables = new ArrayList<>();
          try (ResultSet row =
              statement.executeQuery(
                  "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()"
                      + " AND table_type = 'BASE TABLE' AND table_name <> 'flyway_schema_history'")) {
            while (row.next()) {
              tables.add(row.getString(1));
            }
          }
          for (String table : tables) {
            statement.execute("DELETE FROM " + table);
          }
        });
    return location();
  }

  /** An empty database without a schema. */
  public static synchronized DatabaseLocation.Remote emptyDatabase() {
    hasSchema = false;
    start();
    run(
        "DROP DATABASE minetrace",
        statement ->
            statement.execute(
                "CREATE DATABASE minetrace CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"));
    return location();
  }

  private static DatabaseLocation.Remote location() {
    return new DatabaseLocation.Remote(server.url(), EmbeddedServer.USER, server.password());
  }

  private interface Statements {
    void run(Statement statement) throws SQLException;
  }

  private static void run(String first, Statements others) {
    try (Connection connection =
            DriverManager.getConnection(server.url(), EmbeddedServer.USER, server.password());
        Statement statement = connection.createStatement()) {
      statement.execute(first);
      others.run(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void start() {
    try {
      if (server == null) {
        Path directory = Files.createTempDirectory("minetrace-test-catalog");

        server = EmbeddedServer.start(directory, ServerChoice.SYSTEM_OR_BUNDLED);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> deleteWhenStopped(directory)));
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void deleteWhenStopped(Path directory) {
    server.close();
    try {
      delete(directory);
    } catch (IOException e) {
      System.getLogger("test").log(System.Logger.Level.WARNING, directory + " is left", e);
    }
  }

  /** Deletes a directory with all that is in it. */
  public static void delete(Path directory) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException failure)
              throws IOException {
            Files.deleteIfExists(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
