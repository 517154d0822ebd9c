// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.cli;

import io.minetrace.cli.CommandFailure;
import io.minetrace.cli.ExitCode;
import io.minetrace.probe.catalog.Catalog;
import io.minetrace.probe.catalog.DatabaseLocation;
import io.minetrace.probe.catalog.server.DatabaseUnavailableException;
import io.minetrace.probe.catalog.server.ServerChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the catalog is: the same options for every command that needs it. */
final class DatabaseOptions {

  private static final String URL_VARIABLE = "MINETRACE_DB_URL";
  private static final String USER_VARIABLE = "MINETRACE_DB_USER";
  private static final String PASSWORD_VARIABLE = "MINETRACE_DB_PASSWORD";
  private static final String PASSWORD_FILE_VARIABLE = "MINETRACE_DB_PASSWORD_FILE";
  private static final String DATA_DIRECTORY_VARIABLE = "MINETRACE_DATA_DIR";
  private static final String DEFAULT_USER = "minetrace";

  @Option(
      names = "--db",
      paramLabel = "URL",
      description =
          "The catalog's database, as jdbc:mariadb://HOST/DATABASE (MariaDB 10.11 or "
              + "later; environment: MINETRACE_DB_URL). Without it, an embedded one is used.")
  private Optional<String> url = Optional.empty();

  @Option(
      names = "--db-user",
      paramLabel = "NAME",
      description = "Its user (environment: MINETRACE_DB_USER; default: minetrace).")
  private Optional<String> user = Optional.empty();

  @Option(
      names = "--db-password-file",
      paramLabel = "FILE",
      description =
          "File with the password (environment: MINETRACE_DB_PASSWORD_FILE, or "
              + "MINETRACE_DB_PASSWORD with the password itself).")
  private Optional<Path> passwordFile = Optional.empty();

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description =
          "Where the embedded database lives (environment: MINETRACE_DATA_DIR; default: "
              + "$XDG_DATA_HOME/minetrace or ~/.local/share/minetrace).")
  private Optional<Path> dataDirectory = Optional.empty();

  /** What a command does with the catalog. */
  @FunctionalInterface
  interface Work {
    ExitCode with(Catalog catalog) throws IOException;
  }

  /** Opens the catalog, does the work, closes it; turns trouble with it into one clear line. */
  int run(Work work) throws IOException {
    try (Catalog catalog = Catalog.open(location(System.getenv()))) {
      return work.with(catalog).code();
    } catch (DatabaseUnavailableException e) {
      throw new CommandFailure(ExitCode.DATABASE, e.getMessage(), e.hint());
    }
  }

  DatabaseLocation location(Map<String, String> environment) throws IOException {
    Optional<String> database = url.or(() -> variable(environment, URL_VARIABLE));
    if (database.isEmpty()) {
      return new DatabaseLocation.Embedded(
          embeddedDirectory(environment), ServerChoice.SYSTEM_OR_BUNDLED);
    }
    if (!database.get().startsWith("jdbc:mariadb:")) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "database: '" + database.get() + "' (expected: jdbc:mariadb://HOST/DATABASE)");
    }
    return new DatabaseLocation.Remote(
        database.get(),
        user.or(() -> variable(environment, USER_VARIABLE)).orElse(DEFAULT_USER),
        password(environment));
  }

  private String password(Map<String, String> environment) throws IOException {
    Optional<Path> file =
        passwordFile.or(() -> variable(environment, PASSWORD_FILE_VARIABLE).map(Path::of));
    if (file.isPresent()) {
      return Files.readString(file.get()).strip();
    }
    return variable(environment, PASSWORD_VARIABLE).orElse("");
  }

  private Path embeddedDirectory(Map<String, String> environment) {
    return dataDirectory
        .or(() -> variable(environment, DATA_DIRECTORY_VARIABLE).map(Path::of))
        .or(() -> variable(environment, "XDG_DATA_HOME").map(home -> Path.of(home, "minetrace")))
        .orElseGet(
            () -> Path.of(System.getProperty("user.home", "."), ".local", "share", "minetrace"));
  }

  private static Optional<String> variable(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }
}
