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

  /** The epoch of the zip format: an entry cannot be dated earlier, and ours have no date. */
  static final LocalDateTime NO_DATE = LocalDateTime.of(1980, 1, 1, 0, 0);

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
    writeCsv(SnapshotMember.CALIBRATION, "situation,bucket,held_out,up_share", this::calibration);
    writeCsv(SnapshotMember.COVERAGE, "vantage,from,to", this::coverage);
    writeCsv(SnapshotMember.WINDOWS, windowHeader(), this::windows);
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
        new BufferedOutputStream(Files.newOutputStream(members.get(SnapshotMember.OBSERVATIONS)))) {
      ObservationsWriter writer = new ObservationsWriter(out);
      contents.observations().forEach(writer);
      writer.finish();
      return new long[] {writer.total(), writer.newest()};
    }
  }

  private static String windowHeader() {
    return String.join(
        ",", Arrays.stream(WindowColumn.values()).map(WindowColumn::columnName).toList());
  }

  /** Prints the rows of one member. */
  @FunctionalInterface
  private interface Rows {
    void printTo(CSVPrinter csv) throws IOException;
  }

  private void writeCsv(SnapshotMember member, String header, Rows rows) throws IOException {
    try (CSVPrinter csv =
        new CSVPrinter(
            new BufferedWriter(
                new OutputStreamWriter(
                    Files.newOutputStream(members.get(member)), StandardCharsets.UTF_8)),
            CSV)) {
      csv.printRecord((Object[]) header.split(","));
      rows.printTo(csv);
    }
  }

  /** By situation and bucket. */
  private void calibration(CSVPrinter csv) throws IOException {
    for (CalibrationCell cell : sorted(contents.calibration())) {
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

  private void coverage(CSVPrinter csv) throws IOException {
    for (CoverageSpan span : contents.coverage().stream().sorted().toList()) {
      csv.printRecord(span.vantage(), span.span().from(), span.span().to());
    }
  }

  private void windows(CSVPrinter csv) throws IOException {
    WindowColumn[] columns = WindowColumn.values();
    List<AvailabilityWindow> sorted = contents.windows().stream().sorted().toList();
    for (AvailabilityWindow window : sorted) {
      for (int segment = 0; segment < window.segments().size(); segment++) {
        Object[] cells = new Object[columns.length];
        for (int i = 0; i < columns.length; i++) {
          cells[i] = columns[i].text(window, segment);
        }
        csv.printRecord(cells);
      }
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
