// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.exchange;

/**
 * What came of importing a file.
 *
 * @param rows read, good and bad
 * @param added that were not in the catalog before
 * @param bad that were left out
 * @param unproven that were left out as well: visits that proved nothing, or records of names that
 *     say nothing of pools
 * @param patterns of the rows, those kept for DNS and TLS only
 */
public record ImportReport(
    FileKind kind, long rows, long added, long bad, long unproven, long patterns) {

  /** Without patterns. */
  ImportReport(FileKind kind, long rows, long added, long bad, long unproven) {
    this(kind, rows, added, bad, unproven, 0);
  }

  /** Of a file whose rows prove nothing but themselves. */
  ImportReport(FileKind kind, long rows, long added, long bad) {
    this(kind, rows, added, bad, 0);
  }

  /** Good rows that the catalog had already. */
  public long known() {
    return rows - added - bad - unproven;
  }
}
