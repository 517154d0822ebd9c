// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import io.minetrace.report.NotRead;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.PatternSyntaxException;

/**
 * The input files that PATH arguments stand for: files, directories with all below them, globs that
 * the shell left as they were, and {@code -}. Each file once, however often it is named.
 */
final class InputFiles {

  /** What {@code -} stands for. */
  static final Path STDIN = Path.of("-");

  private final Map<Path, Path> byRealPath = new LinkedHashMap<>();
  private final List<NotRead> problems = new ArrayList<>();
  private final PassedOver passedOver = new PassedOver();

  private InputFiles() {}

  static InputFiles of(List<String> arguments) throws IOException {
    InputFiles inputs = new InputFiles();
    for (String argument : arguments) {
      inputs.add(argument);
    }
    return inputs;
  }

  /** In the order of the arguments; those of a directory sorted by path. */
  Collection<Path> files() {
    return byRealPath.values();
  }

  /**
   * Arguments that name nothing, and directories that cannot be listed; in words that no file name
   * can make steer a terminal.
   */
  List<String> problems() {
    return problems.stream().map(NotRead::message).toList();
  }

  /** The same with what each is of. */
  List<NotRead> notRead() {
    return List.copyOf(problems);
  }

  /** What lies below the named directories and is not read. */
  PassedOver passedOver() {
    return passedOver;
  }

  private void add(String argument) throws IOException {
    if (argument.equals("-")) {
      byRealPath.put(STDIN, STDIN);
      return;
    }
    if (argument.isEmpty()) {
      // A variable of a script that is not set; the current directory is ".".
      throw new CommandFailure(
          ExitCode.USAGE, "'': no name of an input (expected: a file or directory)");
    }
    Path path;
    try {
      path = Path.of(argument);
    } catch (InvalidPathException e) {
      problem(argument, argument + ": not a path (" + e.getReason() + ")");
      return;
    }
    if (Files.exists(path)) {
      addNamed(path);
    } else if (argument.matches(".*[*?\\[{].*")) {
      addGlob(argument);
    } else {
      problem(argument, absent(path));
    }
  }

  private void problem(Object name, String text) {
    problems.add(new NotRead(name.toString(), TextTable.printable(text)));
  }

  /** Why a path cannot be found: it may be there, behind a directory that is closed to us. */
  private static String absent(Path path) {
    try {
      Files.readAttributes(path, BasicFileAttributes.class);
      return path + ": appeared just now";
    } catch (IOException e) {
      return IoMessages.describe(e);
    }
  }

  private void addNamed(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      addBelow(path);
    } else if (Files.isRegularFile(path)) {
      addFile(path);
    } else {
      problem(
          path, path + ": not a regular file (a pipe or device is read as -, with < " + path + ")");
    }
  }

  private void addFile(Path file) {
    try {
      byRealPath.putIfAbsent(file.toRealPath(), file);
    } catch (IOException e) {
      // Collectors rename and expire files while we look.
      problem(file, IoMessages.describe(e));
    }
  }

  private void addGlob(String glob) throws IOException {
    int wildcard = glob.replaceFirst("[*?\\[{].*", "").lastIndexOf('/');
    Path start = Path.of(wildcard < 0 ? "." : glob.substring(0, wildcard + 1));
    String rest = glob.substring(wildcard + 1);
    PathMatcher matcher;
    try {
      matcher = start.getFileSystem().getPathMatcher("glob:" + (wildcard < 0 ? "./" + glob : glob));
    } catch (PatternSyntaxException e) {
      problem(glob, glob + ": no such file, and not a glob (" + e.getDescription() + ")");
      return;
    }
    // No deeper than the glob can match: what cannot be listed further down is no problem of it.
    int depth =
        rest.contains("**")
            ? Integer.MAX_VALUE
            : 1 + (int) rest.chars().filter(c -> c == '/').count();
    boolean matched = false;
    if (Files.isDirectory(start)) {
      for (Path path : below(start, depth)) {
        if (matcher.matches(path)) {
          addNamed(path);
          matched = true;
        }
      }
    }
    if (!matched) {
      problem(glob, glob + ": matches no file");
    }
  }

  /**
   * All files below a directory. Links to directories are named, not followed: in a mounted image
   * they lead out of it, to files of this machine.
   */
  private void addBelow(Path directory) throws IOException {
    for (Path path : below(directory, Integer.MAX_VALUE)) {
      if (Files.isRegularFile(path)) {
        addFile(path);
      } else if (Files.isDirectory(path)) {
        problem(path, path + ": link to a directory, not followed (name it to read it)");
      } else if (Files.isSymbolicLink(path)) {
        problem(path, path + ": link to nothing");
      }
    }
  }

  /** What is in a directory to a depth, sorted; directories only at that depth, or as links. */
  private Set<Path> below(Path directory, int depth) throws IOException {
    // The walk takes a link for a file, but the directory was named: that it is a link is no
    // matter.
    boolean link = Files.isSymbolicLink(directory);
    Path start = link ? directory.toRealPath() : directory;
    Set<Path> paths = new TreeSet<>();
    Files.walkFileTree(
        start,
        Set.of(),
        depth,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
            Optional<PassedOver.Kind> reason =
                !visited.equals(start) && isHidden(visited)
                    ? Optional.of(PassedOver.Kind.HIDDEN)
                    : !visited.equals(start)
                            && PassedOver.isResult(name -> Files.exists(visited.resolve(name)))
                        ? Optional.of(PassedOver.Kind.EARLIER_RESULT)
                        : Optional.empty();
            reason.ifPresent(passedOver::add);
            return reason.isPresent() ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path visited, BasicFileAttributes attributes) {
            Optional<PassedOver.Kind> reason = reasonToPassOver(visited, attributes);
            if (reason.isPresent()) {
              passedOver.add(reason.get());
            } else {
              paths.add(link ? directory.resolve(start.relativize(visited)) : visited);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path visited, IOException exception) {
            problem(visited, IoMessages.describe(exception));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException exception) {
            if (exception != null) {
              problem(visited, IoMessages.describe(exception));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return paths;
  }

  private static Optional<PassedOver.Kind> reasonToPassOver(
      Path file, BasicFileAttributes attributes) {
    String name = file.getFileName().toString();
    if (isHidden(file)) {
      return Optional.of(PassedOver.Kind.HIDDEN);
    }
    if (attributes.isOther()) {
      return Optional.of(PassedOver.Kind.NO_FILE);
    }
    if (PassedOver.isMarker(name, attributes.size())) {
      return Optional.of(PassedOver.Kind.MARKER);
    }
    return PassedOver.isResult(name, other -> Files.exists(file.resolveSibling(other)))
        ? Optional.of(PassedOver.Kind.EARLIER_RESULT)
        : Optional.empty();
  }

  private static boolean isHidden(Path path) {
    String name = String.valueOf(path.getFileName());
    return name.startsWith(".") && !name.equals(".") && !name.equals("..");
  }
}
