// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.probe.catalog.server.DatabaseUnavailableException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;

/** What an error of the database means for us. */
final class DatabaseErrors {

  private static final String DEADLOCK = "40001";
  private static final int LOCK_WAIT_TIMEOUT = 1205;

  private DatabaseErrors() {}

  /**
   * A deadlock, which the server solves by breaking off one of the transactions, or a lock that
   * another held for longer than the server lets wait.
   */
  static boolean isWorthRepeating(Throwable error) {
    return sqlException(error)
        .map(e -> DEADLOCK.equals(e.getSQLState()) || e.getErrorCode() == LOCK_WAIT_TIMEOUT)
        .orElse(false);
  }

  /** The error itself, or, if the database went away, one that says so. */
  static RuntimeException explained(RuntimeException error) {
    Optional<SQLException> cause = sqlException(error);
    if (cause.isPresent() && isLoss(cause.get())) {
      return new DatabaseUnavailableException(
          "the database went away: " + Catalog.oneLine(cause.get()), "", error);
    }
    return error;
  }

  private static boolean isLoss(SQLException e) {
    // 08: connection; 70100: the server is shutting down and ended the statement.
    String state = String.valueOf(e.getSQLState());
    return state.startsWith("08")
        || state.equals("70100")
        || e instanceof SQLTransientConnectionException
        || e instanceof SQLNonTransientConnectionException;
  }

  private static Optional<SQLException> sqlException(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException e) {
        return Optional.of(e);
      }
    }
    return Optional.empty();
  }
}
