// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A server that a killed program left running on our data directory. Found by the pid file it
 * wrote, and only believed if that process was started with our data directory.
 */
final class OrphanedServer {

  private static final int ORDERLY_SECONDS = 30;

  private OrphanedServer() {}

  static void end(ServerFiles files) throws IOException {
    Optional<ProcessHandle> orphan = find(files);
    if (orphan.isPresent()) {
      ProcessHandle server = orphan.get();
      server.destroy();
      if (!hasEnded(server)) {
        server.destroyForcibly();
        if (!hasEnded(server)) {
          throw new DatabaseUnavailableException(
              files.home().getParent()
                  + ": a server left behind (process "
                  + server.pid()
                  + ") does not end",
              "end it, and start again");
        }
      }
    }
    Files.deleteIfExists(files.pid());
  }

  private static Optional<ProcessHandle> find(ServerFiles files) throws IOException {
    Optional<String> pid = ServerFiles.read(files.pid()).filter(text -> text.matches("[0-9]+"));
    if (pid.isEmpty()) {
      return Optional.empty();
    }
    return ProcessHandle.of(Long.parseLong(pid.get()))
        .filter(process -> wasStartedOn(process, files));
  }

  /** A pid is soon given to another process; its arguments tell. */
  private static boolean wasStartedOn(ProcessHandle process, ServerFiles files) {
    try {
      byte[] arguments =
          Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
      return List.of(new String(arguments, StandardCharsets.UTF_8).split("\0", -1))
          .contains("--datadir=" + files.data());
    } catch (IOException e) {
      return false; // it has just ended
    }
  }

  private static boolean hasEnded(ProcessHandle process) {
    try {
      process.onExit().get(ORDERLY_SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException | ExecutionException e) {
      return !process.isAlive();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return !process.isAlive();
    }
  }
}
