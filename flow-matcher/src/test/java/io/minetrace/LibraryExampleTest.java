// SPDX-License-Identifier: Apache-2.0
package io.minetrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.FlowReader;
import io.minetrace.format.FlowFile;
import io.minetrace.match.Match;
import io.minetrace.match.MatchOptions;
import io.minetrace.match.Matcher;
import io.minetrace.window.WindowIndex;
import io.minetrace.window.WindowSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The README's example compiles: it is the body of a method here, word for word. */
class LibraryExampleTest {

  static void example() throws IOException {
    try (WindowSnapshot snapshot = WindowSnapshot.open(Path.of("windows.zip"))) {
      WindowIndex windows = snapshot.index(); // immutable, shared by threads
      Matcher matcher = new Matcher(windows, MatchOptions.DEFAULT.withSlack(Duration.ofSeconds(1)));
      try (FlowReader flows = FlowFile.open(Path.of("march.nfcapd"))) { // any format, by content
        matcher.match(flows, match -> use(match));
        flows.report().tallies().forEach((reason, tally) -> warn(reason, tally));
      }
    }
  }

  private static void use(Match match) {
    throw new AssertionError(match);
  }

  private static void warn(DecodeReport.Reason reason, DecodeReport.Tally tally) {
    throw new AssertionError(reason + " " + tally);
  }

  @Test
  void theReadmesExampleIsThisMethodsBody() throws IOException {
    Path module = Path.of("").toAbsolutePath();
    String readme = Files.readString(module.resolveSibling("README.md"));
    String example = readme.replaceFirst("(?s).*```java\n(.*?)\n```.*", "$1");
    List<String> source =
        Files.readAllLines(module.resolve("src/test/java/io/minetrace/LibraryExampleTest.java"));
    int start = source.indexOf("  static void example() throws IOException {") + 1;
    String body =
        source.subList(start, start + (int) example.lines().count()).stream()
            .map(line -> line.substring(4))
            .collect(Collectors.joining("\n"));
    assertThat(body).isEqualTo(example);
  }
}
