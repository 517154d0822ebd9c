// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.probe.catalog.server.DatabaseUnavailableException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/** Brings the database to the schema of this program, or refuses one that is not for it. */
final class Schema {

  /** By version, what catalogs may have on record that were made before a file was reworded. */
  private static final Map<String, Set<Integer>> FORMER_CHECKSUMS =
      Map.of("046", Set.of(6_230_551), "050", Set.of(687_734_644));

  private Schema() {}

  static void migrate(DataSource dataSource) {
    try {
      Flyway flyway =
          Flyway.configure()
              .dataSource(dataSource)
              .locations("classpath:db/migration")
              .javaMigrations(new MonthsMigration())
              // Numbers are given in blocks to work that goes on side by side; what comes later
              // under a lower one builds on none of those between.
              .outOfOrder(true)
              .loggers("slf4j")
              .connectRetries(0)
              .load();
      refuseNewer(flyway);
      repairBrokenOff(flyway);
      acceptFormerWording(flyway);
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

  /**
   * Migrations that once were worded otherwise and did the same. What was applied then is not to be
   * applied again, only taken for what it says now.
   */
  private static void acceptFormerWording(Flyway flyway) {
    boolean anyOther = false;
    boolean anyFormer = false;
    for (MigrationInfo info : flyway.info().applied()) {
      if (!info.isChecksumMatching()) {
        boolean former =
            FORMER_CHECKSUMS
                .getOrDefault(info.getVersion().toString(), Set.of())
                .contains(info.getAppliedChecksum());
        anyFormer |= former;
        anyOther |= !former;
      }
    }
    if (anyFormer && !anyOther) {
      flyway.repair();
    }
  }

  private static String firstLine(FlywayException exception) {
    return exception.getMessage().lines().filter(line -> !line.isBlank()).findFirst().orElse("");
  }
}
