// SPDX-License-Identifier: Apache-2.0
package io.minetrace.window;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.minetrace.hash.Sha256;
import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
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

  static final int FORMAT_VERSION = 1;

  /** The epoch of the zip format: an entry cannot be dated earlier, and ours have no date. */
  private static final LocalDateTime NO_DATE = LocalDateTime.of(1980, 1, 1, 0, 0);

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

  private void calibration(CSVPrinter csv) throws IOException {
    Map<String, CalibrationCell> sorted = new TreeMap<>();
    for (CalibrationCell cell : contents.calibration()) {
      sorted.put(cell.situation() + String.format("%04d", cell.bucket()), cell);
    }
    for (CalibrationCell cell : sorted.values()) {
      csv.printRecord(cell.situation(), cell.bucket(), cell.heldOut(), cell.upShare());
    }
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

  /** Fields in this order, no white space: the bytes whose SHA-256 is the snapshot's id. */
  private byte[] manifest(long observations, long newest) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
      json.writeStartObject();
      json.writeNumberField("format_version", FORMAT_VERSION);
      if (observations == 0) {
        json.writeNullField("as_of");
      } else {
        json.writeNumberField("as_of", newest);
      }
      json.writeStringField("source", contents.source());
      json.writeObjectFieldStart("counts");
      json.writeNumberField("windows", contents.windows().size());
      json.writeNumberField("observations", observations);
      json.writeNumberField(
          "endpoints",
          contents.windows().stream().map(AvailabilityWindow::endpoint).distinct().count());
      json.writeEndObject();
      json.writeObjectFieldStart("members");
      for (SnapshotMember member : SnapshotMember.values()) {
        if (member != SnapshotMember.MANIFEST) {
          json.writeStringField(member.fileName(), Sha256.hex(members.get(member)));
        }
      }
      json.writeEndObject();
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }
}
