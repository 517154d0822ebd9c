// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/** A directory that is gone after the run, however the run ends. */
final class WorkDirectory implements Closeable {

  private static final int HOOK_ATTEMPTS = 10;

  /** Something that must not be torn by an interruption. */
  @FunctionalInterface
  interface Step {
    void run() throws IOException;
  }

  private final Path path;
  private final Thread onInterrupt;
  private boolean interrupted;

  /**
   * @param path need not exist yet: known to the shutdown hook before, or an interruption right
   *     after it was made would leave it
   */
  WorkDirectory(Path path) {
    this.path = path;
    this.onInterrupt = new Thread(this::interrupt, "remove partial output");
    Runtime.getRuntime().addShutdownHook(onInterrupt);
  }

  /** A new one among the temporary files, which nobody else may look into. */
  static WorkDirectory temporary() throws IOException {
    // Named here, not by Files.createTempDirectory: the hook has to know it before it exists.
    Path path = Path.of(System.getProperty("java.io.tmpdir"), "minetrace-" + UUID.randomUUID());
    WorkDirectory directory = new WorkDirectory(path);
    Files.createDirectory(
        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    return directory;
  }

  Path path() {
    return path;
  }

  /** Runs a step that is either not begun or brought to its end when the program is interrupted. */
  synchronized void wholly(Step step) throws IOException {
    if (interrupted) {
      throw new IOException("interrupted");
    }
    step.run();
  }

  private synchronized void interrupt() {
    interrupted = true;
    // The run goes on writing while the program ends, so that one pass may not be enough.
    for (int attempt = 0; attempt < HOOK_ATTEMPTS; attempt++) {
      try {
        remove(path);
      } catch (IOException e) {
        // A last-moment clean-up has nobody left to tell; the next pass may do better.
      }
    }
  }

  /** Removes what is still there. */
  @Override
  public void close() throws IOException {
    remove(path);
    try {
      Runtime.getRuntime().removeShutdownHook(onInterrupt);
    } catch (IllegalStateException e) {
      // The program is ending already, and the hook does what it is there for.
    }
  }

  /** Removes a file, or a directory with all below it; links are removed, not followed. */
  static void remove(Path root) throws IOException {
    if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException exception)
              throws IOException {
            Files.deleteIfExists(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
