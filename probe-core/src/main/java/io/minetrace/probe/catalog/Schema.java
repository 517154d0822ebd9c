// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.probe.catalog.server.DatabaseUnavailableException;
import java.util.Arrays;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/** Brings the database to the schema of this program, or refuses one that is not for it. */
final class Schema {

  private Schema() {}

  static void migrate(DataSource dataSource) {
    try {
      Flyway flyway =
          Flyway.configure()
              .dataSource(dataSource)
              .locations("classpath:db/migration")
              .javaMigrations(new MonthsMigration())
              .loggers("slf4j")
              .connectRetries(0)
              .load();
      refuseNewer(flyway);
      repairBrokenOff(flyway);
      flyway.migrate();
    } catch (FlywayException e) {
      throw new DatabaseUnavailableException(
          "the database's schema cannot be brought up to date: " + firstLine(e),
          "is it a database of Minetrace's own?",
          e);
    }
  }

  private static void refuseNewer(Flyway flyway) {
    for (MigrationInfo applied : flyway.info().applied()) {
      MigrationState state = applied.getState();
      if (state == MigrationState.FUTURE_SUCCESS || state == MigrationState.FUTURE_FAILED) {
        throw new DatabaseUnavailableException(
            "the database is newer than this program: it has schema "
                + applied.getVersion()
                + ", this program knows "
                + newestKnown(flyway),
            "use the program that made it, or a later one");
      }
    }
  }

  private static String newestKnown(Flyway flyway) {
    return Arrays.stream(flyway.info().all())
        .filter(info -> info.getState().isResolved())
        .map(info -> info.getVersion().toString())
        .reduce((earlier, later) -> later)
        .orElse("none");
  }

  /** Each migration is one statement that can be repeated, so a failed one did nothing. */
  private static void repairBrokenOff(Flyway flyway) {
    for (MigrationInfo info : flyway.info().all()) {
      if (info.getState() == MigrationState.FAILED) {
        flyway.repair();
        return;
      }
    }
  }

  private static String firstLine(FlywayException exception) {
    return exception.getMessage().lines().filter(line -> !line.isBlank()).findFirst().orElse("");
  }
}
