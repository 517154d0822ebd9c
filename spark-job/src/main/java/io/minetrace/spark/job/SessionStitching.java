// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark.job;

import io.minetrace.report.InsideNetworks;
import io.minetrace.report.ResultRow;
import io.minetrace.report.SessionCollector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;

/**
 * Makes sessions of finished rows, in partitions that hold all rows of a client and service, in
 * {@link ResultRow#ORDER}. Of a partition, whatever its size, only the sessions are held that run
 * at one time.
 */
final class SessionStitching implements MapPartitionsFunction<Row, Row> {

  private final Duration gap;
  private final String networks;

  /**
   * @param gap by which the rows' session ids were made
   * @param inside whose hosts are told of
   */
  SessionStitching(Duration gap, InsideNetworks inside) {
    this.gap = gap;
    this.networks = inside.toString();
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    return new Sessions(
        rows,
        gap,
        networks.isEmpty() ? InsideNetworks.NOT_SAID : InsideNetworks.parse(networks, false));
  }

  /** The sessions of some rows, made while they are asked for. */
  private static final class Sessions implements Iterator<Row> {

    private final Iterator<Row> rows;
    private final Queue<Row> over = new ArrayDeque<>();
    private final SessionCollector collector;
    private Optional<ResultRow> before = Optional.empty();
    private boolean finished;

    Sessions(Iterator<Row> rows, Duration gap, InsideNetworks inside) {
      this.rows = rows;
      this.collector =
          new SessionCollector(gap, session -> over.add(SessionSchema.row(session, inside)));
    }

    @Override
    public boolean hasNext() {
      try {
        while (over.isEmpty() && !finished) {
          if (rows.hasNext()) {
            collector.add(inOrder(ResultSchema.resultRow(rows.next())));
          } else {
            collector.finish();
            finished = true;
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return !over.isEmpty();
    }

    /** Rows out of order would give a session in pieces, and nobody would see it. */
    private ResultRow inOrder(ResultRow row) {
      if (before.isPresent() && ResultRow.ORDER.compare(before.get(), row) > 0) {
        throw new IllegalStateException("rows of a partition are not in the order of results");
      }
      before = Optional.of(row);
      return row;
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return over.remove();
    }
  }
}
