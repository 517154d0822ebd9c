// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import org.jdbi.v3.core.Handle;

/** The passes of vantages over what was due, as rows. */
final class SweepTable {

  private SweepTable() {}

  /** Adds visits to a pass, which begins with the first of them. */
  static void add(Handle handle, long vantageId, SweepSpan span, long visits) {
    handle
        .createUpdate(
            "INSERT INTO sweep (vantage_id, from_ms, to_ms, interval_ms, visits)"
                + " VALUES (:vantage, :from, :to, :interval, :visits)"
                + " ON DUPLICATE KEY UPDATE to_ms = GREATEST(to_ms, VALUES(to_ms)),"
                + " visits = visits + VALUES(visits)")
        .bind("vantage", vantageId)
        .bind("from", span.from())
        .bind("to", span.to())
        .bind("interval", span.intervalMillis())
        .bind("visits", visits)
        .execute();
  }
}
