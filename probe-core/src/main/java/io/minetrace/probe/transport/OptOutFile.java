// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.transport;

import io.minetrace.probe.EntryLines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * An opt-out list in a file, read again when the file has changed, at the latest a second later.
 * While the new version cannot be read, the last one that could holds. Threads may share it.
 */
public final class OptOutFile implements Supplier<OptOutList> {

  private static final long LOOK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Path file;
  private final Consumer<String> complaints;
  private OptOutList list;
  private Version version;
  private long lookedAt;

  private record Version(FileTime modified, long size) {}

  /**
   * Reads the file.
   *
   * @param complaints told why a later version cannot be used
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException if a line of it is not understood
   */
  public OptOutFile(Path file, Consumer<String> complaints) throws IOException {
    this.file = file;
    this.complaints = complaints;
    this.version = version();
    this.list = EntryLines.ofFile(file, OptOutList::parse);
    this.lookedAt = System.nanoTime();
  }

  private Version version() throws IOException {
    return new Version(Files.getLastModifiedTime(file), Files.size(file));
  }

  @Override
  public synchronized OptOutList get() {
    if (System.nanoTime() - lookedAt >= LOOK_AGAIN_NANOS) {
      lookedAt = System.nanoTime();
      refresh();
    }
    return list;
  }

  /** Reads the file if it has changed since. */
  synchronized void refresh() {
    try {
      Version found = version();
      if (!found.equals(version)) {
        version = found;
        list = EntryLines.ofFile(file, OptOutList::parse);
      }
    } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
      complaints.accept("opt-out list not read again, the last one holds: " + e);
    }
  }
}
