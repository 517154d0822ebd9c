// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import io.minetrace.match.Match;
import io.minetrace.match.Reason;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One labelled flow: a value for each {@link ResultColumn}, of the Java type of the column's type
 * (Integer, Long, String, list of String). Immutable; used by one thread at a time.
 */
public final class ResultRow {

  /** Rises when a column is added, removed or changes its meaning. */
  public static final int SCHEMA_VERSION = 1;

  /** The order of every result: {@code flow_start}, {@code input_file}, {@code record_ordinal}. */
  public static final Comparator<ResultRow> ORDER =
      Comparator.comparingLong((ResultRow row) -> row.number(ResultColumn.FLOW_START))
          .thenComparing(row -> row.text(ResultColumn.INPUT_FILE))
          .thenComparingLong(row -> row.number(ResultColumn.RECORD_ORDINAL));

  private static final ResultColumn[] COLUMNS = ResultColumn.values();

  private final Object[] values;

  /** Empty until first asked for: digest and NDJSON both need it. */
  private byte[] canonicalLine = new byte[0];

  private ResultRow(Object[] values) {
    this.values = values;
  }

  /** The row of a match in an input; what {@link RowFinisher} fills is still empty. */
  public static ResultRow of(Match match, String inputFile) {
    Object[] values = new Object[COLUMNS.length];
    for (ResultColumn column : COLUMNS) {
      values[column.ordinal()] = column.of(match);
    }
    values[ResultColumn.INPUT_FILE.ordinal()] = inputFile;
    return new ResultRow(values);
  }

  /** The row with these values in column order; the array is taken over, null stands for none. */
  public static ResultRow ofValues(Object... values) {
    if (values.length != COLUMNS.length) {
      throw new IllegalArgumentException(
          "values: " + values.length + " (expected: " + COLUMNS.length + ")");
    }
    return new ResultRow(values);
  }

  /**
   * The row with what {@link RowFinisher} fills; null stands for no observation.
   *
   * @param more a reason that the observations give
   */
  ResultRow finished(
      String snapshotId, String sessionId, Long before, Long after, Optional<Reason> more) {
    Object[] copy = values.clone();
    if (more.isPresent()) {
      copy[ResultColumn.MINING_REASONS.ordinal()] =
          Stream.concat(texts(ResultColumn.MINING_REASONS).stream(), Stream.of(more.get().name()))
              .sorted()
              .toList();
    }
    copy[ResultColumn.SNAPSHOT_ID.ordinal()] = snapshotId;
    copy[ResultColumn.SESSION_ID.ordinal()] = sessionId;
    copy[ResultColumn.OBSERVED_BEFORE.ordinal()] = before;
    copy[ResultColumn.OBSERVED_AFTER.ordinal()] = after;
    return new ResultRow(copy);
  }

  /** The canonical JSON line of this row; not to be changed. */
  byte[] canonicalLine() {
    if (canonicalLine.length == 0) {
      canonicalLine = CanonicalJson.line(this);
    }
    return canonicalLine;
  }

  public Optional<Object> value(ResultColumn column) {
    return Optional.ofNullable(values[column.ordinal()]);
  }

  /** The value of an INT, LONG or TIMESTAMP column that is always there. */
  public long number(ResultColumn column) {
    return ((Number) values[column.ordinal()]).longValue();
  }

  /** The value of a STRING column that is always there. */
  public String text(ResultColumn column) {
    return (String) values[column.ordinal()];
  }

  /** The value of a STRINGS column. */
  @SuppressWarnings("unchecked") // what a STRINGS column is made of, here and nowhere else
  public List<String> texts(ResultColumn column) {
    return (List<String>) values[column.ordinal()];
  }
}
