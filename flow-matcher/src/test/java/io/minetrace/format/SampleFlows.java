// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Where the captures of {@code sample-flows/} and what foreign tools make of them lie. */
public final class SampleFlows {

  private SampleFlows() {}

  /** The folder; the calling test is skipped where it is not set. */
  public static Path root() {
    String folder = System.getenv("MINETRACE_SAMPLE_FLOWS");
    assumeTrue(folder != null, "MINETRACE_SAMPLE_FLOWS names the folder of the sample captures");
    return Path.of(folder);
  }

  /** The files of an extension that lie in the folders of the samples, sorted. */
  public static List<Path> captures(String extension) throws IOException {
    try (Stream<Path> files = Files.walk(root(), 2)) {
      return files
          .filter(file -> file.getFileName().toString().matches("flows.*\\." + extension))
          .sorted()
          .toList();
    }
  }

  /**
   * The files of the folders {@code formats} and {@code local-time}: the flows of other samples,
   * written in other formats.
   */
  public static List<Path> conversions() throws IOException {
    List<Path> found = new ArrayList<>();
    for (String folder : List.of("formats", "local-time")) {
      try (Stream<Path> files = Files.list(root().resolve(folder))) {
        files.filter(file -> !file.toString().endsWith(".md")).sorted().forEach(found::add);
      }
    }
    return found;
  }

  /** The sample whose flows a file has: its folder, or what a conversion's name begins with. */
  public static String sampleOf(Path file) {
    String folder = root().relativize(file).getName(0).toString();
    return folder.equals("formats") || folder.equals("local-time")
        ? file.getFileName().toString().replaceFirst("\\..*", "")
        : folder;
  }

  /** What a foreign tool made of a capture. */
  public static Path expected(Path capture, String extension) {
    Path relative = root().relativize(capture);
    return root().resolve("expected").resolve(relative + "." + extension);
  }
}
