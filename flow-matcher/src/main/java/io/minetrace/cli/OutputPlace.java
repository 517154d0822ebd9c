// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import io.minetrace.report.ResultFormat;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a result goes: a directory, a single file with its manifest beside it, or standard output.
 * Everything is written into a hidden directory next to the place and moved there at the very end,
 * so that an interrupted or failed run leaves nothing that could be taken for a result.
 */
final class OutputPlace implements Closeable {

  private static final int HOOK_ATTEMPTS = 10;

  private final Path work;
  private final Path place;
  private final boolean directory;
  private final boolean overwrite;
  private final Map<Path, Path> moves = new LinkedHashMap<>();
  private final Thread onInterrupt;

  /** What to do about a result that is there already. */
  enum Existing {
    REFUSE,
    OVERWRITE
  }

  private OutputPlace(Path work, Path place, boolean directory, boolean overwrite) {
    this.work = work;
    this.place = place;
    this.directory = directory;
    this.overwrite = overwrite;
    this.onInterrupt = new Thread(() -> removeQuietly(work), "remove partial output");
    Runtime.getRuntime().addShutdownHook(onInterrupt);
  }

  /**
   * Opens a place.
   *
   * @param name a directory, or a file whose name ends in a format's extension
   * @throws CommandFailure if there is something already, or it cannot be written
   */
  static OutputPlace open(Path name, Existing existing) throws IOException {
    boolean directory = formatOf(name).isEmpty();
    boolean overwrite = existing == Existing.OVERWRITE;
    for (Path target : directory ? List.of(name) : List.of(name, manifestOf(name))) {
      if (Files.exists(target) && !overwrite) {
        throw new CommandFailure(
            ExitCode.OUTPUT_EXISTS,
            target + ": exists already",
            "give another place with -o, or --overwrite");
      }
    }
    if (directory && Files.exists(name) && !isResult(name)) {
      throw new CommandFailure(
          ExitCode.OUTPUT_EXISTS,
          name + ": exists and is not a result of this program, so it is not overwritten");
    }
    Path parent = name.toAbsolutePath().normalize().getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw new CommandFailure(ExitCode.USAGE, parent + ": no such directory");
    }
    Path work =
        parent.resolve("." + name.getFileName() + ".partial" + ProcessHandle.current().pid());
    // Known to the shutdown hook before it exists, or an interruption in between would leave it.
    OutputPlace output = new OutputPlace(work, name, directory, overwrite);
    try {
      // What a killed run of the same number left is of no use to anybody.
      removeRecursively(work);
      Files.createDirectory(work);
      return output;
    } catch (IOException e) {
      output.close();
      throw new CommandFailure(
          ExitCode.USAGE, parent + ": cannot be written to (" + e.getMessage() + ")");
    }
  }

  /**
   * Only what this program made is ever replaced: a mistyped {@code -o} must not cost a directory.
   */
  private static boolean isResult(Path name) throws IOException {
    if (!Files.isDirectory(name)) {
      return false;
    }
    try (var entries = Files.list(name)) {
      return entries.findAny().isEmpty() || Files.exists(name.resolve("run.json"));
    }
  }

  /** The format that a file name asks for; none for a directory. */
  static List<ResultFormat> formatOf(Path name) {
    return Arrays.stream(ResultFormat.values())
        .filter(format -> name.toString().endsWith("." + format.extension()))
        .toList();
  }

  private static Path manifestOf(Path file) {
    return file.resolveSibling(file.getFileName() + ".run.json");
  }

  /** For sorted runs and the like; removed at the end. */
  Path scratch() throws IOException {
    return Files.createDirectory(work.resolve("scratch"));
  }

  /** Starts the result file of a format. */
  OutputStream result(ResultFormat format) throws IOException {
    String name = "matches." + format.extension();
    return start(name, directory ? place.resolve(name) : place);
  }

  /** Starts the manifest. */
  OutputStream manifest() throws IOException {
    return start("run.json", directory ? place.resolve("run.json") : manifestOf(place));
  }

  private OutputStream start(String name, Path target) throws IOException {
    Path file = work.resolve(name);
    moves.put(file, target);
    return Files.newOutputStream(file);
  }

  /** Puts what was written in place, and names it. */
  List<Path> commit() throws IOException {
    removeRecursively(work.resolve("scratch"));
    if (!directory) {
      for (Map.Entry<Path, Path> move : moves.entrySet()) {
        Files.move(
            move.getKey(),
            move.getValue(),
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
      }
    } else {
      if (overwrite) {
        removeRecursively(place);
      }
      Files.move(work, place, StandardCopyOption.ATOMIC_MOVE);
    }
    return new ArrayList<>(moves.values());
  }

  /** Removes what was not put in place. */
  @Override
  public void close() throws IOException {
    removeRecursively(work);
    try {
      Runtime.getRuntime().removeShutdownHook(onInterrupt);
    } catch (IllegalStateException e) {
      // The program is ending already, and the hook does what it is there for.
    }
  }

  private static void removeQuietly(Path directory) {
    // The run goes on writing while the program ends, so that one pass may not be enough.
    for (int attempt = 0; attempt < HOOK_ATTEMPTS; attempt++) {
      try {
        removeRecursively(directory);
      } catch (IOException e) {
        // A last-moment clean-up has nobody left to tell; the next pass may do better.
      }
    }
  }

  private static void removeRecursively(Path root) throws IOException {
    if (!Files.exists(root)) {
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
