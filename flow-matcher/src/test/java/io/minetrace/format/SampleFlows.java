// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  /** All captures of an extension, sorted. */
  public static List<Path> captures(String extension) throws IOException {
    Path root = root();
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith("." + extension))
          .filter(file -> !file.startsWith(root.resolve("expected")))
          .sorted()
          .toList();
    }
  }

  /** What a foreign tool made of a capture. */
  public static Path expected(Path capture, String extension) {
    Path relative = root().relativize(capture);
    return root().resolve("expected").resolve(relative + "." + extension);
  }
}
