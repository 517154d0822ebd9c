// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import io.minetrace.match.Activity;
import io.minetrace.match.Confidence;
import io.minetrace.match.SessionBuilder;
import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import io.minetrace.window.WindowFixture;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Rows of a result for tests, written as one would tell them; finished but for the session, which
 * {@link #inSessions} fills.
 */
public final class ResultRows {

  private static int ordinal;

  private final Object[] values = new Object[ResultColumn.values().length];

  private ResultRows() {
    Arrays.fill(values, null);
  }

  /** An established and confirmed flow to a pool named Pool; times as {@code 2026-05-02T10:00}. */
  public static ResultRows flow(String client, String pool, String start, String end) {
    ResultRows row = new ResultRows();
    Endpoint endpoint = Endpoint.parse(pool);
    row.set(ResultColumn.FLOW_START, WindowFixture.at(start));
    row.set(ResultColumn.FLOW_END, WindowFixture.at(end));
    row.set(ResultColumn.SOURCE_IP_ADDRESS, client);
    row.set(ResultColumn.DESTINATION_IP_ADDRESS, endpoint.address().toString());
    row.set(ResultColumn.SOURCE_TRANSPORT_PORT, 40000);
    row.set(ResultColumn.DESTINATION_TRANSPORT_PORT, endpoint.port());
    row.set(ResultColumn.PROTOCOL_IDENTIFIER, 6);
    row.set(ResultColumn.MINING_ROLE, "to_pool");
    row.set(ResultColumn.CLIENT_IP_ADDRESS, client);
    row.set(ResultColumn.POOL_IP_ADDRESS, endpoint.address().toString());
    row.set(ResultColumn.POOL_PORT, endpoint.port());
    row.set(ResultColumn.MINING_FQDNS, List.of());
    row.set(ResultColumn.COIN_BASIS, "observed");
    row.set(ResultColumn.WINDOW_ID, "0123456789abcdef");
    row.set(ResultColumn.WINDOW_FIRST_UP, 0L);
    row.set(ResultColumn.WINDOW_LAST_UP, WindowFixture.at("2027-01-01T00:00"));
    row.set(ResultColumn.INPUT_FILE, "00000000000000aa");
    row.set(ResultColumn.RECORD_ORDINAL, (long) ordinal++);
    row.set(ResultColumn.SNAPSHOT_ID, "cafe");
    row.set(ResultColumn.SCHEMA_VERSION, ResultRow.SCHEMA_VERSION);
    row.set(ResultColumn.SESSION_ID, "");
    return row.pool("Pool", "XMR")
        .confidence(Confidence.CONFIRMED, 99, "IN_WINDOW")
        .activity(Activity.ESTABLISHED);
  }

  private void set(ResultColumn column, Object value) {
    values[column.ordinal()] = value;
  }

  public ResultRows pool(String pool, String... coins) {
    set(ResultColumn.MINING_POOLS, pool.isEmpty() ? List.of() : List.of(pool));
    set(ResultColumn.MINING_COINS, List.of(coins));
    return this;
  }

  /** To a service of pools that cannot be told apart. */
  public ResultRows pools(String... pools) {
    set(ResultColumn.MINING_POOLS, List.of(pools));
    return this;
  }

  public ResultRows fqdns(String... fqdns) {
    set(ResultColumn.MINING_FQDNS, List.of(fqdns));
    return this;
  }

  /**
   * Of a session of any name; others are in sessions only when {@link #inSessions} puts them there.
   */
  public ResultRows session(String id) {
    set(ResultColumn.SESSION_ID, id);
    return this;
  }

  public ResultRows confidence(Confidence confidence, int score, String... reasons) {
    set(ResultColumn.MINING_CONFIDENCE, confidence.name());
    set(ResultColumn.MINING_SCORE, score);
    set(ResultColumn.MINING_REASONS, List.of(reasons));
    return this;
  }

  public ResultRows activity(Activity activity) {
    set(ResultColumn.MINING_ACTIVITY, activity.name());
    return this;
  }

  public ResultRows window(String from, String to) {
    set(ResultColumn.WINDOW_FIRST_UP, WindowFixture.at(from));
    set(ResultColumn.WINDOW_LAST_UP, WindowFixture.at(to));
    return this;
  }

  public ResultRows octets(long there, long back) {
    set(ResultColumn.OCTET_DELTA_COUNT, there);
    set(ResultColumn.REVERSE_OCTET_DELTA_COUNT, back);
    return this;
  }

  public ResultRow row() {
    return ResultRow.ofValues(values.clone());
  }

  /** The rows in order, each with its session. */
  public static List<ResultRow> inSessions(ResultRows... rows) {
    SessionBuilder sessions = new SessionBuilder(SessionBuilder.DEFAULT_GAP);
    return Arrays.stream(rows)
        .map(ResultRows::row)
        .sorted(ResultRow.ORDER)
        .map(
            row ->
                row.finished(
                    "cafe",
                    sessions.sessionOf(
                        IpAddress.parse(row.text(ResultColumn.CLIENT_IP_ADDRESS)),
                        Endpoint.tcp(
                            IpAddress.parse(row.text(ResultColumn.POOL_IP_ADDRESS)),
                            (int) row.number(ResultColumn.POOL_PORT)),
                        row.number(ResultColumn.FLOW_START),
                        row.number(ResultColumn.FLOW_END)),
                    null,
                    null,
                    Optional.empty()))
        .toList();
  }
}
