// SPDX-License-Identifier: Apache-2.0
package io.minetrace.window;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.minetrace.hash.Sha256;
import io.minetrace.net.Endpoint;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

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
  private static final CSVFormat CSV =
      CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();

  private final String source;
  private final String id;
  private final OptionalLong asOf;
  private final List<AvailabilityWindow> windows;
  private final List<CoverageSpan> coverage;
  private final List<CalibrationCell> calibration;
  private final Optional<ZipFile> zip;
  private final Optional<Path> deleteOnClose;
  private final String observationsSha256;
  private Optional<ObservationsMember> observations = Optional.empty();

  private WindowSnapshot(
      String source,
      String id,
      OptionalLong asOf,
      List<AvailabilityWindow> windows,
      List<CoverageSpan> coverage,
      List<CalibrationCell> calibration,
      Optional<ZipFile> zip,
      Optional<Path> deleteOnClose,
      String observationsSha256) {
    this.source = source;
    this.id = id;
    this.asOf = asOf;
    this.windows = List.copyOf(windows);
    this.coverage = List.copyOf(coverage);
    this.calibration = List.copyOf(calibration);
    this.zip = zip;
    this.deleteOnClose = deleteOnClose;
    this.observationsSha256 = observationsSha256;
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
    List<AvailabilityWindow> windows;
    try (InputStream in = Files.newInputStream(file)) {
      windows = parseWindows(file.toString(), in);
    }
    List<CoverageSpan> coverage = new ArrayList<>();
    for (AvailabilityWindow window : windows) {
      coverage.add(new CoverageSpan("", window.up()));
    }
    return new WindowSnapshot(
        file.toString(),
        Sha256.hex(file),
        OptionalLong.empty(),
        windows,
        coverage,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        "");
  }

  private static WindowSnapshot openZip(Path file, Optional<Path> deleteOnClose)
      throws IOException {
    String name = file.toString();
    ZipFile zip;
    try {
      zip = new ZipFile(file.toFile());
    } catch (IOException e) {
      throw new UnusableWindowsException(name, "damaged zip (" + e.getMessage() + ")", e);
    }
    boolean opened = false;
    try {
      byte[] manifestBytes = bytes(name, zip, SnapshotMember.MANIFEST);
      Manifest manifest = Manifest.parse(name, manifestBytes);
      List<AvailabilityWindow> windows =
          parseWindows(
              name,
              new ByteArrayInputStream(verified(name, zip, manifest, SnapshotMember.WINDOWS)));
      List<CoverageSpan> coverage =
          parseCoverage(name, verified(name, zip, manifest, SnapshotMember.COVERAGE));
      List<CalibrationCell> calibration =
          parseCalibration(name, verified(name, zip, manifest, SnapshotMember.CALIBRATION));
      opened = true;
      return new WindowSnapshot(
          name,
          Sha256.hex(manifestBytes),
          manifest.asOf,
          windows,
          coverage,
          calibration,
          Optional.of(zip),
          deleteOnClose,
          manifest.sha256(name, SnapshotMember.OBSERVATIONS));
    } finally {
      if (!opened) {
        zip.close();
      }
    }
  }

  private static byte[] bytes(String name, ZipFile zip, SnapshotMember member) throws IOException {
    ZipEntry entry = zip.getEntry(member.fileName());
    if (entry == null) {
      throw new UnusableWindowsException(name, "has no member " + member.fileName());
    }
    try (InputStream in = zip.getInputStream(entry)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UnusableWindowsException(
          name, "member " + member.fileName() + " is damaged (" + e.getMessage() + ")", e);
    }
  }

  private static byte[] verified(String name, ZipFile zip, Manifest manifest, SnapshotMember member)
      throws IOException {
    byte[] bytes = bytes(name, zip, member);
    verify(name, member, Sha256.hex(bytes), manifest.sha256(name, member));
    return bytes;
  }

  private static void verify(String name, SnapshotMember member, String found, String expected)
      throws UnusableWindowsException {
    if (!found.equals(expected)) {
      throw new UnusableWindowsException(
          name,
          "member " + member.fileName() + ": SHA-256 " + found + " (expected: " + expected + ")");
    }
  }

  /** What {@code snapshot.json} says. */
  private record Manifest(OptionalLong asOf, Map<String, String> members) {

    static Manifest parse(String name, byte[] bytes) throws IOException {
      OptionalLong asOf = OptionalLong.empty();
      Map<String, String> members = new HashMap<>();
      long version = -1;
      try (JsonParser json = new JsonFactory().createParser(bytes)) {
        String object = "";
        while (json.nextToken() != null) {
          String field = json.currentName();
          if (json.currentToken() == JsonToken.START_OBJECT) {
            object = field == null ? "" : field;
          } else if (json.currentToken() == JsonToken.END_OBJECT) {
            object = "";
          } else if (object.equals("members") && json.currentToken() == JsonToken.VALUE_STRING) {
            members.put(field, json.getText());
          } else if (object.isEmpty() && json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            // Outside of any object there is no field.
            if ("format_version".equals(field)) {
              version = json.getLongValue();
            } else if ("as_of".equals(field)) {
              asOf = OptionalLong.of(json.getLongValue());
            }
          }
        }
      } catch (IOException e) {
        throw new UnusableWindowsException(name, "snapshot.json is damaged", e);
      }
      if (version != SnapshotWriter.FORMAT_VERSION) {
        throw new UnusableWindowsException(
            name,
            "format version " + version + " (expected: " + SnapshotWriter.FORMAT_VERSION + ")");
      }
      return new Manifest(asOf, members);
    }

    String sha256(String name, SnapshotMember member) throws UnusableWindowsException {
      String sha256 = members.get(member.fileName());
      if (sha256 == null) {
        throw new UnusableWindowsException(
            name, "snapshot.json does not name " + member.fileName());
      }
      return sha256;
    }
  }

  private static List<AvailabilityWindow> parseWindows(String name, InputStream in)
      throws IOException {
    WindowRows rows = new WindowRows();
    try (CSVParser csv = csv(in)) {
      int[] places = places(name, csv);
      for (CSVRecord line : csv) {
        try {
          if (line.size() < csv.getHeaderNames().size()) {
            throw new IllegalArgumentException(
                line.size() + " cells (expected: " + csv.getHeaderNames().size() + ")");
          }
          rows.add(column -> line.get(places[column.ordinal()]));
        } catch (IllegalArgumentException e) {
          throw new UnusableWindowsException(
              name, "windows.csv line " + csv.getCurrentLineNumber() + ": " + e.getMessage(), e);
        }
      }
      return rows.finish();
    } catch (CharacterCodingException e) {
      throw new UnusableWindowsException(name, "neither a snapshot nor a windows.csv", e);
    } catch (IllegalArgumentException | java.io.UncheckedIOException e) {
      throw new UnusableWindowsException(name, "windows.csv: " + e.getMessage(), e);
    }
  }

  /** In which cell of a line each column stands. */
  private static int[] places(String name, CSVParser csv) throws UnusableWindowsException {
    WindowColumn[] columns = WindowColumn.values();
    int[] places = new int[columns.length];
    for (WindowColumn column : columns) {
      places[column.ordinal()] = csv.getHeaderNames().indexOf(column.columnName());
      if (places[column.ordinal()] < 0) {
        throw new UnusableWindowsException(
            name, "not a windows file: has no column " + column.columnName());
      }
    }
    return places;
  }

  private static CSVParser csv(InputStream in) throws IOException {
    Reader reader =
        new BufferedReader(
            new InputStreamReader(
                in,
                StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)));
    return CSV.parse(reader);
  }

  private static List<CoverageSpan> parseCoverage(String name, byte[] bytes) throws IOException {
    List<CoverageSpan> coverage = new ArrayList<>();
    try (CSVParser csv = csv(new ByteArrayInputStream(bytes))) {
      for (CSVRecord line : csv) {
        coverage.add(
            new CoverageSpan(
                line.get("vantage"),
                new TimeSpan(Long.parseLong(line.get("from")), Long.parseLong(line.get("to")))));
      }
    } catch (IllegalArgumentException e) {
      throw new UnusableWindowsException(name, "coverage.csv: " + e.getMessage(), e);
    }
    return coverage;
  }

  private static List<CalibrationCell> parseCalibration(String name, byte[] bytes)
      throws IOException {
    List<CalibrationCell> cells = new ArrayList<>();
    try (CSVParser csv = csv(new ByteArrayInputStream(bytes))) {
      for (CSVRecord line : csv) {
        cells.add(
            new CalibrationCell(
                line.get("situation"),
                Integer.parseInt(line.get("bucket")),
                Long.parseLong(line.get("held_out")),
                Double.parseDouble(line.get("up_share"))));
      }
    } catch (IllegalArgumentException e) {
      throw new UnusableWindowsException(name, "calibration.csv: " + e.getMessage(), e);
    }
    return cells;
  }

  /** File or database the windows came from, as the user named it. */
  public String source() {
    return source;
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
    return zip.isPresent();
  }

  /**
   * The observations of an endpoint in order of time; none if the snapshot has none of it.
   *
   * @throws UnusableWindowsException if they are damaged
   */
  public synchronized List<ObservationProof> observations(Endpoint endpoint) throws IOException {
    if (zip.isEmpty()) {
      return List.of();
    }
    try {
      if (observations.isEmpty()) {
        observations = Optional.of(openObservations(zip.get()));
      }
      return observations.get().of(endpoint);
    } catch (UnusableWindowsException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new UnusableWindowsException(source, "observations: " + e.getMessage(), e);
    }
  }

  private ObservationsMember openObservations(ZipFile zipFile) throws IOException {
    ZipEntry entry = zipFile.getEntry(SnapshotMember.OBSERVATIONS.fileName());
    if (entry == null) {
      throw new UnusableWindowsException(source, "has no member observations");
    }
    try (InputStream in = zipFile.getInputStream(entry)) {
      verify(source, SnapshotMember.OBSERVATIONS, Sha256.hex(in), observationsSha256);
    }
    return new ObservationsMember(
        offset -> {
          InputStream in = zipFile.getInputStream(entry);
          in.skipNBytes(offset);
          return in;
        },
        entry.getSize());
  }

  @Override
  public void close() throws IOException {
    if (zip.isPresent()) {
      zip.get().close();
    }
    if (deleteOnClose.isPresent()) {
      Files.deleteIfExists(deleteOnClose.get());
    }
  }
}
