// SPDX-License-Identifier: Apache-2.0
package io.minetrace.snapshot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Writes a small file wholly or not at all, with the permissions it shall have from its first
 * moment on.
 */
public final class FreshFile {

  /** What to do where there is a file already. */
  public enum Existing {
    REFUSE,
    REPLACE
  }

  /** Who may read the file. */
  public enum Readers {
    /** A private key. */
    OWNER("rw-------"),
    EVERYBODY("rw-r--r--");

    private final String permissions;

    Readers(String permissions) {
      this.permissions = permissions;
    }
  }

  private FreshFile() {}

  /**
   * Writes a text as UTF-8.
   *
   * @throws FileAlreadyExistsException if there is one that shall not be replaced
   * @throws NoSuchFileException if there is no directory for it
   */
  public static void write(Path target, String text, Readers readers, Existing existing)
      throws IOException {
    write(target, text, readers, existing, Files::createLink);
  }

  /** As the file system gives a file a second name. */
  @FunctionalInterface
  interface Link {
    /** Fails, or gives the file this name. */
    void create(Path name, Path file) throws IOException;
  }

  static void write(Path target, String text, Readers readers, Existing existing, Link link)
      throws IOException {
    Path directory = target.toAbsolutePath().getParent();
    if (!Files.isDirectory(directory)) {
      throw new NoSuchFileException(directory.toString());
    }
    Path temporary =
        Files.createTempFile(
            directory,
            ".minetrace",
            "",
            PosixFilePermissions.asFileAttribute(
                PosixFilePermissions.fromString(readers.permissions)));
    try {
      Files.writeString(temporary, text, StandardCharsets.UTF_8);
      if (existing == Existing.REPLACE) {
        Files.move(
            temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } else {
        placeBeside(target, temporary, link);
      }
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Unlike a move, neither takes the place of a file that came in the meantime. */
  private static void placeBeside(Path target, Path temporary, Link link) throws IOException {
    try {
      link.create(target, temporary);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (FileSystemException | UnsupportedOperationException e) {
      // FAT has no links, nor have many shares: an exclusive create takes nothing's place either.
      Files.copy(temporary, target);
    }
  }
}
