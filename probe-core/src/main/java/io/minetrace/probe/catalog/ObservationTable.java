// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.net.Endpoint;
import io.minetrace.probe.Bytes;
import io.minetrace.probe.CoinConfidence;
import io.minetrace.probe.CoinFinding;
import io.minetrace.probe.DialogueOutcome;
import io.minetrace.probe.Observation;
import io.minetrace.probe.Reach;
import io.minetrace.probe.TlsFacts;
import io.minetrace.probe.WorkFacts;
import io.minetrace.probe.ledger.LedgerEntry;
import io.minetrace.probe.ledger.ServiceState;
import io.minetrace.window.Channel;
import io.minetrace.window.Evidence;
import io.minetrace.window.Verdict;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** The observations as rows. Appended, never changed: the first to come under a key stays. */
final class ObservationTable {

  /** No visit takes longer, so one that ended after t started after t less this. */
  static final long LONGEST_VISIT_MILLIS = Catalog.LONGEST_VISIT_MILLIS;

  static final int SOFTWARE_LENGTH = 190;
  static final int COINS_LENGTH = 500;
  private static final int PROTOCOLS_LENGTH = 400;
  private static final int DISCOVERED_LENGTH = 500;
  private static final int RULE_LENGTH = 64;
  private static final int ALGORITHM_LENGTH = 64;
  private static final int MERGED_MINING_LENGTH = 32;
  private static final int NAME_LENGTH = 190;

  private static final int ROWS_AT_A_TIME = 10_000;
  private static final String BEFORE_INSERT = "before_insert";

  private static final int DUPLICATE_KEY = 1062;

  private static final String COLUMNS =
      """
      o.started_at, v.name AS vantage, COALESCE(b.version, '') AS prober, o.ended_at,
      o.connected_at, o.first_byte_at, o.interval_ms, o.confirms, n.fqdn, o.reach, o.channel,
      t.version AS tls_version, t.sni, HEX(t.leaf_sha256) AS leaf, t.names, t.not_before,
      t.not_after, o.dialogue, o.evidence, o.protocols, o.software, o.coins_declared, o.coins_found,
      o.coin_rule, o.coin_confidence, o.algorithm, o.height, o.difficulty,
      HEX(o.block_hash) AS block_hash, o.merged_mining, o.pool_tag, o.discovered, o.bytes_sent, o.bytes_received,
      o.transcript_sha256
      FROM observation o
      JOIN vantage v ON v.id = o.vantage_id
      LEFT JOIN prober b ON b.id = o.prober_id
      LEFT JOIN tls t ON t.id = o.tls_id
      LEFT JOIN name n ON n.id = o.name_id
      """;

  private ObservationTable() {}

  /**
   * Appends observations.
   *
   * @return those that were not there already
   */
  static List<Observation> append(
      Handle handle, Identities identities, List<Observation> observations, String source) {
    if (observations.isEmpty()) {
      return List.of();
    }
    List<Object[]> rows = new ArrayList<>();
    Numbers numbers = new Numbers(identities);
    observations.forEach(observation -> rows.add(row(numbers, observation, source)));
    handle.savepoint(BEFORE_INSERT);
    try {
      ObservationInsert.insert(handle, rows, ObservationInsert.Known.REFUSE);
      return observations;
    } catch (SQLException e) {
      if (e.getErrorCode() == DUPLICATE_KEY) {
        handle.rollbackToSavepoint(BEFORE_INSERT);
        return appendUnknown(handle, observations, rows);
      }
      throw unstorable(e);
    }
  }

  private static IllegalStateException unstorable(SQLException e) {
    return new IllegalStateException("observations cannot be stored: " + Catalog.oneLine(e), e);
  }

  /** What tells an observation from every other. */
  private record Key(long endpointId, long startedAt, long vantageId) {

    static Key of(Object[] row) {
      return new Key((Long) row[0], (Long) row[1], (Long) row[2]);
    }
  }

  /** Tells the new ones from those that are there already, and appends them. */
  private static List<Observation> appendUnknown(
      Handle handle, List<Observation> observations, List<Object[]> rows) {
    Set<Key> known = known(handle, rows);
    List<Observation> appended = new ArrayList<>();
    List<Object[]> unknown = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      if (known.add(Key.of(rows.get(i)))) {
        appended.add(observations.get(i));
        unknown.add(rows.get(i));
      }
    }
    if (!unknown.isEmpty()) {
      try {
        // Another program may have come first in between.
        ObservationInsert.insert(handle, unknown, ObservationInsert.Known.LEAVE);
      } catch (SQLException e) {
        throw unstorable(e);
      }
    }
    return appended;
  }

  /** The observations that are there of the endpoints and the time of some. */
  private static Set<Key> known(Handle handle, List<Object[]> rows) {
    SortedMap<Long, LongSummaryStatistics> starts = new TreeMap<>();
    for (Object[] row : rows) {
      starts
          .computeIfAbsent((Long) row[0], id -> new LongSummaryStatistics())
          .accept((Long) row[1]);
    }
    List<String> ranges = new ArrayList<>();
    starts.forEach(
        (id, times) ->
            ranges.add(
                "(endpoint_id = "
                    + id
                    + " AND started_at BETWEEN "
                    + times.getMin()
                    + " AND "
                    + times.getMax()
                    + ")"));
    Set<Key> known = new HashSet<>();
    OneTimeQuery.each(
        handle,
        "SELECT endpoint_id, started_at, vantage_id FROM observation FORCE INDEX (PRIMARY) WHERE "
            + String.join(" OR ", ranges),
        row ->
            known.add(
                new Key(
                    row.getLong("endpoint_id"),
                    row.getLong("started_at"),
                    row.getLong("vantage_id"))));
    return known;
  }

  /**
   * The numbers of what observations mention, which in an imported history is the same as in the
   * one before.
   */
  private static final class Numbers {

    private final Identities identities;
    private Endpoint endpoint;
    private long endpointId;
    private String fqdn;
    private long nameId;

    Numbers(Identities identities) {
      this.identities = identities;
    }

    // Whether it is the same object: comparing costs more than asking.
    @SuppressWarnings("ReferenceEquality")
    long endpoint(Endpoint asked) {
      if (asked != endpoint) {
        endpointId = identities.endpoint(asked);
        endpoint = asked;
      }
      return endpointId;
    }

    @SuppressWarnings({"ReferenceEquality", "StringEquality"})
    long name(String asked) {
      if (asked != fqdn) {
        nameId = identities.name(asked);
        fqdn = asked;
      }
      return nameId;
    }
  }

  /** In the order of the columns of the statement. */
  private static Object[] row(Numbers numbers, Observation o, String source) {
    Identities identities = numbers.identities;
    return new Object[] {
      numbers.endpoint(o.endpoint()),
      o.startedAt(),
      identities.vantage(o.vantage()),
      o.prober().isEmpty() ? ObservationInsert.NO_ID : identities.prober(o.prober()),
      o.endedAt(),
      o.connectedAt().orElse(ObservationInsert.NO_NUMBER),
      o.firstByteAt().orElse(ObservationInsert.NO_NUMBER),
      o.intervalMillis(),
      o.confirms() ? 1 : 0,
      o.fqdn().map(numbers::name).orElse(ObservationInsert.NO_ID),
      o.verdict().name(),
      o.reach().name(),
      o.channel().name(),
      o.tls().map(identities::tls).orElse(ObservationInsert.NO_ID),
      o.dialogue().name(),
      o.evidence().name(),
      SqlForms.words(o.protocols(), PROTOCOLS_LENGTH),
      SqlForms.cut(o.software(), SOFTWARE_LENGTH),
      SqlForms.words(o.coinsDeclared(), COINS_LENGTH),
      SqlForms.words(o.coin().coins(), COINS_LENGTH),
      SqlForms.cut(o.coin().rule(), RULE_LENGTH),
      o.coin().isEmpty() ? "" : o.coin().confidence().name(),
      SqlForms.cut(o.work().algorithm(), ALGORITHM_LENGTH),
      o.work().height().orElse(ObservationInsert.NO_NUMBER),
      o.work().difficulty().orElse(ObservationInsert.NO_MEASURE),
      o.work().block().map(SqlForms::hash).orElse(ObservationInsert.NO_HASH),
      SqlForms.words(o.work().mergedMining(), MERGED_MINING_LENGTH),
      SqlForms.cut(o.work().poolTag(), NAME_LENGTH),
      SqlForms.words(o.discovered(), DISCOVERED_LENGTH),
      o.bytesSent(),
      o.bytesReceived(),
      o.transcriptSha256(),
      SqlForms.cut(source, NAME_LENGTH)
    };
  }

  /** Whether nothing of an observation that windows are made of is cut when it is stored. */
  static boolean isKeptWhole(Observation o) {
    return o.software().length() <= SOFTWARE_LENGTH
        && SqlForms.set(o.protocols()).length() <= PROTOCOLS_LENGTH
        && SqlForms.set(o.coinsDeclared()).length() <= COINS_LENGTH
        && SqlForms.set(o.coin().coins()).length() <= COINS_LENGTH;
  }

  /** What takes an endpoint's observations, in no order. */
  @FunctionalInterface
  interface EntriesReader {
    void read(long endpointId, List<LedgerEntry> entries);
  }

  /**
   * Reads, one endpoint after another, what the fold needs of the observations that ended at an
   * instant or later. The answer may be longer than memory, one endpoint's part of it is not.
   *
   * @param instants by number of the endpoint
   */
  static void entriesSince(Handle handle, SortedMap<Long, Long> instants, EntriesReader reader) {
    if (instants.isEmpty()) {
      return;
    }
    Map<Long, String> vantages = new HashMap<>();
    OneTimeQuery.each(
        handle,
        "SELECT id, name FROM vantage",
        row -> vantages.put(row.getLong("id"), row.getString("name")));
    PackedEntries joined = PackedEntries.joinedTo(handle, instants, vantages, reader);
    SortedMap<Long, List<LedgerEntry>> current = new TreeMap<>();
    OneTimeQuery.eachOfMany(
        handle,
        "SELECT endpoint_id, vantage_id, ended_at, interval_ms, confirms, verdict, channel, evidence,"
            + " protocols, software, coins_declared, coins_found, coin_rule, coin_confidence"
            + " FROM observation FORCE INDEX (PRIMARY) WHERE "
            + startedSince(instants)
            + " ORDER BY endpoint_id",
        ROWS_AT_A_TIME,
        row -> {
          long id = row.getLong("endpoint_id");
          if (!current.isEmpty() && current.firstKey() != id) {
            current.forEach(joined::read);
            current.clear();
          }
          if (row.getLong("ended_at") >= instants.get(id)) {
            current.computeIfAbsent(id, key -> new ArrayList<>()).add(entry(row, vantages));
          }
        });
    current.forEach(joined::read);
    joined.readRest();
  }

  /** Ranges of the primary key, and so of the partitions. */
  private static String startedSince(Map<Long, Long> instants) {
    List<String> ranges = new ArrayList<>();
    List<Long> whole = new ArrayList<>();
    instants.forEach(
        (id, instant) -> {
          if (instant < Long.MIN_VALUE + LONGEST_VISIT_MILLIS) {
            whole.add(id);
          } else {
            ranges.add(
                "(endpoint_id = "
                    + id
                    + " AND started_at >= "
                    + (instant - LONGEST_VISIT_MILLIS)
                    + ")");
          }
        });
    if (!whole.isEmpty()) {
      ranges.add("endpoint_id IN (" + OneTimeQuery.list(whole) + ")");
    }
    return String.join(" OR ", ranges);
  }

  private static LedgerEntry entry(ResultSet row, Map<Long, String> vantages) throws SQLException {
    return new LedgerEntry(
        row.getLong("ended_at"),
        vantages.get(row.getLong("vantage_id")),
        Verdict.valueOf(row.getString("verdict")),
        Evidence.valueOf(row.getString("evidence")),
        row.getLong("interval_ms"),
        row.getInt("confirms") != 0,
        ServiceState.of(
            SqlForms.set(row.getString("coins_declared")),
            coin(row),
            SqlForms.set(row.getString("protocols")),
            Channel.valueOf(row.getString("channel")),
            row.getString("software")));
  }

  /** The last observation of an endpoint that started before an instant. */
  static Optional<Observation> lastBefore(
      Handle handle, Endpoint endpoint, long endpointId, long instant) {
    return handle
        .createQuery(
            "SELECT "
                + COLUMNS
                + " WHERE o.endpoint_id = :id AND o.started_at < :instant"
                + " ORDER BY o.started_at DESC, o.vantage_id DESC LIMIT 1")
        .bind("id", endpointId)
        .bind("instant", instant)
        .map((row, context) -> observation(row, endpoint))
        .findOne();
  }

  private static Observation observation(ResultSet row, Endpoint endpoint) throws SQLException {
    return new Observation(
        endpoint,
        Optional.ofNullable(row.getString("fqdn")),
        row.getString("vantage"),
        row.getString("prober"),
        row.getLong("started_at"),
        optional(row, "connected_at"),
        optional(row, "first_byte_at"),
        row.getLong("ended_at"),
        row.getLong("interval_ms"),
        row.getInt("confirms") != 0,
        Reach.valueOf(row.getString("reach")),
        Channel.valueOf(row.getString("channel")),
        DialogueOutcome.valueOf(row.getString("dialogue")),
        Evidence.valueOf(row.getString("evidence")),
        SqlForms.set(row.getString("protocols")),
        row.getString("software"),
        SqlForms.set(row.getString("coins_declared")),
        coin(row),
        work(row),
        tls(row),
        SqlForms.set(row.getString("discovered")),
        row.getLong("bytes_sent"),
        row.getLong("bytes_received"),
        Bytes.EMPTY,
        row.getString("transcript_sha256"));
  }

  private static CoinFinding coin(ResultSet row) throws SQLException {
    List<String> found = SqlForms.set(row.getString("coins_found"));
    return found.isEmpty()
        ? CoinFinding.NONE
        : new CoinFinding(
            found,
            row.getString("coin_rule"),
            CoinConfidence.valueOf(row.getString("coin_confidence")));
  }

  private static WorkFacts work(ResultSet row) throws SQLException {
    double difficulty = row.getDouble("difficulty");
    OptionalDouble measured =
        row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(difficulty);
    return new WorkFacts(
        row.getString("algorithm"),
        optional(row, "height"),
        measured,
        Optional.ofNullable(row.getString("block_hash")).map(SqlForms::lowerCase),
        SqlForms.set(row.getString("merged_mining")),
        row.getString("pool_tag"));
  }

  private static Optional<TlsFacts> tls(ResultSet row) throws SQLException {
    if (row.getString("tls_version") == null) {
      return Optional.empty();
    }
    return Optional.of(
        new TlsFacts(
            row.getString("tls_version"),
            Optional.of(row.getString("sni")).filter(sni -> !sni.isEmpty()),
            SqlForms.lowerCase(row.getString("leaf")),
            SqlForms.set(row.getString("names")),
            row.getLong("not_before"),
            row.getLong("not_after")));
  }

  private static OptionalLong optional(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
  }
}
