// SPDX-License-Identifier: Apache-2.0
package io.minetrace.format.contract;

import io.minetrace.flow.DecodeReport;
import io.minetrace.flow.FlowBatch;
import io.minetrace.flow.FlowReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One input read to its end, or to where it failed, with every rule checked that binds a reader
 * whatever its bytes: it throws {@link IOException} and nothing else, gives no row after its end or
 * its failure, fills no more than the batch, counts what it gave, and ends.
 *
 * @param rows in the order given
 * @param failure what ended reading early
 */
public record GuardedReading(List<RowCells> rows, Optional<IOException> failure) {

  /** More than any input of a test can hold: whoever gives more has no end. */
  public static final int MAX_ROWS = 1 << 19;

  /** Opens an input. */
  @FunctionalInterface
  public interface Opener {
    FlowReader open(InputStream stream) throws IOException;
  }

  /** Reads a stream with a batch of so many rows. */
  public static GuardedReading of(Opener opener, InputStream stream, int batchRows) {
    List<RowCells> rows = new ArrayList<>();
    FlowReader reader;
    try {
      reader = opener.open(stream);
    } catch (IOException e) {
      checkMessage(e);
      return new GuardedReading(rows, Optional.of(e));
    }
    Optional<IOException> failure = readAll(reader, new FlowBatch(batchRows), rows);
    checkReport(reader.report(), rows.size());
    try {
      reader.close();
    } catch (IOException e) {
      throw new AssertionError("closing an input in memory fails", e);
    }
    checkOrdinals(rows);
    return new GuardedReading(rows, failure);
  }

  private static Optional<IOException> readAll(
      FlowReader reader, FlowBatch batch, List<RowCells> rows) {
    try {
      while (reader.next(batch)) {
        check(batch.rows() > 0, "next is true, and the batch empty");
        BatchRules.check(batch);
        for (int row = 0; row < batch.rows(); row++) {
          rows.add(new RowCells(batch, row));
        }
        check(rows.size() <= MAX_ROWS, "no end after " + rows.size() + " rows");
      }
      check(batch.rows() == 0, "the end, and " + batch.rows() + " rows in the batch");
    } catch (IOException e) {
      checkMessage(e);
      checkNothingFollows(reader, batch);
      return Optional.of(e);
    }
    checkNothingFollows(reader, batch);
    return Optional.empty();
  }

  private static void checkNothingFollows(FlowReader reader, FlowBatch batch) {
    try {
      check(!reader.next(batch), "rows after the end");
    } catch (IOException e) {
      checkMessage(e);
    }
    check(batch.rows() == 0, batch.rows() + " rows in the batch after the end");
  }

  private static void checkMessage(IOException failure) {
    check(
        failure.getMessage() != null && !failure.getMessage().isBlank(),
        "a failure without a message: " + failure.getClass());
  }

  private static void checkReport(DecodeReport report, int rows) {
    check(report.records() == rows, "report: " + report.records() + " records of " + rows);
    check(report.lateRecords() <= rows, "late records: " + report.lateRecords() + " of " + rows);
    long ofExporters = report.exporters().values().stream().mapToLong(Long::longValue).sum();
    check(ofExporters <= rows, "records of exporters: " + ofExporters + " of " + rows);
    check(report.lostByExporter() >= 0, "lost: " + report.lostByExporter());
    check(!report.format().isBlank(), "no format in the report");
    for (Map.Entry<DecodeReport.Reason, DecodeReport.Tally> entry : report.tallies().entrySet()) {
      DecodeReport.Tally tally = entry.getValue();
      check(
          tally.count() > 0
              && tally.bytes() >= 0
              && tally.firstOffset() >= 0
              && !tally.firstDetail().isBlank(),
          entry.toString());
    }
  }

  private static void checkOrdinals(List<RowCells> rows) {
    Set<Long> ordinals = new HashSet<>();
    for (RowCells row : rows) {
      check(ordinals.add(row.recordOrdinal()), "two rows of ordinal " + row.recordOrdinal());
    }
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
