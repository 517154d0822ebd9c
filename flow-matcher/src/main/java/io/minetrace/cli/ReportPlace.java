// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import io.minetrace.snapshot.FreshFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/** Where a report goes: written wholly or not at all, after everything else. */
final class ReportPlace {

  private final Path file;
  private final FreshFile.Existing existing;

  ReportPlace(Path file, FreshFile.Existing existing) {
    this.file = file;
    this.existing = existing;
  }

  /**
   * Fails before hours of work where the report could not be written in the end.
   *
   * @param result a directory that may be made, or replaced, until then; empty if none is
   */
  void check(Optional<Path> result) {
    Path directory = file.toAbsolutePath().normalize().getParent();
    boolean within =
        directory != null
            && result.isPresent()
            && directory.equals(result.get().toAbsolutePath().normalize());
    if (within) {
      return;
    }
    if (directory == null || !Files.isDirectory(directory)) {
      throw new CommandFailure(ExitCode.USAGE, directory + ": no such directory");
    }
    if (Files.isDirectory(file)) {
      throw new CommandFailure(ExitCode.OUTPUT_EXISTS, file + ": is a directory");
    }
    if (existing == FreshFile.Existing.REFUSE && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw exists();
    }
  }

  private CommandFailure exists() {
    return new CommandFailure(
        ExitCode.OUTPUT_EXISTS, file + ": exists already", "give another name, or --overwrite");
  }

  void write(String html) {
    try {
      FreshFile.write(file, html, FreshFile.Readers.EVERYBODY, existing);
    } catch (java.nio.file.FileAlreadyExistsException e) {
      throw exists();
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.INTERNAL_ERROR, file + ": cannot be written: " + IoMessages.describe(e));
    }
  }
}
