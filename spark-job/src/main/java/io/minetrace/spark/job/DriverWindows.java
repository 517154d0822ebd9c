// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark.job;

import io.minetrace.cli.CommandFailure;
import io.minetrace.cli.ExitCode;
import io.minetrace.match.Scores;
import io.minetrace.window.JdbcWindows;
import io.minetrace.window.UnusableWindowsException;
import io.minetrace.window.WindowSnapshot;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.sql.Driver;
import java.util.ServiceLoader;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The windows on the driver: fetched once, from a file in any file system or from the catalog, and
 * held as a snapshot file of this run's own, which is what the executors get.
 */
final class DriverWindows implements Closeable {

  private final java.nio.file.Path file;
  private final WindowSnapshot snapshot;

  private DriverWindows(java.nio.file.Path file, WindowSnapshot snapshot) {
    this.file = file;
    this.snapshot = snapshot;
  }

  /**
   * Fetches the windows.
   *
   * @param source a snapshot, a bare windows.csv, or a JDBC URL
   * @throws CommandFailure with the exit code for windows, if they cannot be used
   */
  static DriverWindows fetch(String source, Configuration hadoop) throws IOException {
    java.nio.file.Path file = Files.createTempFile("minetrace-windows", ".snapshot");
    // Should the program be told to end meanwhile.
    file.toFile().deleteOnExit();
    boolean opened = false;
    try {
      if (source.startsWith("jdbc:")) {
        loadDrivers();
        JdbcWindows.save(source, file);
      } else {
        copy(source, hadoop, file);
      }
      WindowSnapshot snapshot = WindowSnapshot.open(file);
      checkScores(snapshot);
      opened = true;
      return new DriverWindows(file, snapshot);
    } catch (UnusableWindowsException | IllegalArgumentException e) {
      // The user knows nothing of our copy.
      throw new CommandFailure(
          ExitCode.NO_WINDOWS, e.getMessage().replace(file.toString(), source));
    } finally {
      if (!opened) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static void copy(String source, Configuration hadoop, java.nio.file.Path target)
      throws IOException {
    Path path = new Path(source);
    try (InputStream in = path.getFileSystem(hadoop).open(path)) {
      Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
    } catch (FileNotFoundException e) {
      throw new UnusableWindowsException(source, "no such file", e);
    } catch (IOException e) {
      throw new UnusableWindowsException(source, "cannot be read (" + e.getMessage() + ")", e);
    }
  }

  /** Java looks for drivers in the class path it started with, and our jar came later. */
  private static void loadDrivers() {
    ServiceLoader.load(Driver.class, DriverWindows.class.getClassLoader()).stream()
        .forEach(ServiceLoader.Provider::get);
  }

  private static void checkScores(WindowSnapshot snapshot) {
    try {
      Scores.calibrated(snapshot.calibration());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(snapshot.source() + ": calibration: " + e.getMessage(), e);
    }
  }

  WindowSnapshot snapshot() {
    return snapshot;
  }

  /** Hands them to all executors, present and to come. */
  ShippedWindows ship(JavaSparkContext spark) throws IOException {
    return new ShippedWindows(snapshot.id(), spark.broadcast(Files.readAllBytes(file)));
  }

  @Override
  public void close() throws IOException {
    snapshot.close();
    Files.deleteIfExists(file);
  }
}
