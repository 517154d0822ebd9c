// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One run of {@code flow-matcher} in a process of its own, as a user has it.
 *
 * @param exit code
 * @param out standard output
 * @param err standard error
 */
record Program(int exit, String out, String err) {

  static Program run(Path directory, String... arguments) {
    return run(directory, Map.of(), List.of(), arguments);
  }

  static Program run(
      Path directory, Map<String, String> environment, List<String> jvm, String... arguments) {
    try {
      Path out = Files.createTempFile("out", "");
      Path err = Files.createTempFile("err", "");
      Process process =
          builder(directory, environment, jvm, arguments)
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      process.getOutputStream().close();
      Program program =
          new Program(process.waitFor(), Files.readString(out), Files.readString(err));
      Files.delete(out);
      Files.delete(err);
      return program;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A run that is to be interrupted or fed; its streams are pipes. */
  static Process start(Path directory, String... arguments) throws IOException {
    return start(directory, List.of(), arguments);
  }

  static Process start(Path directory, List<String> jvm, String... arguments) throws IOException {
    return builder(directory, Map.of(), jvm, arguments).start();
  }

  static String text(InputStream stream) throws IOException {
    return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
  }

  static ProcessBuilder builder(
      Path directory, Map<String, String> environment, List<String> jvm, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvm);
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(FlowMatcherMain.class.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().putAll(environment);
    return builder;
  }
}
