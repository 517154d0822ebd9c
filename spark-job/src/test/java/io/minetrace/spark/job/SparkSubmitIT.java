// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.minetrace.spark.MatchCommandRun;
import io.minetrace.spark.PoolWindows;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code scripts/spark-job} as users run it: the jar, the Spark beside it, real processes. */
class SparkSubmitIT {

  private static final Path ROOT = Path.of(System.getProperty("minetrace.root"));
  private static final Path SPARK_HOME = ROOT.resolve("spark-job/target/spark-home");

  @TempDir private Path dir;

  private final List<Process> cluster = new ArrayList<>();

  /** What a process said and how it ended. */
  private record Ended(int exitCode, String out, String err) {}

  @AfterEach
  void stopCluster() throws InterruptedException {
    for (Process process : cluster) {
      process.destroy();
    }
    for (Process process : cluster) {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    }
  }

  private ProcessBuilder process(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove("SPARK_HOME");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    return builder;
  }

  private Ended sparkJob(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(ROOT.resolve("scripts/spark-job").toString());
    command.addAll(Arrays.asList(arguments));
    Path out = dir.resolve("stdout");
    Path err = dir.resolve("stderr");
    int code =
        process(command).redirectOutput(out.toFile()).redirectError(err.toFile()).start().waitFor();
    return new Ended(
        code,
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }

  /** Starts a master and two workers, and gives the master's URL. */
  private String startCluster() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    String url = "spark://127.0.0.1:" + port;
    startDaemon(
        "org.apache.spark.deploy.master.Master",
        "--host",
        "127.0.0.1",
        "--port",
        Integer.toString(port),
        "--webui-port",
        "0");
    for (int worker = 0; worker < 2; worker++) {
      startDaemon(
          "org.apache.spark.deploy.worker.Worker",
          "--host",
          "127.0.0.1",
          "--webui-port",
          "0",
          "--cores",
          "1",
          "--memory",
          "1g",
          "--work-dir",
          dir.resolve("work" + worker).toString(),
          url);
    }
    return url;
  }

  private void startDaemon(String mainClass, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-cp", SPARK_HOME + "/conf:" + SPARK_HOME + "/jars/*"));
    command.add(mainClass);
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder builder =
        process(command)
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("daemon" + cluster.size() + ".log").toFile());
    builder.environment().put("SPARK_HOME", SPARK_HOME.toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    cluster.add(builder.start());
  }

  private static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(Files.readString(file, StandardCharsets.UTF_8));
  }

  @Test
  void aClusterGivesTheDigestOfTheCommand() throws Exception {
    Path flows = dir.resolve("flows");
    Captures.twoDays(flows);
    Captures.timeless(flows.resolve("timeless"));
    Captures.truncated(flows.resolve("truncated"));
    Captures.visits(flows.resolve("visits"));
    String inside = "10.0.0.0/8,2001:db8::/32";
    Path windows = PoolWindows.write(dir.resolve("pools.zip"));
    MatchCommandRun command =
        MatchCommandRun.of(
            dir.resolve("command"), flows.toString(), "-w", windows.toString(), "--inside", inside);

    Ended job =
        sparkJob(
            "--master",
            startCluster(),
            "--flows",
            flows.toString(),
            "--executor-memory",
            "512m",
            "--windows",
            windows.toString(),
            "--out",
            dir.resolve("out").toString(),
            "--run-id",
            "may",
            "--sessions",
            "--inside",
            inside,
            "--conf",
            "spark.serializer=org.apache.spark.serializer.KryoSerializer");

    assertThat(command.matches()).isGreaterThan(2000);
    assertThat(job.out()).as(job.err()).isEqualTo("digest " + command.digest() + "\n");
    assertThat(job.exitCode()).as(job.err()).isEqualTo(3);
    assertThat(job.err()).contains("9 read, 1 partly, 0 skipped");
    JsonNode record = json(dir.resolve("out/_runs/may.json"));
    JsonNode manifest = json(dir.resolve("command/run.json"));
    for (String told : List.of("/result/sessions", "/result/clients", "/result/days")) {
      assertThat(record.at(told)).as(told).isNotEmpty().isEqualTo(manifest.at(told));
    }
    assertThat(dir.resolve("out/sessions/run_id=may"))
        .isDirectoryContaining("glob:**/part-00000-*.parquet");
    assertThat(dir.resolve("work0")).as("an executor of the first worker").isNotEmptyDirectory();
    assertThat(dir.resolve("work1")).as("an executor of the second").isNotEmptyDirectory();
  }

  @Test
  void theExitCodeReachesTheShellAndNothingElseStandardOutput() throws Exception {
    Path flows = Captures.timeless(dir.resolve("timeless"));
    Path missing = dir.resolve("missing.zip");

    Ended job =
        sparkJob(
            "-w",
            missing.toString(),
            "-o",
            dir.resolve("out").toString(),
            "--flows",
            flows.toString());

    assertThat(job.exitCode()).as(job.err()).isEqualTo(5);
    assertThat(job.out()).isEmpty();
    assertThat(job.err()).contains("error: " + missing + ": no such file").doesNotContain("INFO");
  }
}
