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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

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
  private static final int INSERTED_COLUMNS = 33;

  // What need not be there is never bound as null: see ManyRows.insertBulk.
  private static final long NO_NUMBER = Long.MIN_VALUE;
  private static final double NO_MEASURE = -Double.MAX_VALUE;
  private static final long NO_ID = 0;
  private static final byte[] NO_HASH = {};

  private static final String INSERT =
      """
      INSERT INTO observation (endpoint_id, started_at, vantage_id, prober_id, ended_at,
        connected_at, first_byte_at, interval_ms, confirms, name_id, verdict, reach, channel, tls_id,
        dialogue, evidence, protocols, software, coins_declared, coins_found, coin_rule,
        coin_confidence, algorithm, height, difficulty, block_hash, merged_mining, pool_tag,
        discovered, bytes_sent, bytes_received, transcript_sha256, source)
      VALUES (?, ?, ?, NULLIF(?, 0), ?,
        NULLIF(?, -9223372036854775808), NULLIF(?, -9223372036854775808), ?, ?, NULLIF(?, 0), ?, ?,
        ?, NULLIF(?, 0),
        ?, ?, ?, ?, ?, ?, ?,
        ?, ?, NULLIF(?, -9223372036854775808), NULLIF(?, -1.7976931348623157E308), NULLIF(?, ''), ?,
        ?, ?, ?, ?, ?, ?)
      """;

  private static final String INSERT_UNLESS_THERE =
      INSERT + " ON DUPLICATE KEY UPDATE endpoint_id = endpoint_id";

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
    ManyRows rows = new ManyRows(INSERTED_COLUMNS);
    observations.forEach(observation -> rows.add(row(identities, observation, source)));
    handle.savepoint(BEFORE_INSERT);
    try {
      rows.insertBulk(handle, INSERT);
      return observations;
    } catch (SQLException e) {
      if (e.getErrorCode() == DUPLICATE_KEY) {
        handle.rollbackToSavepoint(BEFORE_INSERT);
        return appendEach(handle, identities, observations, source);
      }
      throw new IllegalStateException("observations cannot be stored: " + Catalog.oneLine(e), e);
    }
  }

  /** Tells the new ones from those that are there already. */
  private static List<Observation> appendEach(
      Handle handle, Identities identities, List<Observation> observations, String source) {
    PreparedBatch batch = handle.prepareBatch(INSERT_UNLESS_THERE);
    observations.forEach(observation -> batch.add(row(identities, observation, source)));
    int[] changed = batch.execute();
    List<Observation> appended = new ArrayList<>();
    for (int i = 0; i < changed.length; i++) {
      if (changed[i] > 0) {
        appended.add(observations.get(i));
      }
    }
    return appended;
  }

  /** In the order of the columns of the statement. */
  private static Object[] row(Identities identities, Observation o, String source) {
    return new Object[] {
      identities.endpoint(o.endpoint()),
      o.startedAt(),
      identities.vantage(o.vantage()),
      o.prober().isEmpty() ? NO_ID : identities.prober(o.prober()),
      o.endedAt(),
      o.connectedAt().orElse(NO_NUMBER),
      o.firstByteAt().orElse(NO_NUMBER),
      o.intervalMillis(),
      o.confirms() ? 1 : 0,
      o.fqdn().map(identities::name).orElse(NO_ID),
      o.verdict().name(),
      o.reach().name(),
      o.channel().name(),
      o.tls().map(identities::tls).orElse(NO_ID),
      o.dialogue().name(),
      o.evidence().name(),
      SqlForms.words(o.protocols(), PROTOCOLS_LENGTH),
      SqlForms.cut(o.software(), SOFTWARE_LENGTH),
      SqlForms.words(o.coinsDeclared(), COINS_LENGTH),
      SqlForms.words(o.coin().coins(), COINS_LENGTH),
      SqlForms.cut(o.coin().rule(), RULE_LENGTH),
      o.coin().isEmpty() ? "" : o.coin().confidence().name(),
      SqlForms.cut(o.work().algorithm(), ALGORITHM_LENGTH),
      o.work().height().orElse(NO_NUMBER),
      o.work().difficulty().orElse(NO_MEASURE),
      o.work().block().map(SqlForms::hash).orElse(NO_HASH),
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
