// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Programs of one MariaDB server on this machine.
 *
 * @param server {@code mariadbd}
 * @param installer {@code mariadb-install-db}
 * @param baseDirectory what the server must be told of where its own files are; empty if it knows
 */
record ServerBinaries(
    ServerVersion version, Path server, Path installer, Optional<Path> baseDirectory) {

  List<String> baseDirectoryOption() {
    return baseDirectory.map(path -> List.of("--basedir=" + path)).orElse(List.of());
  }
}
