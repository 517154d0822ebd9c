// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import io.minetrace.report.ResultFile;
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
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Where a result goes: a directory, a single file with its manifest beside it, or standard output.
 * Everything is written into a hidden directory next to the place and moved there at the very end,
 * so that an interrupted or failed run leaves nothing that could be taken for a result.
 */
final class OutputPlace implements Closeable {

  private static final String SCRATCH = "scratch";

  /** What a bag calls the directory of what it carries. */
  private static final String PAYLOAD = "data";

  private final PlaceLock lock;
  private final WorkDirectory work;
  private final Path place;
  private final Shape shape;
  private final boolean overwrite;
  private final Map<Path, Path> moves = new LinkedHashMap<>();
  private final Map<String, ResultFile> written = new LinkedHashMap<>();

  /** What is made at a place. */
  private enum Shape {
    DIRECTORY(""),
    /** A directory whose result lies in one below, with lists of checksums beside that. */
    BAG(PAYLOAD),
    FILE("");

    private final String below;

    Shape(String below) {
      this.below = below;
    }
  }

  /** What to do about a result that is there already. */
  enum Existing {
    REFUSE,
    OVERWRITE
  }

  private OutputPlace(
      PlaceLock lock, WorkDirectory work, Path place, Shape shape, boolean overwrite) {
    this.lock = lock;
    this.work = work;
    this.place = place;
    this.shape = shape;
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
    return open(name, existing, sessions, formatOf(name).isEmpty() ? Shape.DIRECTORY : Shape.FILE);
  }

  /**
   * Opens a place for a bag, which is a directory whatever its name.
   *
   * @throws CommandFailure as for any other
   */
  static OutputPlace openBag(Path name, Existing existing) throws IOException {
    return open(name, existing, List.of(), Shape.BAG);
  }

  /** The same for a single file, whatever its name ends in. */
  static OutputPlace openFile(Path name, Existing existing, Collection<ResultFormat> sessions)
      throws IOException {
    return open(name, existing, sessions, Shape.FILE);
  }

  private static OutputPlace open(
      Path name, Existing existing, Collection<ResultFormat> sessions, Shape shape)
      throws IOException {
    boolean directory = shape != Shape.FILE;
    boolean overwrite = existing == Existing.OVERWRITE;
    if (!overwrite) {
      requireFree(directory ? List.of(name) : targets(name, sessions));
    }
    if (directory && Files.exists(name)) {
      requireOurs(name, shape);
    }
    if (!directory && Files.exists(name) && !Files.exists(manifestOf(name))) {
      throw new CommandFailure(
          ExitCode.OUTPUT_EXISTS,
          name
              + ": exists and is not a result of this program ("
              + manifestOf(name).getFileName()
              + " would lie beside it), so it is not overwritten");
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
    PlaceLock lock = lock(absolute, name);
    String hidden = "." + absolute.getFileName() + ".partial";
    WorkDirectory work = new WorkDirectory(parent.resolve(hidden + ProcessHandle.current().pid()));
    OutputPlace output = new OutputPlace(lock, work, name, shape, overwrite);
    try {
      if (lock.isReal()) {
        removeLeftOvers(parent, hidden);
      }
      Files.createDirectories(work.path().resolve(shape.below));
      return output;
    } catch (IOException e) {
      output.close();
      throw unwritable(parent, e);
    }
  }

  private static PlaceLock lock(Path absolute, Path name) {
    try {
      return PlaceLock.take(absolute, name);
    } catch (IOException e) {
      throw unwritable(absolute.getParent(), e);
    }
  }

  private static CommandFailure unwritable(Path directory, IOException e) {
    return new CommandFailure(
        ExitCode.USAGE, directory + ": cannot be written to (" + e.getMessage() + ")");
  }

  /** What killed runs left is of no use to anybody, and no other run lives: the lock is ours. */
  private static void removeLeftOvers(Path parent, String hidden) throws IOException {
    List<Path> left;
    try (var entries = Files.list(parent)) {
      left =
          entries
              .filter(
                  entry ->
                      entry.getFileName().toString().startsWith(hidden)
                          && entry
                              .getFileName()
                              .toString()
                              .substring(hidden.length())
                              .matches("[0-9]+"))
              .toList();
    }
    for (Path entry : left) {
      WorkDirectory.remove(entry);
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

  /**
   * Fails where something is already.
   *
   * @throws CommandFailure naming it
   */
  static void requireFree(Collection<Path> targets) {
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
   * Only what this program made is ever replaced: a mistyped {@code -o} must not cost a directory,
   * nor what somebody laid into an earlier result.
   */
  private static void requireOurs(Path name, Shape shape) throws IOException {
    boolean bag = Files.isDirectory(name) && isBag(name);
    if (!Files.isDirectory(name)
        || !(bag || isEmpty(name) || Files.exists(name.resolve("run.json")))) {
      throw new CommandFailure(
          ExitCode.OUTPUT_EXISTS,
          name + ": exists and is not a result of this program, so it is not overwritten");
    }
    if (bag && shape != Shape.BAG) {
      throw new CommandFailure(
          ExitCode.OUTPUT_EXISTS, name + ": is evidence, which only --evidence replaces");
    }
    Optional<Path> foreign = bag ? foreignInBag(name) : foreign(name, PassedOver::isResultFile);
    if (foreign.isPresent()) {
      throw new CommandFailure(
          ExitCode.OUTPUT_EXISTS,
          foreign.get() + ": was not made by the run whose result lies there, so that is kept",
          "move it away, or give another place");
    }
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (var entries = Files.list(directory)) {
      return entries.findAny().isEmpty();
    }
  }

  /** Copies of inputs may be the only ones, so they are nobody's to replace. */
  private static Optional<Path> foreignInBag(Path bag) throws IOException {
    Optional<Path> above =
        foreign(bag, entry -> entry.equals(PAYLOAD) || PassedOver.isBagFile(entry));
    return above.isPresent()
        ? above
        : foreign(
            bag.resolve(PAYLOAD),
            entry -> PassedOver.isResultFile(entry) || EvidenceBag.isOwn(entry));
  }

  /** The first entry with another name than those that are ours, in order of names. */
  private static Optional<Path> foreign(Path directory, Predicate<String> ours) throws IOException {
    try (var entries = Files.list(directory)) {
      return entries
          .filter(entry -> !ours.test(entry.getFileName().toString()))
          .filter(entry -> !isReport(entry))
          .sorted()
          .findFirst();
    }
  }

  /** Reports may have any name. */
  private static boolean isReport(Path entry) {
    try {
      return Files.isRegularFile(entry) && ReportPlace.Kind.REPORT.isOf(entry);
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Fails where a file that is read lies where the result would go, and be lost with what is
   * replaced there.
   *
   * @param name as for {@link #open}
   * @param sources whatever the run reads
   */
  static void requireApart(Path name, Collection<Path> sources) throws IOException {
    Path place = real(name);
    for (Path source : sources) {
      if (Files.exists(source) && real(source).startsWith(place)) {
        throw new CommandFailure(
            ExitCode.USAGE,
            source + ": is read by this run, and lies where its result would go (" + name + ")",
            "give another place");
      }
    }
  }

  private static Path real(Path path) throws IOException {
    return Files.exists(path) ? path.toRealPath() : path.toAbsolutePath().normalize();
  }

  /** Whether a directory is a bag with a result in it. */
  static boolean isBag(Path name) {
    return Files.exists(name.resolve("bagit.txt"))
        && Files.exists(name.resolve(PAYLOAD).resolve("run.json"));
  }

  /** Where the result is in a bag. */
  static Path payload(Path bag) {
    return bag.resolve(PAYLOAD);
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
    return shape == Shape.FILE ? start(place.getFileName().toString(), place) : file(name);
  }

  /** Starts the sessions beside the result of the same format. */
  OutputStream sessions(ResultFormat format) throws IOException {
    if (shape != Shape.FILE) {
      return file("sessions." + format.extension());
    }
    Path beside = sessionsOf(place, format);
    return start(beside.getFileName().toString(), beside);
  }

  /** Starts the context beside the result of the same format. */
  OutputStream context(ResultFormat format) throws IOException {
    if (shape != Shape.FILE) {
      return file("context." + format.extension());
    }
    Path beside = contextOf(place, format);
    return start(beside.getFileName().toString(), beside);
  }

  /** Starts the manifest. */
  OutputStream manifest() throws IOException {
    Path beside = manifestOf(place);
    return shape == Shape.FILE ? start(beside.getFileName().toString(), beside) : file("run.json");
  }

  /** Whether the result is a directory, with room for whatever belongs to it. */
  boolean isDirectory() {
    return shape != Shape.FILE;
  }

  /** Starts any other file of a directory, or of one below it: {@code errors.ndjson}. */
  OutputStream file(String name) throws IOException {
    String below = shape.below.isEmpty() ? name : shape.below + "/" + name;
    return start(below, place.resolve(below));
  }

  /** Starts a file beside the result in a bag: the lists of checksums, and what is told of them. */
  OutputStream tagFile(String name) throws IOException {
    return start(name, place.resolve(name));
  }

  private OutputStream start(String name, Path target) throws IOException {
    if (shape == Shape.FILE && !overwrite) {
      requireFree(List.of(target));
    }
    Path file = work.path().resolve(name);
    Files.createDirectories(file.getParent());
    moves.put(file, target);
    return new MeteredOutput(
        Files.newOutputStream(file),
        (bytes, sha256) -> written.put(name, new ResultFile(name, bytes, sha256)));
  }

  /** Where a file of a directory lies until it is put in place. */
  Path inProgress(String name) {
    return work.path().resolve(shape.below).resolve(name);
  }

  /** What was written as that file. */
  ResultFile written(String name) {
    return written.get(shape.below.isEmpty() ? name : shape.below + "/" + name);
  }

  /** What was written so far as files of the result, by their names beside its manifest. */
  List<ResultFile> files() {
    int prefix = shape.below.isEmpty() ? 0 : shape.below.length() + 1;
    return written.values().stream()
        .map(file -> new ResultFile(file.name().substring(prefix), file.bytes(), file.sha256()))
        .toList();
  }

  /** What was written and closed, by the name below the place, in the order of closing. */
  List<ResultFile> written() {
    return List.copyOf(written.values());
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
            requireFree(isDirectory() ? List.of(place) : moves.values());
          }
          if (isDirectory()) {
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
    try {
      work.close();
    } finally {
      lock.close();
    }
  }
}
