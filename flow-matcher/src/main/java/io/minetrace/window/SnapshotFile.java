// SPDX-License-Identifier: Apache-2.0
package io.minetrace.window;

import io.minetrace.hash.Sha256;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A snapshot file as it lies there: its manifest, and each member on demand, verified before it is
 * used. Nothing is loaded that was not asked for; {@link WindowSnapshot} is for those who match.
 * May be shared by threads; close it.
 */
public final class SnapshotFile implements Closeable {

  /** A hundred times what a manifest takes. */
  private static final int MAX_MANIFEST_BYTES = 1 << 20;

  /** More than a million stretches of coverage. */
  private static final int MAX_TABLE_BYTES = 1 << 26;

  /**
   * One member of the zip.
   *
   * @param name in the zip
   * @param bytes uncompressed, as the zip declares
   * @param storedBytes in the file
   * @param sha256 of the uncompressed bytes, as the manifest states; that of the manifest is the id
   */
  public record Member(String name, long bytes, long storedBytes, String sha256) {}

  private final String name;
  private final ZipFile zip;
  private final byte[] manifestBytes;
  private final SnapshotManifest manifest;

  private SnapshotFile(String name, ZipFile zip, byte[] manifestBytes, SnapshotManifest manifest) {
    this.name = name;
    this.zip = zip;
    this.manifestBytes = manifestBytes;
    this.manifest = manifest;
  }

  /**
   * Opens a snapshot and reads its manifest.
   *
   * @throws UnusableWindowsException if it is missing, no snapshot, damaged or of another version
   */
  public static SnapshotFile open(Path file) throws IOException {
    String name = file.toString();
    if (!Files.exists(file)) {
      throw new UnusableWindowsException(name, "no such file");
    }
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new UnusableWindowsException(
          name, Files.isRegularFile(file) ? "cannot be read" : "not a file");
    }
    ZipFile zip;
    try {
      zip = new ZipFile(file.toFile());
    } catch (IOException e) {
      throw new UnusableWindowsException(name, "damaged zip (" + e.getMessage() + ")", e);
    }
    boolean opened = false;
    try {
      byte[] bytes = bytes(name, zip, SnapshotMember.MANIFEST, MAX_MANIFEST_BYTES);
      checkCrc(name, zip, bytes);
      SnapshotFile snapshot =
          new SnapshotFile(name, zip, bytes, SnapshotManifest.parse(name, bytes));
      opened = true;
      return snapshot;
    } finally {
      if (!opened) {
        zip.close();
      }
    }
  }

  /** The manifest has no SHA-256 in the file; this finds at least what happened by accident. */
  private static void checkCrc(String name, ZipFile zip, byte[] bytes)
      throws UnusableWindowsException {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    if (zip.getEntry(SnapshotMember.MANIFEST.fileName()).getCrc() != crc.getValue()) {
      throw new UnusableWindowsException(name, "member snapshot.json is damaged (wrong CRC)");
    }
  }

  /** As the user named it. */
  public String name() {
    return name;
  }

  /** SHA-256 of the manifest, in hex. */
  public String id() {
    return Sha256.hex(manifestBytes);
  }

  public SnapshotManifest manifest() {
    return manifest;
  }

  /** The bytes that the id is the hash of, and that a signature signs. */
  public byte[] manifestBytes() {
    return manifestBytes.clone();
  }

  /** The members that are there, in the order of the format. */
  public List<Member> members() {
    List<Member> members = new ArrayList<>();
    for (SnapshotMember member : SnapshotMember.values()) {
      ZipEntry entry = zip.getEntry(member.fileName());
      if (entry != null) {
        String sha256 = member == SnapshotMember.MANIFEST ? id() : manifest.sha256(member);
        members.add(
            new Member(member.fileName(), entry.getSize(), entry.getCompressedSize(), sha256));
      }
    }
    return members;
  }

  /** When anyone was looking. */
  public List<CoverageSpan> coverage() throws IOException {
    List<CoverageSpan> coverage = new ArrayList<>();
    table(
        SnapshotMember.COVERAGE,
        line ->
            coverage.add(
                new CoverageSpan(
                    line.get("vantage"), new TimeSpan(time(line, "from"), time(line, "to")))));
    return coverage;
  }

  /** How often held-out observations were UP. */
  public List<CalibrationCell> calibration() throws IOException {
    List<CalibrationCell> cells = new ArrayList<>();
    table(
        SnapshotMember.CALIBRATION,
        line ->
            cells.add(
                new CalibrationCell(
                    line.get("situation"),
                    (int) WindowRows.number(line.get("bucket"), "bucket", 0, Integer.MAX_VALUE),
                    WindowRows.number(line.get("held_out"), "held_out", 0, Long.MAX_VALUE),
                    Double.parseDouble(line.get("up_share")))));
    return cells;
  }

  private static long time(CSVRecord line, String column) {
    return WindowRows.number(line.get(column), column, 0, WindowRows.LAST_TIME);
  }

  /** Takes the lines of a table. */
  @FunctionalInterface
  private interface Lines {
    void accept(CSVRecord line);
  }

  private void table(SnapshotMember member, Lines lines) throws IOException {
    byte[] bytes = bytes(name, zip, member, MAX_TABLE_BYTES);
    verify(member, Sha256.hex(bytes));
    String place = member.fileName();
    try (CSVParser csv = WindowStream.csv(new ByteArrayInputStream(bytes))) {
      for (CSVRecord line : csv) {
        place = member.fileName() + " line " + csv.getCurrentLineNumber();
        lines.accept(line);
      }
    } catch (IOException | java.io.UncheckedIOException | IllegalArgumentException e) {
      throw new UnusableWindowsException(name, place + ": " + e.getMessage(), e);
    }
  }

  /** The windows one by one; verified as a whole before the first is given. */
  public WindowStream windows() throws IOException {
    verify(SnapshotMember.WINDOWS);
    return new WindowStream(name, stream(SnapshotMember.WINDOWS));
  }

  /** The observations, after they were verified. */
  ObservationsMember observations() throws IOException {
    verify(SnapshotMember.OBSERVATIONS);
    return new ObservationsMember(
        offset -> {
          InputStream in = stream(SnapshotMember.OBSERVATIONS);
          in.skipNBytes(offset);
          return in;
        },
        entry(name, zip, SnapshotMember.OBSERVATIONS).getSize());
  }

  private void verify(SnapshotMember member) throws IOException {
    try (InputStream in = stream(member)) {
      verify(member, Sha256.hex(in));
    } catch (UnusableWindowsException e) {
      throw e;
    } catch (IOException e) {
      throw damaged(name, member, e);
    }
  }

  private void verify(SnapshotMember member, String found) throws UnusableWindowsException {
    String expected = manifest.sha256(member);
    if (!found.equals(expected)) {
      throw new UnusableWindowsException(
          name,
          "member " + member.fileName() + ": SHA-256 " + found + " (expected: " + expected + ")");
    }
  }

  private InputStream stream(SnapshotMember member) throws IOException {
    ZipEntry entry = entry(name, zip, member);
    return new LimitedInput(zip.getInputStream(entry), entry.getSize(), "that the zip declares");
  }

  private static ZipEntry entry(String name, ZipFile zip, SnapshotMember member)
      throws UnusableWindowsException {
    ZipEntry entry = zip.getEntry(member.fileName());
    if (entry == null) {
      throw new UnusableWindowsException(name, "has no member " + member.fileName());
    }
    return entry;
  }

  private static byte[] bytes(String name, ZipFile zip, SnapshotMember member, int most)
      throws IOException {
    ZipEntry entry = entry(name, zip, member);
    if (entry.getSize() > most) {
      throw new UnusableWindowsException(
          name,
          "member "
              + member.fileName()
              + ": "
              + entry.getSize()
              + " bytes (expected: at most "
              + most
              + ")");
    }
    try (InputStream in =
        new LimitedInput(zip.getInputStream(entry), entry.getSize(), "that the zip declares")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw damaged(name, member, e);
    }
  }

  private static UnusableWindowsException damaged(
      String name, SnapshotMember member, IOException e) {
    return new UnusableWindowsException(
        name, "member " + member.fileName() + " is damaged (" + e.getMessage() + ")", e);
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
