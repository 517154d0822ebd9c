// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.window.CalibrationCell;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** What was measured last, as rows: snapshots carry them. */
final class CalibrationTable {

  private CalibrationTable() {}

  static void replace(Handle handle, List<CalibrationCell> cells) {
    handle.execute("DELETE FROM calibration");
    ManyRows rows = new ManyRows(4);
    cells.forEach(
        cell -> rows.add(cell.situation(), cell.bucket(), cell.heldOut(), cell.upShare()));
    rows.executeAll(
        handle, "INSERT INTO calibration (situation, bucket, held_out, up_share) VALUES %s");
  }
}
