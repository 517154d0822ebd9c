// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark.source;

import io.minetrace.cli.IoMessages;
import io.minetrace.cli.PassedOver;
import io.minetrace.cli.TextTable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * The flow files that paths stand for: files, directories with all below them, and globs, in any
 * file system that Hadoop knows. The rules are those of {@code flow-matcher match}, or the two
 * would not give the same result: hidden files are passed over, each file is read once.
 */
public final class CaptureFiles {

  private final Configuration hadoop;
  private final Map<String, Listed> byRealPath = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();
  private final PassedOver passedOver = new PassedOver();

  private CaptureFiles(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  /** Looks up every path; what is wrong with one is among the {@link #problems()}. */
  public static CaptureFiles list(List<String> paths, Configuration hadoop) {
    CaptureFiles files = new CaptureFiles(hadoop);
    for (String path : paths) {
      files.add(path);
    }
    return files;
  }

  /**
   * A file that was found.
   *
   * @param length bytes, at that time
   * @param hosts that hold its beginning; none if that is no reason to read it there
   */
  public record Listed(CaptureFile file, long length, List<String> hosts) {

    public Listed {
      hosts = List.copyOf(hosts);
    }
  }

  /** In the order of the paths; those of a directory sorted. */
  public List<Listed> files() {
    return List.copyOf(byRealPath.values());
  }

  /** Paths that name nothing, and directories that cannot be listed. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  /** What lies below the paths and is not read. */
  public PassedOver passedOver() {
    return passedOver;
  }

  private void add(String argument) {
    try {
      Path path = new Path(argument);
      FileSystem files = path.getFileSystem(hadoop);
      Optional<FileStatus> named = status(files, path);
      if (named.isPresent()) {
        addNamed(files, named.get());
      } else if (argument.matches(".*[*?\\[{].*")) {
        addGlob(files, path, argument);
      } else {
        problem(argument + ": no such file or directory");
      }
    } catch (IllegalArgumentException e) {
      problem(argument + ": not a path (" + e.getMessage() + ")");
    } catch (IOException e) {
      problem(argument + ": " + IoMessages.describe(e));
    }
  }

  private void problem(String text) {
    problems.add(TextTable.printable(text));
  }

  private static Optional<FileStatus> status(FileSystem files, Path path) throws IOException {
    try {
      return Optional.of(files.getFileStatus(path));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  private void addGlob(FileSystem files, Path glob, String argument) throws IOException {
    boolean matched = false;
    FileStatus[] found = files.globStatus(glob);
    for (FileStatus status : found == null ? new FileStatus[0] : found) {
      if (isHidden(status.getPath())) {
        passedOver.add(PassedOver.Kind.HIDDEN);
      } else {
        addNamed(files, status);
        matched = true;
      }
    }
    if (!matched) {
      problem(argument + ": matches no file");
    }
  }

  private void addNamed(FileSystem files, FileStatus status) throws IOException {
    if (status.isDirectory()) {
      Map<String, LocatedFileStatus> below = new TreeMap<>();
      walk(files, status.getPath(), below);
      for (LocatedFileStatus file : below.values()) {
        addFile(file, file.getBlockLocations());
      }
    } else {
      addFile(status, files.getFileBlockLocations(status, 0, 1));
    }
  }

  private void walk(FileSystem files, Path directory, Map<String, LocatedFileStatus> below)
      throws IOException {
    Map<String, LocatedFileStatus> entries = new TreeMap<>();
    RemoteIterator<LocatedFileStatus> listing = files.listLocatedStatus(directory);
    while (listing.hasNext()) {
      LocatedFileStatus entry = listing.next();
      entries.put(entry.getPath().getName(), entry);
    }
    if (PassedOver.isResult(entries::containsKey)) {
      passedOver.add(PassedOver.Kind.EARLIER_RESULT);
      return;
    }
    for (LocatedFileStatus entry : entries.values()) {
      Optional<PassedOver.Kind> reason = reasonToPassOver(entry, entries);
      if (reason.isPresent()) {
        passedOver.add(reason.get());
      } else if (entry.isDirectory()) {
        walkUnlessLink(files, entry.getPath(), below);
      } else {
        below.put(entry.getPath().toString(), entry);
      }
    }
  }

  private static Optional<PassedOver.Kind> reasonToPassOver(
      LocatedFileStatus entry, Map<String, LocatedFileStatus> beside) {
    String name = entry.getPath().getName();
    if (isHidden(entry.getPath())) {
      return Optional.of(PassedOver.Kind.HIDDEN);
    }
    if (entry.isDirectory()) {
      return Optional.empty();
    }
    if (!local(entry.getPath()).map(Files::isRegularFile).orElse(true)) {
      return Optional.of(PassedOver.Kind.NO_FILE);
    }
    if (PassedOver.isMarker(name, entry.getLen())) {
      return Optional.of(PassedOver.Kind.MARKER);
    }
    return PassedOver.isResult(name, beside::containsKey)
        ? Optional.of(PassedOver.Kind.EARLIER_RESULT)
        : Optional.empty();
  }

  private void walkUnlessLink(
      FileSystem files, Path directory, Map<String, LocatedFileStatus> below) {
    if (local(directory).map(Files::isSymbolicLink).orElse(false)) {
      // It may lead back up, and there would be no end.
      problem(directory + ": link to a directory, not followed (name it to read it)");
      return;
    }
    try {
      walk(files, directory, below);
    } catch (IOException e) {
      problem(directory + ": " + IoMessages.describe(e));
    }
  }

  private void addFile(FileStatus status, BlockLocation[] blocks) throws IOException {
    Path path = status.getPath();
    Optional<java.nio.file.Path> local = local(path);
    String real = local.isPresent() ? local.get().toRealPath().toString() : path.toString();
    byRealPath.putIfAbsent(
        real, new Listed(new CaptureFile(path.toString()), status.getLen(), hosts(local, blocks)));
  }

  private static List<String> hosts(Optional<java.nio.file.Path> local, BlockLocation[] blocks)
      throws IOException {
    // The local file system says "localhost", for which a cluster would wait in vain.
    boolean known = local.isEmpty() && blocks != null && blocks.length > 0;
    return known ? List.of(blocks[0].getHosts()) : List.of();
  }

  /** The path for Java's own file functions, if it is a file of this machine. */
  private static Optional<java.nio.file.Path> local(Path path) {
    return "file".equals(path.toUri().getScheme())
        ? Optional.of(java.nio.file.Path.of(path.toUri().getPath()))
        : Optional.empty();
  }

  private static boolean isHidden(Path path) {
    String name = path.getName();
    return name.startsWith(".") && !name.equals(".") && !name.equals("..");
  }
}
