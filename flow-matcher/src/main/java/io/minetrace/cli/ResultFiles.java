// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import io.minetrace.report.ResultDigest;
import io.minetrace.report.ResultFormat;
import io.minetrace.report.RunDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The files of an earlier result.
 *
 * @param manifest its run.json
 * @param rows its matches, in either format
 * @param report where its report belongs
 */
record ResultFiles(Path manifest, Path rows, Path report) {

  /**
   * Finds them.
   *
   * @param named a directory, its run.json, or a single result file
   */
  static ResultFiles of(Path named) {
    if (named.endsWith("run.json")) {
      return of(named.toAbsolutePath().getParent());
    }
    if (!Files.isDirectory(named)) {
      Path file = named.toAbsolutePath();
      Path manifest = file.resolveSibling(file.getFileName() + ".run.json");
      require(named, Files.exists(named) && Files.exists(manifest));
      return new ResultFiles(
          manifest, named, file.resolveSibling(file.getFileName() + ".report.html"));
    }
    Path manifest = named.resolve("run.json");
    require(named, Files.exists(manifest));
    for (ResultFormat format : new ResultFormat[] {ResultFormat.NDJSON, ResultFormat.CSV}) {
      Path rows = named.resolve("matches." + format.extension());
      if (Files.exists(rows)) {
        return new ResultFiles(manifest, rows, named.resolve("report.html"));
      }
    }
    throw new CommandFailure(
        ExitCode.UNREADABLE_INPUT, named + ": no matches.ndjson or matches.csv beside run.json");
  }

  private static void require(Path named, boolean holds) {
    if (!holds) {
      throw new CommandFailure(
          ExitCode.UNREADABLE_INPUT,
          named + ": not a result of match (expected: a directory with run.json)");
    }
  }

  /** Fails where the rows are not those that the manifest tells of. */
  void requireDigest(ResultDigest digest) throws IOException {
    String wanted = RunDigest.read(manifest).orElse("none");
    if (!wanted.equals(digest.hex())) {
      throw new CommandFailure(
          ExitCode.MISMATCH,
          rows + ": digest " + digest.hex() + " (expected by " + manifest + ": " + wanted + ")");
    }
  }
}
