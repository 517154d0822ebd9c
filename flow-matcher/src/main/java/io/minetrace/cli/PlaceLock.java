// SPDX-License-Identifier: Apache-2.0
package io.minetrace.cli;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Keeps two runs from writing to one place: a lock of the operating system on a hidden file beside
 * it, held until the result is in place. It ends with its process, however that ends; only the
 * empty file may stay, and the next run takes it.
 */
final class PlaceLock implements Closeable {

  private static final int LENGTHS = 4096;

  private final Path file;
  private final Thread onInterrupt = new Thread(this::release, "remove lock");
  private Optional<FileChannel> held = Optional.empty();
  private boolean interrupted;
  private boolean real;

  /** Known to the end of the program before there is a file, or that might stay. */
  private PlaceLock(Path file) {
    this.file = file;
    Runtime.getRuntime().addShutdownHook(onInterrupt);
  }

  /**
   * Takes the lock of a place.
   *
   * @param place absolute
   * @param name as the user gave it
   * @throws CommandFailure if another run has it
   * @throws IOException if nothing can be written beside the place
   */
  static PlaceLock take(Path place, Path name) throws IOException {
    PlaceLock lock = new PlaceLock(place.resolveSibling("." + place.getFileName() + ".lock"));
    try {
      boolean free = true;
      while (free && lock.held().isEmpty()) {
        free = lock.attempt();
      }
      if (!free) {
        throw new CommandFailure(
            ExitCode.OUTPUT_EXISTS,
            name + ": another run is writing to it",
            "wait until it has ended, or give another place");
      }
      return lock;
    } finally {
      if (lock.held().isEmpty()) {
        lock.close();
      }
    }
  }

  /** Whether it surely keeps others out: there are file systems without locks. */
  synchronized boolean isReal() {
    return real;
  }

  private synchronized Optional<FileChannel> held() {
    return held;
  }

  /** Whether nobody else has it; it is held then, unless it has to be tried once more. */
  private synchronized boolean attempt() throws IOException {
    if (interrupted) {
      throw new IOException("interrupted");
    }
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (!lock(channel)) {
        return false;
      }
      // Whoever had it may have removed the file in between: then this lock keeps nobody out. To
      // open the file once more would give the lock up, so it is known again by its length.
      int length = ThreadLocalRandom.current().nextInt(1, LENGTHS);
      channel.truncate(0).write(ByteBuffer.allocate(1), length - 1L);
      if (Files.size(file) == length) {
        held = Optional.of(channel);
      }
    } catch (NoSuchFileException e) {
      // Removed by the run that had it. Once more, with a file of our own.
    } finally {
      if (held.isEmpty()) {
        channel.close();
      }
    }
    return true;
  }

  /** Whether nobody else has it; there are file systems without locks, where that is not known. */
  private boolean lock(FileChannel channel) {
    try {
      FileLock lock = channel.tryLock();
      real = lock != null;
      return real;
    } catch (OverlappingFileLockException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /** Removes the file while the lock is held, and never again: later it may be another's. */
  private synchronized void release() {
    interrupted = true;
    if (held.isEmpty()) {
      return;
    }
    try {
      Files.deleteIfExists(file);
      held.get().close();
      held = Optional.empty();
    } catch (IOException e) {
      // A small hidden file stays, which keeps nobody out.
    }
  }

  @Override
  public void close() {
    release();
    try {
      Runtime.getRuntime().removeShutdownHook(onInterrupt);
    } catch (IllegalStateException e) {
      // The program is ending already.
    }
  }
}
