// SPDX-License-Identifier: Apache-2.0
package io.minetrace.window;

/** The members of a snapshot's zip, in the order they stand in it (sorted by name). */
enum SnapshotMember {
  CALIBRATION("calibration.csv"),
  COVERAGE("coverage.csv"),
  OBSERVATIONS("observations"),
  MANIFEST("snapshot.json"),
  WINDOWS("windows.csv");

  private final String fileName;

  SnapshotMember(String fileName) {
    this.fileName = fileName;
  }

  String fileName() {
    return fileName;
  }
}
