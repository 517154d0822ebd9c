// SPDX-License-Identifier: Apache-2.0
package io.minetrace.spark.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import io.minetrace.report.ClientCounts;
import io.minetrace.report.HostTable;
import io.minetrace.report.InsideNetworks;
import io.minetrace.report.SessionColumn;
import io.minetrace.report.SessionCounts;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What the sessions of a run come to. Every row of a result is in one of them, so that they tell of
 * its clients and services, too.
 *
 * @param counts of all
 * @param inside whose hosts are told of
 * @param hosts of ours; all clients, where it is not said which are ours
 * @param outside clients elsewhere
 * @param outsideMatches rows of these
 * @param outsideSessions sessions of these
 * @param servicesInside services in our own networks, sorted
 */
record SessionTotals(
    SessionCounts counts,
    InsideNetworks inside,
    long hosts,
    long outside,
    long outsideMatches,
    long outsideSessions,
    List<String> servicesInside) {

  SessionTotals {
    servicesInside = List.copyOf(servicesInside);
  }

  /**
   * Adds them up, where they are.
   *
   * @param sessions of {@link SessionSchema}
   * @param gap by which they were made
   * @param inside as they were asked about
   */
  static SessionTotals of(Dataset<Row> sessions, Duration gap, InsideNetworks inside) {
    long total = 0;
    long attemptedOnly = 0;
    long hosts = 0;
    long outside = 0;
    long outsideMatches = 0;
    long outsideSessions = 0;
    for (Row side : sides(sessions)) {
      total += side.getLong(2);
      attemptedOnly += side.getLong(3);
      if (side.getBoolean(0)) {
        hosts = side.getLong(1);
      } else {
        outside = side.getLong(1);
        outsideSessions = side.getLong(2);
        outsideMatches = side.getLong(4);
      }
    }
    return new SessionTotals(
        new SessionCounts(gap, total, attemptedOnly),
        inside,
        hosts,
        outside,
        outsideMatches,
        outsideSessions,
        servicesInside(sessions));
  }

  /** A row for ours and one for others: clients, sessions, those of attempts only, flows. */
  private static List<Row> sides(Dataset<Row> sessions) {
    Column ours = col(SessionSchema.CLIENT_IS_OURS);
    return sessions
        .groupBy(ours, SessionSchema.column(SessionColumn.CLIENT_IP_ADDRESS))
        .agg(
            count(lit(1)).as("sessions"),
            sum(SessionSchema.column(SessionColumn.ATTEMPTED_ONLY)).as("attempted"),
            sum(SessionSchema.column(SessionColumn.FLOW_COUNT)).as("flows"))
        .groupBy(ours)
        .agg(count(lit(1)), sum(col("sessions")), sum(col("attempted")), sum(col("flows")))
        .collectAsList();
  }

  private static List<String> servicesInside(Dataset<Row> sessions) {
    return sessions
        .filter(col(SessionSchema.SERVICE_IS_INSIDE))
        .select(
            SessionSchema.column(SessionColumn.POOL_IP_ADDRESS),
            SessionSchema.column(SessionColumn.POOL_PORT),
            SessionSchema.column(SessionColumn.PROTOCOL_IDENTIFIER))
        .distinct()
        .collectAsList()
        .stream()
        .map(row -> HostTable.service(row.getString(0), row.getInt(1), row.getInt(2)))
        .sorted()
        .toList();
  }

  /** As a manifest says it. */
  ClientCounts clients() {
    return new ClientCounts(hosts, outside, outsideMatches, OptionalLong.of(servicesInside.size()));
  }
}
