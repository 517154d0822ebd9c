// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import io.minetrace.report.ResultFormat;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a result goes: a directory, a single file with its manifest beside it, or standard output.
 * Everything is written into a hidden directory next to the place and moved there at the very end,
 * so that an interrupted or failed run leaves nothing that could be taken for a result.
 */
final class OutputPlace implements Closeable {

  private static final String SCRATCH = "scratch";

  private final WorkDirectory work;
  private final Path place;
  private final boolean directory;
  private final boolean overwrite;
  private final Map<Path, Path> moves = new LinkedHashMap<>();

  /** What to do about a result that is there already. */
  enum Existing {
    REFUSE,
    OVERWRITE
  }

  private OutputPlace(WorkDirectory work, Path place, boolean directory, boolean overwrite) {
    this.work = work;
    this.place = place;
    this.directory = directory;
    this.overwrite = overwrite;
  }

  /**
   * Opens a place.
   *
   * @param name a directory, or a file whose name ends in a format's extension
   * @throws CommandFailure if there is something already, or it cannot be written
   */
  static OutputPlace open(Path name, Existing existing) throws IOException {
    return open(name, existing, List.of());
  }

  /**
   * The same where sessions are written beside a single file.
   *
   * @param sessions their formats; empty if none are
   */
  static OutputPlace open(Path name, Existing existing, Collection<ResultFormat> sessions)
      throws IOException {
    return open(name, existing, sessions, formatOf(name).isEmpty());
  }

  /** The same for a single file, whatever its name ends in. */
  static OutputPlace openFile(Path name, Existing existing, Collection<ResultFormat> sessions)
      throws IOException {
    return open(name, existing, sessions, false);
  }

  private static OutputPlace open(
      Path name, Existing existing, Collection<ResultFormat> sessions, boolean directory)
      throws IOException {
    boolean overwrite = existing == Existing.OVERWRITE;
    if (!overwrite) {
      requireFree(directory ? List.of(name) : targets(name, sessions));
    }
    if (directory && Files.exists(name) && !isResult(name)) {
      throw new CommandFailure(
          ExitCode.OUTPUT_EXISTS,
          name + ": exists and is not a result of this program, so it is not overwritten");
    }
    if (!directory && Files.isDirectory(name)) {
      throw new CommandFailure(
          ExitCode.OUTPUT_EXISTS, name + ": is a directory, so it is not overwritten");
    }
    Path absolute = name.toAbsolutePath().normalize();
    if (Path.of("").toAbsolutePath().startsWith(absolute)) {
      throw new CommandFailure(
          ExitCode.USAGE, name + ": is where this program runs, so it cannot be replaced");
    }
    Path parent = absolute.getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw new CommandFailure(ExitCode.USAGE, parent + ": no such directory");
    }
    WorkDirectory work =
        new WorkDirectory(
            parent.resolve(
                "." + absolute.getFileName() + ".partial" + ProcessHandle.current().pid()));
    OutputPlace output = new OutputPlace(work, name, directory, overwrite);
    try {
      // What a killed run of the same number left is of no use to anybody.
      WorkDirectory.remove(work.path());
      Files.createDirectory(work.path());
      return output;
    } catch (IOException e) {
      output.close();
      throw new CommandFailure(
          ExitCode.USAGE, parent + ": cannot be written to (" + e.getMessage() + ")");
    }
  }

  /** The files of a result that is a single file. */
  private static List<Path> targets(Path name, Collection<ResultFormat> sessions) {
    List<Path> targets = new ArrayList<>(List.of(name, manifestOf(name)));
    sessions.forEach(format -> targets.add(sessionsOf(name, format)));
    return targets;
  }

  /** Everything that a result at this place may consist of, and the place itself. */
  static List<Path> reserved(Path name) {
    List<ResultFormat> single = formatOf(name);
    if (!single.isEmpty()) {
      List<Path> all = new ArrayList<>(targets(name, single));
      single.forEach(format -> all.add(contextOf(name, format)));
      return all;
    }
    List<Path> reserved = new ArrayList<>(List.of(name, manifestOf(name)));
    PassedOver.resultFiles().forEach(file -> reserved.add(name.resolve(file)));
    return reserved;
  }

  private static void requireFree(Collection<Path> targets) {
    for (Path target : targets) {
      if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
        throw new CommandFailure(
            ExitCode.OUTPUT_EXISTS,
            target + ": exists already",
            "give another place with -o, or --overwrite");
      }
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

  /** Where the sessions beside a single file are. */
  static Path sessionsOf(Path file, ResultFormat format) {
    return besideOf(file, "sessions", format);
  }

  /** Where the context beside a single file is. */
  static Path contextOf(Path file, ResultFormat format) {
    return besideOf(file, "context", format);
  }

  private static Path besideOf(Path file, String content, ResultFormat format) {
    String name = file.getFileName().toString();
    String stem = name.substring(0, name.length() - format.extension().length() - 1);
    return file.resolveSibling(stem + "." + content + "." + format.extension());
  }

  private static Path manifestOf(Path file) {
    return file.resolveSibling(file.getFileName() + ".run.json");
  }

  /** For sorted runs and the like; removed at the end. */
  Path scratch() throws IOException {
    return Files.createDirectory(work.path().resolve(SCRATCH));
  }

  /** A directory of its own in it. */
  Path scratch(String name) throws IOException {
    return Files.createDirectories(work.path().resolve(SCRATCH).resolve(name));
  }

  /**
   * Starts the result file of a format.
   *
   * @param content the file's name in a directory, without the extension: {@code matches}
   */
  OutputStream result(String content, ResultFormat format) throws IOException {
    return result(content + "." + format.extension());
  }

  /**
   * Starts a file of the result.
   *
   * @param name in a directory; a single file has its own
   */
  OutputStream result(String name) throws IOException {
    return start(name, directory ? place.resolve(name) : place);
  }

  /** Starts the sessions beside the result of the same format. */
  OutputStream sessions(ResultFormat format) throws IOException {
    String name = "sessions." + format.extension();
    return start(name, directory ? place.resolve(name) : sessionsOf(place, format));
  }

  /** Starts the context beside the result of the same format. */
  OutputStream context(ResultFormat format) throws IOException {
    String name = "context." + format.extension();
    return start(name, directory ? place.resolve(name) : contextOf(place, format));
  }

  /** Starts the manifest. */
  OutputStream manifest() throws IOException {
    return start("run.json", directory ? place.resolve("run.json") : manifestOf(place));
  }

  private OutputStream start(String name, Path target) throws IOException {
    if (!directory && !overwrite) {
      requireFree(List.of(target));
    }
    Path file = work.path().resolve(name);
    moves.put(file, target);
    return Files.newOutputStream(file);
  }

  /**
   * Puts what was written in place, and names it.
   *
   * @throws CommandFailure if another run was faster
   */
  List<Path> commit() throws IOException {
    WorkDirectory.remove(work.path().resolve(SCRATCH));
    work.wholly(
        () -> {
          if (!overwrite) {
            requireFree(directory ? List.of(place) : moves.values());
          }
          if (directory) {
            commitDirectory();
          } else {
            for (Map.Entry<Path, Path> move : moves.entrySet()) {
              Files.move(
                  move.getKey(),
                  move.getValue(),
                  StandardCopyOption.ATOMIC_MOVE,
                  StandardCopyOption.REPLACE_EXISTING);
            }
          }
        });
    return new ArrayList<>(moves.values());
  }

  /** The earlier result is put aside first, so that there is one at every moment to go back to. */
  private void commitDirectory() throws IOException {
    if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      Files.move(work.path(), place, StandardCopyOption.ATOMIC_MOVE);
      return;
    }
    Path earlier = work.path().resolveSibling(work.path().getFileName() + ".earlier");
    Files.move(place, earlier, StandardCopyOption.ATOMIC_MOVE);
    try {
      Files.move(work.path(), place, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.move(earlier, place, StandardCopyOption.ATOMIC_MOVE);
      throw e;
    }
    WorkDirectory.remove(earlier);
  }

  /** Removes what was not put in place. */
  @Override
  public void close() throws IOException {
    work.close();
  }
}
