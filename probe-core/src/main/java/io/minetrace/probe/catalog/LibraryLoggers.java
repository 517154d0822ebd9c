// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps the libraries off stderr: what they would log is thrown as well, and is told to the user
 * once, in one line.
 */
final class LibraryLoggers {

  /** Held here because java.util.logging forgets a logger, and its level, that nobody holds. */
  private static final List<Logger> QUIET =
      List.of(
          Logger.getLogger("org.flywaydb"),
          Logger.getLogger("com.zaxxer.hikari"),
          Logger.getLogger("org.mariadb.jdbc"),
          Logger.getLogger("org.jdbi"));

  private LibraryLoggers() {}

  static void quieten() {
    QUIET.forEach(logger -> logger.setLevel(Level.OFF));
  }
}
