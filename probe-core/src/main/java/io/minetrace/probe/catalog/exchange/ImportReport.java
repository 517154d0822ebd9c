// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.exchange;

/**
 * What came of importing a file.
 *
 * @param rows read, good and bad
 * @param added that were not in the catalog before
 * @param bad that were left out
 */
public record ImportReport(FileKind kind, long rows, long added, long bad) {

  /** Good rows that the catalog had already. */
  public long known() {
    return rows - added - bad;
  }
}
