// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import io.minetrace.snapshot.FreshFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;

/** Where a report goes: written wholly or not at all, after everything else. */
final class ReportPlace {

  /** What is written there. */
  enum Kind {
    REPORT("<!DOCTYPE html>"),
    PICTURE("<svg ");

    private final byte[] beginning;

    Kind(String beginning) {
      this.beginning = beginning.getBytes(StandardCharsets.US_ASCII);
    }

    /** Whether a file begins as ours do, or is empty. */
    boolean isOf(Path file) throws IOException {
      try (InputStream in = Files.newInputStream(file)) {
        byte[] found = in.readNBytes(beginning.length);
        return found.length == 0 || Arrays.equals(found, beginning);
      }
    }
  }

  private final Path file;
  private final Kind kind;
  private final FreshFile.Existing existing;

  ReportPlace(Path file, Kind kind, FreshFile.Existing existing) {
    this.file = file;
    this.kind = kind;
    this.existing = existing;
  }

  /**
   * Fails before hours of work where the report could not be written in the end.
   *
   * @param result a directory that may be made, or replaced, until then; empty if none is
   * @param others files that are read or written: none of them is the place of a report
   */
  void check(Optional<Path> result, Collection<Path> others) throws IOException {
    for (Path other : others) {
      if (isSame(other)) {
        throw new CommandFailure(
            ExitCode.USAGE, file + ": is read or written by this run", "give another name");
      }
    }
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
    requireOurs();
  }

  private boolean isSame(Path other) throws IOException {
    return file.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize())
        || (Files.exists(file) && Files.exists(other) && Files.isSameFile(file, other));
  }

  /** A mistyped name with {@code --overwrite} must not cost a file that is something else. */
  private void requireOurs() throws IOException {
    if (Files.exists(file) && !(Files.isRegularFile(file) && kind.isOf(file))) {
      throw new CommandFailure(
          ExitCode.OUTPUT_EXISTS,
          file + ": exists and was not written by this program, so it is not overwritten");
    }
  }

  private CommandFailure exists() {
    return new CommandFailure(
        ExitCode.OUTPUT_EXISTS, file + ": exists already", "give another name, or --overwrite");
  }

  void write(String html) {
    try {
      requireOurs();
      FreshFile.write(file, html, FreshFile.Readers.EVERYBODY, existing);
    } catch (FileAlreadyExistsException e) {
      throw exists();
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.INTERNAL_ERROR, file + ": cannot be written: " + IoMessages.describe(e));
    }
  }
}
