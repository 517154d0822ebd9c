// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What lies where in the user's data directory. Readable by its owner only.
 *
 * <pre>
 * DATA_DIR/mariadb/lock         held by the one program that may run the server
 *                  data/        the server's data directory
 *                  password     of the account the catalog uses
 *                  url          where the running server can be reached
 *                  mariadbd.pid, mariadbd.log
 *                  programs/    bundled server programs, unpacked
 * </pre>
 */
record ServerFiles(Path home) {

  static ServerFiles below(Path dataDirectory) throws IOException {
    Path home = dataDirectory.toAbsolutePath().normalize().resolve("mariadb");
    Files.createDirectories(home);
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
    return new ServerFiles(home);
  }

  Path lock() {
    return home.resolve("lock");
  }

  Path data() {
    return home.resolve("data");
  }

  Path unfinishedData() {
    return home.resolve("data.unfinished");
  }

  Path password() {
    return home.resolve("password");
  }

  Path url() {
    return home.resolve("url");
  }

  Path pid() {
    return home.resolve("mariadbd.pid");
  }

  Path log() {
    return home.resolve("mariadbd.log");
  }

  Path firstStatements() {
    return home.resolve("first-statements.sql");
  }

  Path programs() {
    return home.resolve("programs");
  }

  /** Which server wrote the data last. Inside of it, so that both appear in one step. */
  Path writtenBy(Path data) {
    return data.resolve("minetrace-written-by");
  }

  /** The password, made up at its first use. */
  String secret() throws IOException {
    Optional<String> known = read(password());
    if (known.isPresent() && !known.get().isEmpty()) {
      return known.get();
    }
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    String secret = HexFormat.of().formatHex(random);
    write(password(), secret);
    return secret;
  }

  /** The text of a file, without its line end; empty if there is none. */
  static Optional<String> read(Path file) throws IOException {
    try {
      return Optional.of(Files.readString(file).strip());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Writes a file that only its owner may read, in one step. */
  static void write(Path file, String text) throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
    Files.deleteIfExists(unfinished);
    Files.createFile(
        unfinished,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(
        unfinished, (text + "\n").getBytes(StandardCharsets.UTF_8), StandardOpenOption.SYNC);
    Files.move(
        unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
