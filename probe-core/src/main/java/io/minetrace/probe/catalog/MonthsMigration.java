// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;

/**
 * The observations by months in the place of years. Which months there are depends on the rows, so
 * it is no statement that could be written down. It can be repeated, and broken off.
 */
final class MonthsMigration implements JavaMigration {

  @Override
  public MigrationVersion getVersion() {
    return MigrationVersion.fromVersion("060");
  }

  @Override
  public String getDescription() {
    return "observation months";
  }

  @Override
  public Integer getChecksum() {
    return null; // nothing to compare with
  }

  @Override
  public boolean canExecuteInTransaction() {
    return false;
  }

  @Override
  public void migrate(Context context) throws Exception {
    ObservationMonths.arrange(context.getConnection());
  }
}
