// SPDX-License-Identifier: Apache-2.0
package io.minetrace.window;

import io.minetrace.hash.Sha256;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.csv.CSVPrinter;

/**
 * Checks every byte of a snapshot file: that each is as the writer would have written it, that the
 * members are those of the manifest, and that what they say can be used. Holds one window, and the
 * observations of one endpoint, at a time.
 */
public final class SnapshotCheck {

  private final String name;
  private final SnapshotFile snapshot;

  private SnapshotCheck(String name, SnapshotFile snapshot) {
    this.name = name;
    this.snapshot = snapshot;
  }

  /**
   * Checks a file.
   *
   * @return the manifest's id, in hex
   * @throws UnusableWindowsException saying the first thing that is wrong, and where
   */
  public static String check(Path file) throws IOException {
    try (SnapshotFile snapshot = open(file)) {
      Map<SnapshotMember, String> sha256 = ZipLayout.check(file);
      SnapshotCheck check = new SnapshotCheck(file.toString(), snapshot);
      check.manifest(sha256);
      check.windows(sha256.get(SnapshotMember.WINDOWS));
      check.tables(sha256);
      check.observations();
      return snapshot.id();
    }
  }

  /** A version that is not ours is said as such, and not as the first byte that differs. */
  private static SnapshotFile open(Path file) throws IOException {
    try {
      return SnapshotFile.open(file);
    } catch (UnusableWindowsException e) {
      if (e.getCause() != null) {
        // Not even a zip, or a member that cannot be inflated: where exactly?
        ZipLayout.check(file);
      }
      throw e;
    }
  }

  private void manifest(Map<SnapshotMember, String> sha256) throws IOException {
    byte[] found = snapshot.manifestBytes();
    int differs = Arrays.mismatch(found, snapshot.manifest().canonicalBytes());
    if (differs >= 0) {
      throw wrong("snapshot.json is not canonical from byte " + differs + " on");
    }
    for (SnapshotMember member : SnapshotMember.values()) {
      String expected =
          member == SnapshotMember.MANIFEST ? snapshot.id() : snapshot.manifest().sha256(member);
      if (!sha256.get(member).equals(expected)) {
        throw wrong(
            "member "
                + member.fileName()
                + ": SHA-256 "
                + sha256.get(member)
                + " (expected: "
                + expected
                + ")");
      }
    }
  }

  private UnusableWindowsException wrong(String problem) {
    return new UnusableWindowsException(name, problem);
  }

  /** The windows are printed once more: the bytes must come out the same. */
  private void windows(String expected) throws IOException {
    long windows = 0;
    long endpoints = 0;
    MessageDigest sha256 = Sha256.digest();
    try (WindowStream stream = snapshot.windows();
        CSVPrinter csv = digesting(sha256)) {
      csv.printRecord((Object[]) SnapshotWriter.WINDOW_HEADER.split(","));
      Optional<AvailabilityWindow> previous = Optional.empty();
      for (var next = stream.next(); next.isPresent(); next = stream.next()) {
        AvailabilityWindow window = next.get();
        windows++;
        if (previous.isEmpty() || !previous.get().endpoint().equals(window.endpoint())) {
          endpoints++;
        }
        previous = next;
        SnapshotWriter.print(window, csv);
      }
    }
    String found = Sha256.hex(sha256);
    if (!found.equals(expected)) {
      throw wrong("windows.csv is not written the canonical way (sets sorted, LF, plain numbers)");
    }
    count("windows", windows, snapshot.manifest().windows());
    count("endpoints", endpoints, snapshot.manifest().endpoints());
  }

  private static CSVPrinter digesting(MessageDigest sha256) throws IOException {
    return new CSVPrinter(
        new BufferedWriter(
            new OutputStreamWriter(
                new DigestOutputStream(OutputStream.nullOutputStream(), sha256),
                StandardCharsets.UTF_8)),
        SnapshotWriter.CSV);
  }

  private void count(String what, long found, long stated) throws UnusableWindowsException {
    if (found != stated) {
      throw wrong(found + " " + what + " (expected: " + stated + ", says snapshot.json)");
    }
  }

  private void tables(Map<SnapshotMember, String> sha256) throws IOException {
    List<CoverageSpan> coverage = snapshot.coverage().stream().sorted().toList();
    List<CalibrationCell> calibration = SnapshotWriter.sorted(snapshot.calibration());
    canonical(SnapshotMember.COVERAGE, sha256, csv -> SnapshotWriter.printCoverage(coverage, csv));
    canonical(
        SnapshotMember.CALIBRATION,
        sha256,
        csv -> SnapshotWriter.printCalibration(calibration, csv));
  }

  private void canonical(
      SnapshotMember member, Map<SnapshotMember, String> sha256, SnapshotWriter.Rows rows)
      throws IOException {
    MessageDigest found = Sha256.digest();
    try (CSVPrinter csv = digesting(found)) {
      rows.printTo(csv);
    }
    if (!Sha256.hex(found).equals(sha256.get(member))) {
      throw wrong(member.fileName() + " is not written the canonical way (sorted, LF)");
    }
  }

  private void observations() throws IOException {
    try {
      ObservationsMember.Totals totals = snapshot.observations().check();
      count("observations", totals.observations(), snapshot.manifest().observations());
      if (!totals.newest().equals(snapshot.manifest().asOf())) {
        throw wrong("as_of in snapshot.json is not the time of the newest observation");
      }
    } catch (UnusableWindowsException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new UnusableWindowsException(name, "observations: " + e.getMessage(), e);
    }
  }
}
