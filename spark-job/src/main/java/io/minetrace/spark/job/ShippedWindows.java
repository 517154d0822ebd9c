// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark.job;

import io.minetrace.match.Scores;
import io.minetrace.window.WindowIndex;
import io.minetrace.window.WindowSnapshot;
import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.broadcast.Broadcast;

/**
 * The windows as the tasks see them: the bytes of a snapshot file, which Spark brings to every
 * executor once. There they become a file again, for observations are read from it piece by piece,
 * and an index, both once a JVM and shared by its tasks.
 */
final class ShippedWindows implements Serializable {

  /** Of one JVM: a task has no other place that outlives it. */
  private static final Map<String, Loaded> LOADED = new ConcurrentHashMap<>();

  private final String key;
  private final Broadcast<byte[]> bytes;

  /**
   * @param snapshotId of the windows
   * @param bytes of the snapshot file
   */
  ShippedWindows(String snapshotId, Broadcast<byte[]> bytes) {
    this.key = snapshotId + " " + bytes.id();
    this.bytes = bytes;
  }

  /** The windows, ready for use; shared by threads. */
  record Loaded(Path file, WindowSnapshot snapshot, WindowIndex index, Scores scores)
      implements Closeable {

    static Loaded of(byte[] bytes) {
      try {
        Path file = Files.createTempFile("minetrace-windows", ".snapshot");
        // An executor is told to end, but not that a run has ended.
        file.toFile().deleteOnExit();
        Files.write(file, bytes);
        WindowSnapshot snapshot = WindowSnapshot.open(file);
        return new Loaded(
            file, snapshot, snapshot.index(), Scores.calibrated(snapshot.calibration()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() throws IOException {
      snapshot.close();
      Files.deleteIfExists(file);
    }
  }

  /** Loads them, or gives what another task of this JVM has loaded. */
  Loaded load() {
    return LOADED.computeIfAbsent(key, absent -> Loaded.of(bytes.value()));
  }

  /**
   * Lets go of them, everywhere and in this JVM: the driver's, which in local mode runs the tasks
   * too, may live on. To be called once, on the driver, when no task is left.
   */
  void unload() throws IOException {
    Loaded loaded = LOADED.remove(key);
    if (loaded != null) {
      loaded.close();
    }
    bytes.destroy();
  }
}
