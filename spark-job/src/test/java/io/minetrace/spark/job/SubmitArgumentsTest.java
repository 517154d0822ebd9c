// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.cli.CommandRunner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code scripts/spark-job} gives to whom; the script's own function is asked. */
class SubmitArgumentsTest {

  private static List<String> bash(String commands, String... arguments)
      throws IOException, InterruptedException {
    Path library = Path.of(System.getProperty("minetrace.root"), "scripts/lib/spark-submit.sh");
    List<String> command = new ArrayList<>(List.of("bash", "-euc"));
    command.add("source \"$0\"; " + commands);
    command.add(library.toString());
    command.addAll(Arrays.asList(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    return out.lines().toList();
  }

  private static String split(String... arguments) throws Exception {
    return String.join(
        " ",
        bash(
            "split_arguments \"$@\";"
                + " printf '%s\\n' ${spark_arguments[@]+\"${spark_arguments[@]}\"} / "
                + " ${job_arguments[@]+\"${job_arguments[@]}\"}",
            arguments));
  }

  @Test
  void theScriptKnowsEveryOptionOfTheJob() throws Exception {
    String[] options =
        CommandRunner.commandLine(new MatchJob()).getCommandSpec().options().stream()
            .flatMap(option -> Arrays.stream(option.names()))
            .toArray(String[]::new);

    assertThat(bash("printf '%s\\n' \"${job_options[@]}\"")).containsExactlyInAnyOrder(options);
  }

  @Test
  void optionsOfBothMayBeMixed() throws Exception {
    assertThat(
            split(
                "--master",
                "spark://h:7077",
                "--flows",
                "a",
                "b",
                "--driver-memory",
                "2g",
                "--windows=w.zip",
                "--verbose",
                "-o",
                "out"))
        .isEqualTo(
            "--master spark://h:7077 --driver-memory 2g --verbose /"
                + " --flows a b --windows=w.zip -o out");
  }

  @Test
  void afterTwoDashesAllIsTheJobs() throws Exception {
    assertThat(split("--conf", "a=b", "--", "--flows", "-x")).isEqualTo("--conf a=b / --flows -x");
    assertThat(split()).isEqualTo("/");
  }
}
