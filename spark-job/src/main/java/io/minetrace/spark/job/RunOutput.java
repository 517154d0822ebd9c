// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark.job;

import io.minetrace.cli.CommandFailure;
import io.minetrace.cli.ExitCode;
import io.minetrace.spark.source.CaptureFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
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
   * @throws CommandFailure if it is a file, or if an input lies below: it would be taken for output
   *     by the next run
   */
  static void requireApart(String out, List<CaptureFiles.Listed> inputs, Configuration hadoop)
      throws IOException {
    Path place = new Path(out);
    FileSystem files = place.getFileSystem(hadoop);
    Path qualified = files.makeQualified(place);
    if (files.exists(place) && !files.getFileStatus(place).isDirectory()) {
      throw new CommandFailure(
          ExitCode.OUTPUT_EXISTS, out + ": is a file, not a directory, and is not overwritten");
    }
    for (CaptureFiles.Listed input : inputs) {
      Path above = new Path(input.file().uri());
      while (above != null && !above.equals(qualified)) {
        above = above.getParent();
      }
      if (above != null) {
        throw new CommandFailure(
            ExitCode.USAGE,
            input.file().uri()
                + ": is read by this run, and lies where its result would go ("
                + out
                + ")",
            "give another place");
      }
    }
  }

  /** Where Spark is to write a table of this run. */
  String staged(String table) {
    return new Path(staging(), table).toString();
  }

  private Path staging() {
    return new Path(new Path(out, "_staging"), runId);
  }

  /** Puts the staged tables in place of what the run of this id left before. */
  void place() throws IOException {
    removePlaced();
    Path labelled = new Path(out, LABELLED);
    for (FileStatus day : directories(new Path(staging(), LABELLED))) {
      move(day.getPath(), new Path(new Path(labelled, day.getPath().getName()), partition()));
    }
    for (String table : WHOLE_TABLES) {
      Path staged = new Path(staged(table));
      if (files.exists(staged)) {
        move(staged, new Path(new Path(out, table), partition()));
      }
    }
    clear();
  }

  private void removePlaced() throws IOException {
    for (String table : WHOLE_TABLES) {
      files.delete(new Path(new Path(out, table), partition()), true);
    }
    for (FileStatus day : directories(new Path(out, LABELLED))) {
      boolean removed = files.delete(new Path(day.getPath(), partition()), true);
      if (removed && files.listStatus(day.getPath()).length == 0) {
        files.delete(day.getPath(), false);
      }
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

  private void move(Path from, Path to) throws IOException {
    files.mkdirs(to.getParent());
    if (!files.rename(from, to)) {
      throw new IOException(to + ": cannot be moved there from " + from);
    }
  }

  /** Removes what was staged and not placed. */
  void clear() throws IOException {
    files.delete(staging(), true);
    // Stays if another run is at work.
    Path parent = staging().getParent();
    if (files.exists(parent) && files.listStatus(parent).length == 0) {
      files.delete(parent, false);
    }
  }

  /** Writes the run's record over what it was before. */
  void record(String json) throws IOException {
    try (OutputStream stream = files.create(recordFile(), true)) {
      stream.write(json.getBytes(StandardCharsets.UTF_8));
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
