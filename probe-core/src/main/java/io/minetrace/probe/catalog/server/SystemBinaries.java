// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The MariaDB programs installed on the machine. */
final class SystemBinaries {

  /** Where they are when the search path of an ordinary user does not say so. */
  private static final List<String> USUAL_PLACES = List.of("/usr/sbin", "/usr/local/sbin");

  private SystemBinaries() {}

  static Optional<ServerBinaries> find() throws IOException {
    Optional<Path> server = find("mariadbd");
    Optional<Path> installer = find("mariadb-install-db");
    if (server.isEmpty() || installer.isEmpty()) {
      return Optional.empty();
    }
    return version(server.get())
        .map(v -> new ServerBinaries(v, server.get(), installer.get(), Optional.empty()));
  }

  /** A program of the search path or of the usual places. */
  static Optional<Path> find(String program) {
    List<String> places = new ArrayList<>();
    String searchPath = System.getenv("PATH");
    if (searchPath != null) {
      places.addAll(List.of(searchPath.split(":")));
    }
    places.addAll(USUAL_PLACES);
    return places.stream()
        .filter(place -> place.startsWith("/"))
        .map(place -> Path.of(place, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static Optional<ServerVersion> version(Path server) throws IOException {
    Process process =
        new ProcessBuilder(server.toString(), "--no-defaults", "--version")
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return ServerVersion.in(text);
  }
}
