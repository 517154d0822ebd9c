// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import io.minetrace.hash.Sha256;
import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import io.minetrace.net.TransportProtocol;
import io.minetrace.report.ResultColumn;
import io.minetrace.report.ResultDigest;
import io.minetrace.report.ResultFile;
import io.minetrace.report.ResultFormat;
import io.minetrace.report.ResultReader;
import io.minetrace.report.ResultRow;
import io.minetrace.report.RunFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The files of an earlier result.
 *
 * @param manifest its run.json
 * @param rows its matches, in either format
 * @param report where its report belongs
 */
record ResultFiles(Path manifest, Path rows, Path report) {

  private static final String MANIFEST = "run.json";

  /**
   * Finds them.
   *
   * @param named a directory, its run.json or rows, or a single result file
   */
  static ResultFiles of(Path named) {
    ResultFiles files = ofAnyColumns(named);
    files.requireOwnColumns(named);
    return files;
  }

  /** The same where the rows need not be ones that we read back: see {@link #otherRows}. */
  static ResultFiles ofAnyColumns(Path named) {
    if (named.endsWith(MANIFEST)) {
      return ofAnyColumns(named.toAbsolutePath().getParent());
    }
    if (!Files.isDirectory(named)) {
      Path file = named.toAbsolutePath();
      Path manifest = file.resolveSibling(file.getFileName() + ".run.json");
      if (!Files.exists(manifest) && isOfDirectory(file)) {
        return new ResultFiles(
            file.resolveSibling(MANIFEST), named, file.resolveSibling("report.html"));
      }
      require(named, Files.exists(named) && Files.exists(manifest));
      return new ResultFiles(
          manifest, named, file.resolveSibling(file.getFileName() + ".report.html"));
    }
    if (OutputPlace.isBag(named)) {
      return ofAnyColumns(OutputPlace.payload(named));
    }
    Path manifest = named.resolve(MANIFEST);
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

  /** A file for other programs is not read back; a directory has our own rows beside it. */
  private void requireOwnColumns(Path named) {
    try {
      otherRows()
          .ifPresent(
              other -> {
                throw new CommandFailure(
                    ExitCode.UNREADABLE_INPUT,
                    named + ": was written with " + other + ", for other programs to read",
                    "match into a directory: it keeps the rows with our own columns beside them");
              });
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.UNREADABLE_INPUT, IoMessages.describe(e));
    }
  }

  /** What the rows of a single file were written with, where we do not read them back. */
  Optional<String> otherRows() throws IOException {
    return manifest.endsWith(MANIFEST) ? Optional.empty() : RunFacts.read(manifest).otherRows();
  }

  private static boolean isOfDirectory(Path file) {
    String name = file.getFileName().toString();
    return (name.equals("matches.csv") || name.equals("matches.ndjson"))
        && Files.exists(file)
        && Files.exists(file.resolveSibling(MANIFEST));
  }

  /**
   * Makes sure that the matches are, in every format that they lie in, as run.json lists them: what
   * is said of one of them is said of all.
   *
   * @throws CommandFailure if a file is another
   */
  void requireListed(RunFacts run) throws IOException {
    for (ResultFile listed : run.files()) {
      for (Path file : allRows()) {
        if (file.getFileName().toString().equals(listed.name())
            && !Sha256.hex(file).equals(listed.sha256())) {
          throw new CommandFailure(
              ExitCode.MISMATCH,
              file + ": is not as " + manifest.getFileName() + " lists it (SHA-256)",
              "flow-matcher verify tells all that differs");
        }
      }
    }
  }

  /** The matches in each of the formats that they lie in. */
  List<Path> allRows() {
    if (!manifest.endsWith(MANIFEST)) {
      return List.of(rows);
    }
    return Arrays.stream(ResultFormat.values())
        .map(format -> manifest.resolveSibling("matches." + format.extension()))
        .filter(Files::exists)
        .toList();
  }

  /** The result's files, but for its report. */
  List<Path> all() {
    List<Path> all = new ArrayList<>(List.of(manifest, rows));
    if (manifest.endsWith(MANIFEST)) {
      PassedOver.resultFiles().forEach(name -> all.add(manifest.resolveSibling(name)));
    }
    OutputPlace.formatOf(rows)
        .forEach(
            format -> {
              all.add(OutputPlace.sessionsOf(rows.toAbsolutePath(), format));
              all.add(OutputPlace.contextOf(rows.toAbsolutePath(), format));
            });
    return all;
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
    String wanted = RunFacts.read(manifest).digest().orElse("none");
    if (!wanted.equals(digest.hex())) {
      throw new CommandFailure(
          ExitCode.MISMATCH,
          rows + ": digest " + digest.hex() + " (expected by " + manifest + ": " + wanted + ")");
    }
  }

  /**
   * A row and where it stands.
   *
   * @param number from 1, the header of a CSV not counted
   */
  record NumberedRow(long number, ResultRow row) {}

  /**
   * The row of a number, or of an input file and record ordinal; fails where the rows are not those
   * that the manifest tells of.
   *
   * @param wanted {@code 17}, or {@code 0123456789abcdef:16777216}
   */
  Optional<NumberedRow> find(String wanted) throws IOException {
    boolean numbered = wanted.matches("[0-9]{1,18}");
    if (!numbered && !wanted.matches("[^:]+:[0-9]{1,18}")) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "row: '" + wanted + "' (expected: a number, or INPUT_FILE:RECORD_ORDINAL)");
    }
    long number = 0;
    Optional<NumberedRow> found = Optional.empty();
    ResultDigest digest = new ResultDigest();
    try (ResultReader reader = ResultReader.open(rows)) {
      for (Optional<ResultRow> row = reader.next(); row.isPresent(); row = reader.next()) {
        number++;
        digest.add(row.get());
        String place =
            numbered
                ? Long.toString(number)
                : row.get().text(ResultColumn.INPUT_FILE)
                    + ":"
                    + row.get().number(ResultColumn.RECORD_ORDINAL);
        if (found.isEmpty() && place.equals(wanted)) {
          found = Optional.of(new NumberedRow(number, row.get()));
        }
      }
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.MISMATCH, rows + ": " + e.getMessage());
    }
    requireDigest(digest);
    return found;
  }

  /** The service of a row. */
  static Endpoint pool(ResultRow row) {
    return new Endpoint(
        IpAddress.parse(row.text(ResultColumn.POOL_IP_ADDRESS)),
        (int) row.number(ResultColumn.POOL_PORT),
        TransportProtocol.of((int) row.number(ResultColumn.PROTOCOL_IDENTIFIER)).orElseThrow());
  }

  /** The path and hash of an input by its id in the rows, as the manifest tells them. */
  String input(String id) throws IOException {
    return id + RunFacts.read(manifest).input(id).map(path -> " = " + path).orElse("");
  }
}
