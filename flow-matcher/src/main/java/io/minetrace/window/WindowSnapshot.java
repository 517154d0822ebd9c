// SPDX-License-Identifier: Apache-2.0
package io.minetrace.window;

import io.minetrace.hash.Sha256;
import io.minetrace.net.Endpoint;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What leaves the catalog: availability windows with coverage, calibration and the observations
 * they rest on, as one verifiable file. Also reads a bare {@code windows.csv}, which then has no
 * observations and is taken to cover the time of its own windows.
 *
 * <p>Opening verifies and loads everything but the observations, which are verified at their first
 * use. The values are immutable and may be shared by threads; {@link #observations(Endpoint)} is
 * synchronised. Close it when no more observations are needed.
 */
public final class WindowSnapshot implements Closeable {

  private static final byte[] ZIP_MAGIC = {'P', 'K', 3, 4};
  private final Path path;
  private final String source;
  private final String id;
  private final OptionalLong asOf;
  private final List<AvailabilityWindow> windows;
  private final List<CoverageSpan> coverage;
  private final List<CalibrationCell> calibration;
  private final Optional<SnapshotFile> file;
  private final Optional<Path> deleteOnClose;
  private Optional<ObservationsMember> observations = Optional.empty();

  private WindowSnapshot(
      Path path,
      String source,
      String id,
      OptionalLong asOf,
      List<AvailabilityWindow> windows,
      List<CoverageSpan> coverage,
      List<CalibrationCell> calibration,
      Optional<SnapshotFile> file,
      Optional<Path> deleteOnClose) {
    this.path = path;
    this.source = source;
    this.id = id;
    this.asOf = asOf;
    this.windows = List.copyOf(windows);
    this.coverage = List.copyOf(coverage);
    this.calibration = List.copyOf(calibration);
    this.file = file;
    this.deleteOnClose = deleteOnClose;
  }

  /**
   * Opens a snapshot file or a bare {@code windows.csv}.
   *
   * @throws UnusableWindowsException if it is missing, damaged or of an unknown version
   */
  public static WindowSnapshot open(Path file) throws IOException {
    return open(file, Optional.empty());
  }

  /** As {@link #open(Path)}, of a file that goes away with the snapshot. */
  static WindowSnapshot openTemporary(Path file) throws IOException {
    return open(file, Optional.of(file));
  }

  private static WindowSnapshot open(Path file, Optional<Path> deleteOnClose) throws IOException {
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes(ZIP_MAGIC.length);
    } catch (NoSuchFileException e) {
      throw new UnusableWindowsException(file.toString(), "no such file", e);
    } catch (IOException e) {
      throw new UnusableWindowsException(file.toString(), "cannot be read", e);
    }
    return Arrays.equals(head, ZIP_MAGIC) ? openZip(file, deleteOnClose) : openCsv(file);
  }

  /** Writes a snapshot; replaces the target in one step, or leaves it as it was. */
  public static void write(SnapshotContents contents, Path target) throws IOException {
    SnapshotWriter.write(contents, target);
  }

  private static WindowSnapshot openCsv(Path file) throws IOException {
    List<AvailabilityWindow> windows =
        all(new WindowStream(file.toString(), Files.newInputStream(file)));
    List<CoverageSpan> coverage = new ArrayList<>();
    for (AvailabilityWindow window : windows) {
      coverage.add(new CoverageSpan("", window.up()));
    }
    return new WindowSnapshot(
        file,
        file.toString(),
        Sha256.hex(file),
        OptionalLong.empty(),
        windows,
        coverage,
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  private static WindowSnapshot openZip(Path file, Optional<Path> deleteOnClose)
      throws IOException {
    SnapshotFile snapshot = SnapshotFile.open(file);
    boolean opened = false;
    try {
      WindowSnapshot loaded =
          new WindowSnapshot(
              file,
              file.toString(),
              snapshot.id(),
              snapshot.manifest().asOf(),
              all(snapshot.windows()),
              snapshot.coverage(),
              snapshot.calibration(),
              Optional.of(snapshot),
              deleteOnClose);
      opened = true;
      return loaded;
    } finally {
      if (!opened) {
        snapshot.close();
      }
    }
  }

  private static List<AvailabilityWindow> all(WindowStream stream) throws IOException {
    List<AvailabilityWindow> windows = new ArrayList<>();
    try (stream) {
      for (var next = stream.next(); next.isPresent(); next = stream.next()) {
        windows.add(next.get());
      }
    }
    return windows;
  }

  /** File or database the windows came from, as the user named it. */
  public String source() {
    return source;
  }

  /** The file that it is read from; a temporary one, if the windows came from a database. */
  public Path file() {
    return path;
  }

  /** SHA-256 of the manifest, or of a bare {@code windows.csv}, in hex. */
  public String id() {
    return id;
  }

  /** Time of the newest observation; empty for a bare {@code windows.csv} or an empty catalog. */
  public OptionalLong asOf() {
    return asOf;
  }

  /** All windows, sorted. */
  public List<AvailabilityWindow> windows() {
    return windows;
  }

  /** When anyone was looking. */
  public List<CoverageSpan> coverage() {
    return coverage;
  }

  public List<CalibrationCell> calibration() {
    return calibration;
  }

  /** The windows, ready for matching. */
  public WindowIndex index() {
    return new WindowIndex(windows);
  }

  /** Whether the observations behind the windows are here. */
  public boolean hasObservations() {
    return file.isPresent();
  }

  /**
   * The observations of an endpoint in order of time; none if the snapshot has none of it.
   *
   * @throws UnusableWindowsException if they are damaged
   */
  public synchronized List<ObservationProof> observations(Endpoint endpoint) throws IOException {
    if (file.isEmpty()) {
      return List.of();
    }
    try {
      if (observations.isEmpty()) {
        observations = Optional.of(file.get().observations());
      }
      return observations.get().of(endpoint);
    } catch (UnusableWindowsException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new UnusableWindowsException(source, "observations: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    if (file.isPresent()) {
      file.get().close();
    }
    if (deleteOnClose.isPresent()) {
      Files.deleteIfExists(deleteOnClose.get());
    }
  }
}
