// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.cli;

import io.minetrace.cli.CommandRunner;
import io.minetrace.probe.catalog.DatabaseLocation;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** {@code probe-core catalog …} as typed, on a test's database. */
final class CatalogLine {

  private final DatabaseLocation.Remote database;
  private final Path passwordFile;

  record Ran(int exitCode, String out, String err) {}

  /**
   * @param directory where the password may lie
   */
  CatalogLine(DatabaseLocation.Remote database, Path directory) throws IOException {
    this.database = database;
    this.passwordFile =
        Files.writeString(directory.resolve("password"), database.password() + "\n");
  }

  Ran run(String... arguments) {
    return asTyped(typed(arguments).toArray(new String[0]));
  }

  /** The same in a program of its own, whose words go to files. */
  Process start(File out, File err, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ProbeCoreMain.class.getName(),
                "catalog"));
    command.addAll(typed(arguments));
    return new ProcessBuilder(command).redirectOutput(out).redirectError(err).start();
  }

  private List<String> typed(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(
        List.of(
            "--db",
            database.url(),
            "--db-user",
            database.user(),
            "--db-password-file",
            passwordFile.toString()));
    return all;
  }

  /** With no options but those given. */
  static Ran asTyped(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = CommandRunner.commandLine(new CatalogCommand());
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return new Ran(line.execute(arguments), out.toString(), err.toString());
  }
}
