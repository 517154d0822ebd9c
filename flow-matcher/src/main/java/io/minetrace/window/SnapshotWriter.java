// SPDX-License-Identifier: Apache-2.0
package io.minetrace.window;

import io.minetrace.hash.Sha256;
import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * Writes a snapshot: the same contents give the same bytes. Members are made in temporary files
 * first, because the manifest stands before {@code windows.csv} and names its hash.
 */
final class SnapshotWriter {

  /**
   * The first moment of the zip format but one: for the first itself Java adds a second time stamp
   * to the entry, and makes that of the zone of the machine.
   */
  private static final LocalDateTime NO_DATE = LocalDateTime.of(1980, 1, 1, 0, 0, 2);

  static final String WINDOW_HEADER =
      Arrays.stream(WindowColumn.values())
          .map(WindowColumn::columnName)
          .collect(Collectors.joining(","));

  static final CSVFormat CSV = CSVFormat.RFC4180.builder().setRecordSeparator('\n').get();

  private final SnapshotContents contents;
  private final Map<SnapshotMember, Path> members = new EnumMap<>(SnapshotMember.class);

  private SnapshotWriter(SnapshotContents contents) {
    this.contents = contents;
  }

  static void write(SnapshotContents contents, Path target) throws IOException {
    Path directory = target.toAbsolutePath().getParent();
    Path work = Files.createTempDirectory(directory, ".snapshot");
    try {
      new SnapshotWriter(contents).write(target, work);
    } finally {
      for (SnapshotMember member : SnapshotMember.values()) {
        Files.deleteIfExists(work.resolve(member.fileName()));
      }
      Files.deleteIfExists(work.resolve("zip"));
      Files.delete(work);
    }
  }

  private void write(Path target, Path work) throws IOException {
    for (SnapshotMember member : SnapshotMember.values()) {
      members.put(member, work.resolve(member.fileName()));
    }
    long[] observed = writeObservations();
    writeCsv(
        SnapshotMember.CALIBRATION, csv -> printCalibration(sorted(contents.calibration()), csv));
    writeCsv(
        SnapshotMember.COVERAGE,
        csv -> printCoverage(contents.coverage().stream().sorted().toList(), csv));
    writeCsv(SnapshotMember.WINDOWS, this::windows);
    Files.write(members.get(SnapshotMember.MANIFEST), manifest(observed[0], observed[1]));
    Path zip = work.resolve("zip");
    try (ZipOutputStream out =
        new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(zip)))) {
      for (SnapshotMember member : SnapshotMember.values()) {
        out.putNextEntry(entry(member));
        Files.copy(members.get(member), out);
        out.closeEntry();
      }
    }
    Files.move(zip, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private ZipEntry entry(SnapshotMember member) throws IOException {
    ZipEntry entry = new ZipEntry(member.fileName());
    entry.setTimeLocal(NO_DATE);
    if (member == SnapshotMember.OBSERVATIONS) {
      // Stored, so that a reader can go straight to one endpoint's block.
      Path file = members.get(member);
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(Files.size(file));
      entry.setCrc(crc(file));
    }
    return entry;
  }

  private static long crc(Path file) throws IOException {
    try (CheckedInputStream in = new CheckedInputStream(Files.newInputStream(file), new CRC32())) {
      in.transferTo(OutputStream.nullOutputStream());
      return in.getChecksum().getValue();
    }
  }

  /** Returns how many observations there are and the time of the newest. */
  private long[] writeObservations() throws IOException {
    try (OutputStream out =
            new BufferedOutputStream(
                Files.newOutputStream(members.get(SnapshotMember.OBSERVATIONS)));
        ObservationsWriter writer = new ObservationsWriter(out)) {
      contents.observations().forEach(writer);
      writer.finish();
      return new long[] {writer.total(), writer.newest()};
    }
  }

  /** Prints one member. */
  @FunctionalInterface
  interface Rows {
    void printTo(CSVPrinter csv) throws IOException;
  }

  private void writeCsv(SnapshotMember member, Rows rows) throws IOException {
    try (CSVPrinter csv =
        new CSVPrinter(
            new BufferedWriter(
                new OutputStreamWriter(
                    Files.newOutputStream(members.get(member)), StandardCharsets.UTF_8)),
            CSV)) {
      rows.printTo(csv);
    }
  }

  static void printCalibration(List<CalibrationCell> cells, CSVPrinter csv) throws IOException {
    csv.printRecord("situation", "bucket", "held_out", "up_share");
    for (CalibrationCell cell : cells) {
      csv.printRecord(cell.situation(), cell.bucket(), cell.heldOut(), cell.upShare());
    }
  }

  /** In the order of the file; of two cells for the same bucket the last. */
  static List<CalibrationCell> sorted(List<CalibrationCell> cells) {
    Map<String, CalibrationCell> sorted = new TreeMap<>();
    for (CalibrationCell cell : cells) {
      sorted.put(cell.situation() + String.format("%04d", cell.bucket()), cell);
    }
    return List.copyOf(sorted.values());
  }

  static void printCoverage(List<CoverageSpan> spans, CSVPrinter csv) throws IOException {
    csv.printRecord("vantage", "from", "to");
    for (CoverageSpan span : spans) {
      csv.printRecord(span.vantage(), span.span().from(), span.span().to());
    }
  }

  private void windows(CSVPrinter csv) throws IOException {
    csv.printRecord((Object[]) WINDOW_HEADER.split(","));
    for (AvailabilityWindow window : contents.windows().stream().sorted().toList()) {
      print(window, csv);
    }
  }

  /** Prints the rows of a window, one a segment. */
  static void print(AvailabilityWindow window, CSVPrinter csv) throws IOException {
    WindowColumn[] columns = WindowColumn.values();
    Object[] cells = new Object[columns.length];
    for (int segment = 0; segment < window.segments().size(); segment++) {
      for (int i = 0; i < columns.length; i++) {
        cells[i] = columns[i].text(window, segment);
      }
      csv.printRecord(cells);
    }
  }

  private byte[] manifest(long observations, long newest) throws IOException {
    Map<String, String> sha256 = new TreeMap<>();
    for (SnapshotMember member : SnapshotMember.values()) {
      if (member != SnapshotMember.MANIFEST) {
        sha256.put(member.fileName(), Sha256.hex(members.get(member)));
      }
    }
    return new SnapshotManifest(
            observations == 0 ? OptionalLong.empty() : OptionalLong.of(newest),
            contents.source(),
            contents.builder(),
            contents.windows().size(),
            observations,
            contents.windows().stream().map(AvailabilityWindow::endpoint).distinct().count(),
            sha256)
        .canonicalBytes();
  }
}
