// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.server;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A program of the server's, in a process group of its own (Ctrl-C in a terminal is meant for us,
 * and we stop the server when we have drained), which the kernel ends when this program dies.
 */
final class ServerProcess {

  private static final int ORDERLY_SECONDS = 30;
  private static final int TAIL_BYTES = 16_384;

  private final Process process;
  private final Path log;
  private final long logStart;

  private ServerProcess(Process process, Path log, long logStart) {
    this.process = process;
    this.log = log;
    this.logStart = logStart;
  }

  static ServerProcess start(List<String> command, ServerFiles files) throws IOException {
    List<String> wrapped = new ArrayList<>();
    SystemBinaries.find("setsid").ifPresent(setsid -> wrapped.add(setsid.toString()));
    SystemBinaries.find("setpriv")
        .ifPresent(setpriv -> wrapped.addAll(List.of(setpriv.toString(), "--pdeathsig", "TERM")));
    wrapped.addAll(command);
    Path log = files.log();
    long logStart = Files.exists(log) ? Files.size(log) : 0;
    ProcessBuilder builder =
        new ProcessBuilder(wrapped)
            .directory(files.home().toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    return new ServerProcess(startOnThreadThatStays(builder), log, logStart);
  }

  /**
   * What the kernel watches is the thread that started the child, not the program. So it is started
   * by one that lives as long as the child does.
   */
  private static Process startOnThreadThatStays(ProcessBuilder builder) throws IOException {
    CompletableFuture<Process> started = new CompletableFuture<>();
    Thread keeper =
        new Thread(
            () -> {
              try {
                Process process = builder.start();
                process.getOutputStream().close();
                started.complete(process);
                process.waitFor();
              } catch (IOException e) {
                started.completeExceptionally(e);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "embedded database");
    keeper.setDaemon(true);
    keeper.start();
    try {
      return started.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while starting the database", e);
    }
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  boolean endsWithin(long time, TimeUnit unit) {
    try {
      return process.waitFor(time, unit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return !process.isAlive();
    }
  }

  boolean endsWell(long seconds) {
    return endsWithin(seconds, TimeUnit.SECONDS) && process.exitValue() == 0;
  }

  /** Asks it to end in order, and after a while does not ask any more. */
  void stop() {
    process.destroy();
    if (!endsWithin(ORDERLY_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      endsWithin(ORDERLY_SECONDS, TimeUnit.SECONDS);
    }
  }

  boolean saidThatPortIsTaken() throws IOException {
    return said().contains("Address already in use");
  }

  /** The last line that the program marked as an error, else its last line. */
  String lastError() throws IOException {
    List<String> lines = said().lines().filter(line -> !line.isBlank()).toList();
    return lines.stream()
        .filter(line -> line.contains("[ERROR]") || line.startsWith("FATAL ERROR"))
        .findFirst()
        .or(() -> lines.stream().skip(Math.max(0, lines.size() - 1)).findFirst())
        .map(String::strip)
        .orElse("it said nothing");
  }

  private String said() throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      file.seek(Math.max(Math.min(logStart, file.length()), file.length() - TAIL_BYTES));
      byte[] tail = new byte[(int) Math.min(TAIL_BYTES, file.length() - file.getFilePointer())];
      file.readFully(tail);
      return new String(tail, StandardCharsets.UTF_8);
    }
  }
}
