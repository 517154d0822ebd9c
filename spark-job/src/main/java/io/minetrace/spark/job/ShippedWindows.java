// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark.job;

import io.minetrace.match.Scores;
import io.minetrace.window.WindowIndex;
import io.minetrace.window.WindowSnapshot;
import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkFiles;

/**
 * The windows as the tasks see them: a snapshot file that Spark brings to every executor once. The
 * index is built from it once a JVM and shared by its tasks.
 */
final class ShippedWindows implements Serializable {

  /** Of one JVM: a task has no other place that outlives it. */
  private static final Map<String, Loaded> LOADED = new ConcurrentHashMap<>();

  private final String fileName;

  /**
   * @param fileName as given to Spark; no two runs of one application use the same
   */
  ShippedWindows(String fileName) {
    this.fileName = fileName;
  }

  /** The windows, ready for use; shared by threads. */
  record Loaded(WindowSnapshot snapshot, WindowIndex index, Scores scores) implements Closeable {

    static Loaded open(String fileName) {
      try {
        WindowSnapshot snapshot = WindowSnapshot.open(Path.of(SparkFiles.get(fileName)));
        return new Loaded(snapshot, snapshot.index(), Scores.calibrated(snapshot.calibration()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() throws IOException {
      snapshot.close();
    }
  }

  /** Loads them, or gives what another task of this JVM has loaded. */
  Loaded load() {
    return LOADED.computeIfAbsent(fileName, Loaded::open);
  }

  /** Lets go of what this JVM has loaded: the driver's, in local mode, may live on. */
  void unload() throws IOException {
    Loaded loaded = LOADED.remove(fileName);
    if (loaded != null) {
      loaded.close();
    }
  }
}
