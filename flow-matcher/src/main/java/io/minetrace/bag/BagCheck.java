// SPDX-License-Identifier: Apache-2.0
package io.minetrace.bag;

import io.minetrace.hash.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Holds what lies in a bag against its lists: every file is there, has its checksum, and there is
 * no other. What is wrong is named, all of it.
 *
 * @param problems each names its file
 * @param files of the payload
 * @param bytes of the payload
 * @param seal SHA-256 of the list that all other checksums hang from: whoever has written it down
 *     can tell this bag from any other; empty if there is no such list
 */
public record BagCheck(List<String> problems, int files, long bytes, Optional<String> seal) {

  private static final Pattern VERSION = Pattern.compile("BagIt-Version: (0\\.97|1\\.0)");
  private static final Pattern OXUM = Pattern.compile("(?m)^Payload-Oxum:\\s*(\\d+)\\.(\\d+)\\s*$");
  private static final String PAYLOAD = "data/";
  private static final String MANIFEST = "(tag)?manifest-[a-z0-9]+\\.txt";
  private static final int MAX_INFO_BYTES = 1 << 20;

  public BagCheck {
    problems = List.copyOf(problems);
  }

  /** Checks a bag. */
  public static BagCheck of(Path bag) throws IOException {
    Checking checking = new Checking(bag);
    checking.walk();
    checking.declaration();
    Optional<String> seal = checking.list(BagManifest.TAGS);
    checking.list(BagManifest.PAYLOAD);
    checking.extras();
    checking.oxum();
    return new BagCheck(checking.problems, checking.payloadFiles, checking.payloadBytes, seal);
  }

  private static final class Checking {
    private final Path bag;
    private final List<String> problems = new ArrayList<>();
    private final Map<String, Long> found = new TreeMap<>();
    private final Set<String> listed = new TreeSet<>(Set.of(BagManifest.TAGS));
    private int payloadFiles;
    private long payloadBytes;

    Checking(Path bag) {
      this.bag = bag;
    }

    void walk() throws IOException {
      // The bag itself may be named by a link; what is in it may not be one.
      Path root = bag.toRealPath();
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              String name = root.relativize(file).toString();
              if (attributes.isRegularFile()) {
                found.put(name, attributes.size());
                if (name.startsWith(PAYLOAD)) {
                  payloadFiles++;
                  payloadBytes += attributes.size();
                }
              } else {
                problems.add(bag.resolve(name) + ": a link or device (expected: a file)");
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException exception) {
              problems.add(bag.resolve(root.relativize(file)) + ": cannot be read");
              return FileVisitResult.CONTINUE;
            }
          });
    }

    void declaration() throws IOException {
      Path file = bag.resolve(BagInfo.DECLARATION_FILE);
      Optional<String> text = text(file);
      if (text.isEmpty()) {
        return;
      }
      List<String> lines = text.get().lines().toList();
      if (lines.size() != 2
          || !VERSION.matcher(lines.get(0)).matches()
          || !lines.get(1).equals("Tag-File-Character-Encoding: UTF-8")) {
        problems.add(file + ": not the declaration of a bag (expected: version 1.0, UTF-8)");
      }
    }

    private Optional<String> text(Path file) throws IOException {
      try (var in = Files.newInputStream(file)) {
        return Optional.of(new String(in.readNBytes(MAX_INFO_BYTES), StandardCharsets.UTF_8));
      } catch (NoSuchFileException e) {
        problems.add(file + ": missing");
        return Optional.empty();
      }
    }

    /** Checks what a list names, and gives the checksum of the list itself. */
    Optional<String> list(String name) throws IOException {
      Path file = bag.resolve(name);
      if (!found.containsKey(name)) {
        problems.add(file + ": missing");
        return Optional.empty();
      }
      BagManifest manifest;
      try {
        manifest = BagManifest.read(file);
      } catch (IOException e) {
        problems.add(e.getMessage());
        return Optional.of(Sha256.hex(file));
      }
      for (Map.Entry<String, String> entry : manifest.sha256().entrySet()) {
        String path = entry.getKey();
        listed.add(path);
        if (path.startsWith(PAYLOAD) != name.equals(BagManifest.PAYLOAD)) {
          problems.add(file + ": lists " + path + ", which belongs into the other list");
        } else if (!found.containsKey(path)) {
          problems.add(bag.resolve(path) + ": missing");
        } else {
          String sha256 = Sha256.hex(bag.resolve(path));
          if (!sha256.equals(entry.getValue())) {
            problems.add(
                bag.resolve(path)
                    + ": SHA-256 "
                    + sha256
                    + " (expected: "
                    + entry.getValue()
                    + ")");
          }
        }
      }
      return Optional.of(Sha256.hex(file));
    }

    void extras() {
      for (String name : found.keySet()) {
        if (!listed.contains(name)) {
          problems.add(
              bag.resolve(name)
                  + (name.matches(MANIFEST) ? ": a list that is in no list" : ": in no list"));
        }
      }
    }

    void oxum() throws IOException {
      Path file = bag.resolve(BagInfo.FILE);
      Optional<String> info = found.containsKey(BagInfo.FILE) ? text(file) : Optional.empty();
      if (info.isEmpty()) {
        return;
      }
      Matcher oxum = OXUM.matcher(info.get());
      String expected = BagInfo.oxum(payloadBytes, payloadFiles);
      if (oxum.find() && !(oxum.group(1) + "." + oxum.group(2)).equals(expected)) {
        problems.add(
            file + ": Payload-Oxum " + oxum.group(1) + "." + oxum.group(2) + ", found " + expected);
      }
    }
  }
}
