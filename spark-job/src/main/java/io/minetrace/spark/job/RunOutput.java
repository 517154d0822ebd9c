// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark.job;

import io.minetrace.cli.CommandFailure;
import io.minetrace.cli.ExitCode;
import io.minetrace.cli.IoMessages;
import io.minetrace.spark.source.CaptureFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Where the output of one run goes, beside that of others:
 *
 * <pre>
 *   OUT/labelled/flow_date=YYYY-MM-DD/run_id=ID/part-….parquet
 *   OUT/sessions/run_id=ID/part-….parquet             if they were asked for
 *   OUT/files/run_id=ID/part-….parquet
 *   OUT/_runs/ID.json
 *   OUT/_staging/ID/…            while the run lasts; names with _ are not seen by Spark's readers
 *   OUT/_before/ID/…             while it takes the place of an earlier one
 * </pre>
 *
 * A run is written aside and moved into place when it is complete, replacing all that an earlier
 * run of the same id left, days included that have become empty. A run that fails leaves the
 * earlier one's rows as they were. Two runs of one id at the same time are not provided for.
 */
final class RunOutput {

  /** The rows of matches; partitioned by day. */
  static final String LABELLED = "labelled";

  /** Mining sessions; may not be there. */
  static final String SESSIONS = "sessions";

  /** What became of each input. */
  static final String FILES = "files";

  /** Those that are not partitioned by day. */
  private static final List<String> WHOLE_TABLES = List.of(SESSIONS, FILES);

  private final Path out;
  private final String runId;
  private final FileSystem files;

  private RunOutput(Path out, String runId, FileSystem files) {
    this.out = out;
    this.runId = runId;
    this.files = files;
  }

  static RunOutput at(String out, String runId, Configuration hadoop) throws IOException {
    Path path = new Path(out);
    FileSystem files = path.getFileSystem(hadoop);
    return new RunOutput(files.makeQualified(path), runId, files);
  }

  /**
   * Checks that output can go there, before any work is done.
   *
   * @param inputs that are read
   * @throws CommandFailure if it is a file, or cannot be looked at, or if an input lies below,
   *     under its name or in truth: whoever names that directory as input again would give the next
   *     run the tables of this one to read, too
   */
  static void requireApart(String out, List<CaptureFiles.Listed> inputs, Configuration hadoop) {
    Path place = new Path(out);
    try {
      FileSystem files = place.getFileSystem(hadoop);
      if (files.exists(place) && !files.getFileStatus(place).isDirectory()) {
        throw new CommandFailure(
            ExitCode.OUTPUT_EXISTS, out + ": is a file, not a directory, and is not overwritten");
      }
      Path qualified = files.makeQualified(place);
      Path real = real(qualified);
      for (CaptureFiles.Listed input : inputs) {
        Path file = new Path(input.file().uri());
        if (isBelow(file, qualified) || isBelow(real(file), real)) {
          throw new CommandFailure(
              ExitCode.USAGE,
              input.file().uri()
                  + ": is read by this run, and lies where its result would go ("
                  + out
                  + ")",
              "give another place");
        }
      }
    } catch (IOException e) {
      throw cannotBeWritten(place, e);
    }
  }

  private static boolean isBelow(Path path, Path place) {
    Path above = path;
    while (above != null && !above.equals(place)) {
      above = above.getParent();
    }
    return above != null;
  }

  /** Without links, where there are any; what does not exist yet stands for itself. */
  private static Path real(Path path) throws IOException {
    if (!"file".equals(path.toUri().getScheme())) {
      return path;
    }
    java.nio.file.Path local = java.nio.file.Path.of(path.toUri().getPath());
    java.nio.file.Path there = local;
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    return new Path("file", null, there.toRealPath().resolve(there.relativize(local)).toString());
  }

  /** Says so, and why. */
  CommandFailure cannotBeWritten(IOException reason) {
    return cannotBeWritten(out, reason);
  }

  private static CommandFailure cannotBeWritten(Path place, IOException reason) {
    CommandFailure failure =
        new CommandFailure(
            ExitCode.INTERNAL_ERROR, place + ": cannot be written: " + IoMessages.describe(reason));
    failure.initCause(reason);
    return failure;
  }

  /** Where Spark is to write a table of this run. */
  String staged(String table) {
    return new Path(staging(), table).toString();
  }

  private Path staging() {
    return new Path(new Path(out, "_staging"), runId);
  }

  /**
   * Puts the staged tables in place of what the run of this id left before; if that fails half way,
   * what it left is put back.
   */
  synchronized void place() throws IOException {
    List<Move> done = new ArrayList<>();
    try {
      for (Path earlier : placed()) {
        move(new Move(earlier, new Path(before(), pathInOut(earlier))), done);
      }
      for (FileStatus day : directories(new Path(staging(), LABELLED))) {
        Path place = new Path(new Path(out, LABELLED), day.getPath().getName());
        move(new Move(day.getPath(), new Path(place, partition())), done);
      }
      for (String table : WHOLE_TABLES) {
        Path staged = new Path(staged(table));
        if (files.exists(staged)) {
          move(new Move(staged, new Path(new Path(out, table), partition())), done);
        }
      }
    } catch (IOException e) {
      undo(done, e);
      throw e;
    }
    files.delete(before(), true);
    removeIfEmpty(before().getParent());
    clear();
    for (Move move : done) {
      removeIfEmptyDay(move.from.getParent());
    }
  }

  /** Only of days that this run moved something from or to: others may be another's at work. */
  private void removeIfEmptyDay(Path directory) throws IOException {
    boolean isDay = new Path(out, LABELLED).equals(directory.getParent());
    if (isDay && files.exists(directory) && files.listStatus(directory).length == 0) {
      files.delete(directory, false);
    }
  }

  /** Where the rows of an earlier run wait until those of this one are in place. */
  private Path before() {
    return new Path(new Path(out, "_before"), runId);
  }

  private String pathInOut(Path path) {
    return out.toUri().relativize(path.toUri()).getPath();
  }

  /** Puts back what an earlier attempt set aside and could not, if nothing has come there since. */
  private void restore() throws IOException {
    if (!files.exists(before())) {
      return;
    }
    List<Path> aside = new ArrayList<>();
    WHOLE_TABLES.forEach(table -> aside.add(new Path(new Path(before(), table), partition())));
    for (FileStatus day : directories(new Path(before(), LABELLED))) {
      aside.add(new Path(day.getPath(), partition()));
    }
    for (Path path : aside) {
      Path place = new Path(out, before().toUri().relativize(path.toUri()).getPath());
      if (files.exists(path) && !files.exists(place)) {
        move(new Move(path, place), new ArrayList<>());
      }
    }
    files.delete(before(), true);
    removeIfEmpty(before().getParent());
  }

  private void removeIfEmpty(Path directory) throws IOException {
    if (files.exists(directory) && files.listStatus(directory).length == 0) {
      files.delete(directory, false);
    }
  }

  /** What a run of this id has in place. */
  private List<Path> placed() throws IOException {
    List<Path> places = new ArrayList<>();
    WHOLE_TABLES.forEach(table -> places.add(new Path(new Path(out, table), partition())));
    for (FileStatus day : directories(new Path(out, LABELLED))) {
      places.add(new Path(day.getPath(), partition()));
    }
    List<Path> placed = new ArrayList<>();
    for (Path place : places) {
      if (files.exists(place)) {
        placed.add(place);
      }
    }
    return placed;
  }

  private record Move(Path from, Path to) {}

  private void move(Move move, List<Move> done) throws IOException {
    files.mkdirs(move.to.getParent());
    boolean moved = false;
    try {
      moved = files.rename(move.from, move.to);
    } finally {
      if (!moved) {
        removeIfEmptyDay(move.to.getParent());
      }
    }
    if (!moved) {
      throw new IOException(move.to + ": cannot be moved there from " + move.from);
    }
    done.add(move);
  }

  private void undo(List<Move> done, IOException reason) {
    for (int i = done.size() - 1; i >= 0; i--) {
      Move move = done.get(i);
      try {
        move(new Move(move.to, move.from), new ArrayList<>());
      } catch (IOException e) {
        reason.addSuppressed(e);
      }
    }
    try {
      for (Move move : done) {
        removeIfEmptyDay(move.to.getParent());
      }
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }

  private String partition() {
    return "run_id=" + runId;
  }

  private List<FileStatus> directories(Path parent) throws IOException {
    List<FileStatus> directories = new ArrayList<>();
    if (files.exists(parent)) {
      for (FileStatus entry : files.listStatus(parent)) {
        if (entry.isDirectory()) {
          directories.add(entry);
        }
      }
    }
    return directories;
  }

  /** Removes what was staged and not placed, and puts back what waits to be replaced. */
  synchronized void clear() throws IOException {
    files.delete(staging(), true);
    // Stays if another run is at work.
    removeIfEmpty(staging().getParent());
    restore();
  }

  /** Writes the run's record over what it was before. */
  void record(String json) throws IOException {
    try (OutputStream stream = files.create(recordFile(), true)) {
      stream.write(json.getBytes(StandardCharsets.UTF_8));
    } catch (FSError e) {
      // What Hadoop makes of a local disk that is full.
      throw new IOException(recordFile() + ": " + e.getCause().getMessage(), e);
    }
  }

  /** Where the run's record lies. */
  Path recordFile() {
    return new Path(new Path(out, "_runs"), runId + ".json");
  }

  /** Where all output lies. */
  Path path() {
    return out;
  }
}
