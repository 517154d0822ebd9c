// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The input files that PATH arguments stand for: files, directories with all below them, globs that
 * the shell left as they were, and {@code -}. Each file once, however often it is named.
 */
final class InputFiles {

  /** What {@code -} stands for. */
  static final Path STDIN = Path.of("-");

  private final Map<Path, Path> byRealPath = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();
  private long passedOver;

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

  /** Arguments that name nothing, and directories that cannot be listed. */
  List<String> problems() {
    return problems;
  }

  /** Hidden files and directories below the named directories. */
  long passedOver() {
    return passedOver;
  }

  private void add(String argument) throws IOException {
    if (argument.equals("-")) {
      byRealPath.put(STDIN, STDIN);
      return;
    }
    Path path;
    try {
      path = Path.of(argument);
    } catch (InvalidPathException e) {
      problems.add(argument + ": not a path (" + e.getReason() + ")");
      return;
    }
    if (Files.isDirectory(path)) {
      addBelow(path);
    } else if (Files.exists(path)) {
      addFile(path);
    } else if (argument.matches(".*[*?\\[{].*")) {
      addGlob(argument);
    } else {
      problems.add(argument + ": no such file or directory");
    }
  }

  private void addFile(Path file) throws IOException {
    byRealPath.putIfAbsent(file.toRealPath(), file);
  }

  private void addGlob(String glob) throws IOException {
    int wildcard = glob.replaceFirst("[*?\\[{].*", "").lastIndexOf('/');
    Path start = Path.of(wildcard < 0 ? "." : glob.substring(0, wildcard + 1));
    PathMatcher matcher =
        start.getFileSystem().getPathMatcher("glob:" + (wildcard < 0 ? "./" + glob : glob));
    int before = byRealPath.size();
    if (Files.isDirectory(start)) {
      for (Path file : below(start)) {
        if (matcher.matches(file)) {
          addFile(file);
        }
      }
    }
    if (byRealPath.size() == before) {
      problems.add(glob + ": matches no file");
    }
  }

  private void addBelow(Path directory) throws IOException {
    for (Path file : below(directory)) {
      addFile(file);
    }
  }

  private Set<Path> below(Path directory) throws IOException {
    Set<Path> files = new TreeSet<>();
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
            if (!visited.equals(directory) && isHidden(visited)) {
              passedOver++;
              return FileVisitResult.SKIP_SUBTREE;
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path visited, BasicFileAttributes attributes) {
            if (isHidden(visited)) {
              // nfcapd keeps its books in hidden files beside the captures.
              passedOver++;
            } else if (attributes.isRegularFile() || isLinkToFile(visited)) {
              files.add(visited);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path visited, IOException exception) {
            problems.add(IoMessages.describe(exception));
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }

  private static boolean isHidden(Path path) {
    Path name = path.getFileName();
    return name != null && name.toString().startsWith(".") && name.toString().length() > 2;
  }

  private static boolean isLinkToFile(Path path) {
    return !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) && Files.isRegularFile(path);
  }
}
