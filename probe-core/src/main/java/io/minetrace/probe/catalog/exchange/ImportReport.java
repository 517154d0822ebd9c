// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.exchange;

/**
 * What came of importing a file.
 *
 * @param rows read, good and bad
 * @param added that were not in the catalog before
 * @param bad that were left out
 * @param unproven visits that proved nothing, and were left out as well
 */
public record ImportReport(FileKind kind, long rows, long added, long bad, long unproven) {

  /** Of a file whose rows prove nothing but themselves. */
  ImportReport(FileKind kind, long rows, long added, long bad) {
    this(kind, rows, added, bad, 0);
  }

  /** Good rows that the catalog had already. */
  public long known() {
    return rows - added - bad - unproven;
  }
}
