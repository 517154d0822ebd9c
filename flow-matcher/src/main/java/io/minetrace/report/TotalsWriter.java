// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import java.io.IOException;
import java.util.List;

/**
 * Adds the rows to totals, and writes them where canonical lines are wanted: a row makes its line
 * once, for digest and file, and so has both on one thread. Closing it finishes the totals.
 */
public final class TotalsWriter implements ResultWriter {

  private final ResultTotals totals;
  private final List<ResultWriter> canonical;

  /**
   * @param canonical writers of canonical lines; closed with this
   */
  public TotalsWriter(ResultTotals totals, List<ResultWriter> canonical) {
    this.totals = totals;
    this.canonical = List.copyOf(canonical);
  }

  @Override
  public void write(ResultRow row) throws IOException {
    totals.add(row);
    for (ResultWriter writer : canonical) {
      writer.write(row);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      totals.finish();
    } finally {
      for (ResultWriter writer : canonical) {
        writer.close();
      }
    }
  }
}
