// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A run of the real {@code flow-matcher match} in a process of its own.
 *
 * @param exitCode of the process
 * @param digest of its result; empty if there is none
 * @param matches rows of its result
 * @param said what it said meanwhile
 */
public record MatchCommandRun(int exitCode, String digest, long matches, String said) {

  private static final Pattern DIGEST = Pattern.compile("\"digest\" : \"([0-9a-f]{64})\"");
  private static final Pattern MATCHES = Pattern.compile("\"matches\" : ([0-9]+)");

  /** Runs it on the class path of the tests. */
  public static MatchCommandRun of(Path output, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("io.minetrace.cli.FlowMatcherMain", "match", "--overwrite"));
    command.addAll(List.of("-o", output.toString()));
    command.addAll(List.of(arguments));
    File log = File.createTempFile("flow-matcher", ".log");
    try {
      int code =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log)
              .start()
              .waitFor();
      assertThat(code).as(() -> read(log.toPath())).isIn(0, 3, 4, 5);
      Path manifest = output.resolve("run.json");
      if (!Files.exists(manifest)) {
        return new MatchCommandRun(code, "", 0, read(log.toPath()));
      }
      String json = read(manifest);
      return new MatchCommandRun(
          code, found(DIGEST, json), Long.parseLong(found(MATCHES, json)), read(log.toPath()));
    } finally {
      Files.delete(log.toPath());
    }
  }

  private static String found(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    assertThat(matcher.find()).as(pattern + " in " + text).isTrue();
    return matcher.group(1);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
