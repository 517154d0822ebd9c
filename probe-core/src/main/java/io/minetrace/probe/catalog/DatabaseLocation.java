// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.probe.catalog.server.ServerChoice;
import java.nio.file.Path;

/** Where the catalog's database is. */
public sealed interface DatabaseLocation {

  /**
   * A MariaDB server that somebody runs.
   *
   * @param url {@code jdbc:mariadb://host:port/database}, with or without options
   */
  record Remote(String url, String user, String password) implements DatabaseLocation {

    /** The URL without its options, which may hold secrets. */
    String printableUrl() {
      int options = url.indexOf('?');
      return options < 0 ? url : url.substring(0, options);
    }

    @Override
    public String toString() {
      return printableUrl();
    }
  }

  /** A server of our own on a data directory of the user's. */
  record Embedded(Path dataDirectory, ServerChoice choice) implements DatabaseLocation {}
}
