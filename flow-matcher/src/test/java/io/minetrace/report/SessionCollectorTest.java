// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report;

import static io.minetrace.report.ResultRows.flow;
import static org.assertj.core.api.Assertions.assertThat;

import io.minetrace.hash.Sha256;
import io.minetrace.match.Activity;
import io.minetrace.match.Confidence;
import io.minetrace.match.SessionBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SessionCollectorTest {

  private static final String HOST = "10.0.0.1";
  private static final String POOL = "192.0.2.20:3333";

  private static List<MiningSession> sessions(List<ResultRow> rows) throws IOException {
    List<MiningSession> sessions = new ArrayList<>();
    SessionCollector collector = new SessionCollector(SessionBuilder.DEFAULT_GAP, sessions::add);
    for (ResultRow row : rows) {
      collector.add(row);
    }
    collector.finish();
    assertThat(collector.given()).isEqualTo(sessions.size());
    return sessions;
  }

  @Test
  void recordsOfOneConnectionCutByTimeoutsAndReportedInBothDirectionsAreOneSession()
      throws IOException {
    List<MiningSession> sessions =
        sessions(
            ResultRows.inSessions(
                flow(HOST, POOL, "2026-05-02T10:00", "2026-05-02T10:30").octets(1000, 0),
                flow(HOST, POOL, "2026-05-02T10:00", "2026-05-02T10:20").octets(4000, 0),
                flow(HOST, POOL, "2026-05-02T10:40", "2026-05-02T11:00").octets(500, 7),
                flow(HOST, POOL, "2026-05-02T11:16", "2026-05-02T11:20")));
    assertThat(sessions).hasSize(2);
    MiningSession first = sessions.get(0);
    assertThat(first.tally().flows()).isEqualTo(3);
    assertThat(first.tally().octets()).isEqualTo(5507);
    assertThat(Duration.ofMillis(first.tally().activeMillis())).isEqualTo(Duration.ofMinutes(50));
    assertThat(Instant.ofEpochMilli(first.tally().lastSeen())).isEqualTo("2026-05-02T11:00:00Z");
    assertThat(sessions.get(1).start())
        .isEqualTo(Instant.parse("2026-05-02T11:16:00Z").toEpochMilli());
  }

  @Test
  void setsAreUnitedAndConfidenceScoreAndActivityAreTheBest() throws IOException {
    MiningSession session =
        sessions(
                ResultRows.inSessions(
                    flow(HOST, POOL, "2026-05-02T10:00", "2026-05-02T10:01")
                        .pool("B", "LTC")
                        .confidence(Confidence.POSSIBLE, 41, "MARGIN_CLOSED")
                        .activity(Activity.ATTEMPTED),
                    flow(HOST, POOL, "2026-05-02T10:02", "2026-05-02T10:03")
                        .pool("A", "DOGE", "LTC")
                        .confidence(Confidence.LIKELY, 80, "BRIDGED_MISS")
                        .activity(Activity.UNKNOWN)))
            .get(0);
    assertThat(session.pools()).containsExactly("A", "B");
    assertThat(session.tally().coins()).containsExactly("DOGE", "LTC");
    assertThat(session.tally().reasons()).containsExactly("BRIDGED_MISS", "MARGIN_CLOSED");
    assertThat(session.tally().confidence()).isEqualTo(Confidence.LIKELY);
    assertThat(session.tally().score()).isEqualTo(80);
    assertThat(session.tally().activity()).isEqualTo(Activity.ATTEMPTED);
    assertThat(session.tally().attemptedOnly()).isFalse();
  }

  @Test
  void aSessionOfRefusedAndUnansweredFlowsIsOnlyAnAttempt() throws IOException {
    MiningSession session =
        sessions(
                ResultRows.inSessions(
                    flow(HOST, POOL, "2026-05-02T10:00", "2026-05-02T10:00")
                        .activity(Activity.ATTEMPTED),
                    flow(HOST, POOL, "2026-05-02T10:02", "2026-05-02T10:02")
                        .activity(Activity.REFUSED)))
            .get(0);
    assertThat(session.tally().attemptedOnly()).isTrue();
  }

  /**
   * By the words of the specification: all rows of a key, sorted, cut where the gap is too long.
   */
  @Test
  void onePassGivesWhatSortingByKeyWouldWhateverLiesBetween() throws IOException {
    Random random = new Random(5);
    for (int round = 0; round < 50; round++) {
      List<ResultRows> flows = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        Instant start = Instant.parse("2026-05-01T00:00:00Z").plusSeconds(random.nextInt(400_000));
        // Swapped times and long flows over the cuts of short ones.
        Instant end =
            start.plusSeconds(random.nextInt(10) == 0 ? 20_000 : random.nextInt(900) - 60);
        flows.add(
            flow(
                "10.0.0." + random.nextInt(3),
                "192.0.2.20:" + (3333 + random.nextInt(3)),
                local(start),
                local(end)));
      }
      List<ResultRow> rows = ResultRows.inSessions(flows.toArray(new ResultRows[0]));
      List<String> found = new ArrayList<>();
      long before = Long.MIN_VALUE;
      for (MiningSession session : sessions(rows)) {
        assertThat(session.tally().lastSeen()).isGreaterThanOrEqualTo(before);
        before = session.tally().lastSeen();
        found.add(session.id() + " " + session.start() + " " + session.tally().flows());
      }
      assertThat(found).containsExactlyInAnyOrderElementsOf(expected(rows));
    }
  }

  private static String local(Instant time) {
    return time.toString().replace("Z", "");
  }

  private static List<String> expected(List<ResultRow> rows) {
    Map<String, List<ResultRow>> byKey = new TreeMap<>();
    for (ResultRow row : rows) {
      byKey
          .computeIfAbsent(
              row.text(ResultColumn.CLIENT_IP_ADDRESS)
                  + "|192.0.2.20|"
                  + row.number(ResultColumn.POOL_PORT)
                  + "|tcp|",
              key -> new ArrayList<>())
          .add(row);
    }
    List<String> sessions = new ArrayList<>();
    byKey.forEach(
        (key, own) -> {
          int first = 0;
          long end = Long.MIN_VALUE / 2;
          for (int i = 0; i <= own.size(); i++) {
            boolean last = i == own.size();
            long start = last ? Long.MAX_VALUE / 2 : own.get(i).number(ResultColumn.FLOW_START);
            if (i > 0 && start - end > SessionBuilder.DEFAULT_GAP.toMillis()) {
              long begun = own.get(first).number(ResultColumn.FLOW_START);
              sessions.add(Sha256.shortHex(key + begun) + " " + begun + " " + (i - first));
              first = i;
              end = Long.MIN_VALUE / 2;
            }
            end =
                last
                    ? end
                    : Math.max(end, Math.max(start, own.get(i).number(ResultColumn.FLOW_END)));
          }
        });
    return sessions;
  }

  @Test
  void monthsOfSessionsHoldNoMoreThanThoseThatRunAtATime() throws IOException {
    SessionCollector collector = new SessionCollector(SessionBuilder.DEFAULT_GAP, session -> {});
    ResultRow pattern = flow(HOST, POOL, "2026-05-02T10:00", "2026-05-02T10:01").row();
    int most = 0;
    for (int i = 0; i < 50_000; i++) {
      Object[] values = new Object[ResultColumn.values().length];
      for (ResultColumn column : ResultColumn.values()) {
        values[column.ordinal()] = pattern.value(column).orElse(null);
      }
      values[ResultColumn.FLOW_START.ordinal()] = i * 60_000L;
      values[ResultColumn.FLOW_END.ordinal()] = i * 60_000L + 1000;
      values[ResultColumn.SESSION_ID.ordinal()] = "session" + i;
      collector.add(ResultRow.ofValues(values));
      most = Math.max(most, collector.held());
    }
    assertThat(most).isLessThan(20);
  }

  @Test
  void bothSyntaxesHaveTheSameColumnsInOrder() throws IOException {
    List<MiningSession> sessions =
        sessions(
            ResultRows.inSessions(
                flow(HOST, POOL, "2026-05-02T10:00", "2026-05-02T10:30")
                    .pool("=1+1, \"x\"", "BTC", "LTC")
                    .octets(1, 2)));
    List<String> csv = written(ResultFormat.CSV, sessions).lines().toList();
    List<String> ndjson = written(ResultFormat.NDJSON, sessions).lines().toList();
    assertThat(csv.get(0))
        .startsWith("session_id,client_ip_address,pool_ip_address,pool_port,protocol_identifier,")
        .endsWith(",snapshot_id,schema_version");
    assertThat(csv.get(1))
        .contains(
            ",10.0.0.1,192.0.2.20,3333,6,2026-05-02T10:00:00.000Z,2026-05-02T10:30:00.000Z,1800000,1,3,0,"
                + "\"=1+1, \"\"x\"\"\",BTC|LTC,,observed,CONFIRMED,ESTABLISHED,0,IN_WINDOW,99,");
    assertThat(ndjson).hasSize(1);
    assertThat(ndjson.get(0))
        .startsWith("{\"session_id\":\"")
        .contains("\"session_start\":1777716000000,\"session_end\":1777717800000,")
        .contains("\"mining_coins\":[\"BTC\",\"LTC\"]")
        .endsWith(",\"snapshot_id\":\"cafe\",\"schema_version\":1}");
  }

  private static String written(ResultFormat format, List<MiningSession> sessions)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (SessionWriter writer = SessionWriter.start(format, out)) {
      for (MiningSession session : sessions) {
        writer.write(session);
      }
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
