// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.probe.Observation;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/**
 * Keeps a partition ready for each month before observations of it are stored, of the past as of
 * the future: of what is stored now, the next months' are made as well. Threads may share it.
 *
 * <p>Observations find their place without it, in a partition that is wider; it is a matter of how
 * much a question about a time has to read. So a change that would have to wait for others, as for
 * a snapshot being written, is not made then; nor one that the user of the database may not make.
 */
final class ObservationMonths {

  private static final int MONTHS_AHEAD = 2;
  private static final int SECONDS_TO_WAIT = 5;
  private static final long DAY_MILLIS = 86_400_000L;
  private static final int LOCK_WAIT_TIMEOUT = 1205;
  private static final int ALTER_DENIED = 1142;

  /** Its name may have 64 characters, which a database's name alone may have. */
  private static final String LOCK = "CONCAT('minetrace ', MD5(DATABASE()))";

  private final DataSource dataSource;

  /** Months that have partitions, or that are not worth another try. */
  private final Set<YearMonth> ready = ConcurrentHashMap.newKeySet();

  ObservationMonths(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** To be called before the transaction that stores them: what is done here ends transactions. */
  void prepareFor(Collection<Observation> observations) {
    Set<YearMonth> months = new HashSet<>();
    long from = 0;
    long to = 0;
    for (Observation observation : observations) {
      // Most are of the month of the one before, and telling a month is not for free.
      if (observation.startedAt() < from || observation.startedAt() >= to) {
        YearMonth month = MonthlyPartitions.monthOf(observation.startedAt());
        months.add(month);
        from = MonthlyPartitions.start(month);
        to = MonthlyPartitions.start(month.plusMonths(1));
      }
    }
    if (!ready.containsAll(months)) {
      prepare(months);
    }
  }

  private synchronized void prepare(Set<YearMonth> months) {
    if (ready.containsAll(months)) {
      return;
    }
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      locked(
          statement,
          () -> {
            MonthlyPartitions now = read(statement);
            Set<YearMonth> wanted = new TreeSet<>(months);
            months.stream()
                .filter(MonthlyPartitions::isPlausible)
                .forEach(m -> add(now, m, wanted));
            for (String change : now.split(wanted)) {
              executeIfPossible(statement, change);
            }
          });
    } catch (SQLException e) {
      throw new IllegalStateException(
          "the observations' partitions cannot be changed: " + Catalog.oneLine(e), e);
    }
    ready.addAll(months);
  }

  /** Only ahead of everything: between months of the past nothing is to come. */
  private static void add(MonthlyPartitions now, YearMonth month, Set<YearMonth> wanted) {
    for (int ahead = 1; ahead <= MONTHS_AHEAD; ahead++) {
      YearMonth next = month.plusMonths(ahead);
      if (MonthlyPartitions.isPlausible(next) && now.holding(next).isLast()) {
        wanted.add(next);
      }
    }
  }

  private static void executeIfPossible(Statement statement, String change) throws SQLException {
    try {
      statement.execute("SET STATEMENT lock_wait_timeout=" + SECONDS_TO_WAIT + " FOR " + change);
    } catch (SQLException e) {
      if (e.getErrorCode() != LOCK_WAIT_TIMEOUT && e.getErrorCode() != ALTER_DENIED) {
        throw e;
      }
    }
  }

  private interface Change {
    void make() throws SQLException;
  }

  /**
   * One program at a time: two that split the same partition would meet a name that is gone.
   * Nothing is changed while another does so for long.
   */
  private static void locked(Statement statement, Change change) throws SQLException {
    boolean isOurs;
    try (ResultSet row =
        statement.executeQuery("SELECT GET_LOCK(" + LOCK + ", " + SECONDS_TO_WAIT + ") = 1")) {
      isOurs = row.next() && row.getBoolean(1);
    }
    if (isOurs) {
      try {
        change.make();
      } finally {
        statement.execute("DO RELEASE_LOCK(" + LOCK + ")");
      }
    }
  }

  /** Gives back the room of rows that have gone from months. */
  void shrink(Collection<YearMonth> observed) {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      locked(
          statement,
          () -> {
            for (MonthlyPartitions.Partition partition : read(statement).partitions()) {
              if (observed.stream().anyMatch(partition::holds)) {
                executeIfPossible(
                    statement, "ALTER TABLE observation REBUILD PARTITION " + partition.name());
              }
            }
          });
    } catch (SQLException e) {
      throw new IllegalStateException(
          "the observations' partitions cannot be changed: " + Catalog.oneLine(e), e);
    }
  }

  /**
   * Gives every month with observations its partition and makes one of what lies between, whatever
   * the partitions are now. Rows move, so it may take minutes; doing it again changes nothing.
   */
  static void arrange(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      locked(
          statement,
          () -> {
            Set<YearMonth> months = new TreeSet<>();
            for (MonthlyPartitions.Partition partition : read(statement).partitions()) {
              if (!partition.isMonth()) {
                months.addAll(monthsIn(statement, partition));
              }
            }
            for (String change : read(statement).split(months)) {
              statement.execute(change);
            }
            MonthlyPartitions split = read(statement);
            for (String change : split.merge(empty(statement, split))) {
              statement.execute(change);
            }
          });
    }
  }

  static MonthlyPartitions read(Statement statement) throws SQLException {
    List<MonthlyPartitions.Partition> partitions = new ArrayList<>();
    long from = Long.MIN_VALUE;
    try (ResultSet row =
        statement.executeQuery(
            "SELECT partition_name, partition_description FROM information_schema.partitions"
                + " WHERE table_schema = DATABASE() AND table_name = 'observation'"
                + " ORDER BY partition_ordinal_position")) {
      while (row.next()) {
        String bound = row.getString(2);
        long to = bound.equals("MAXVALUE") ? Long.MAX_VALUE : Long.parseLong(bound);
        partitions.add(new MonthlyPartitions.Partition(row.getString(1), from, to));
        from = to;
      }
    }
    return new MonthlyPartitions(partitions);
  }

  private static Set<YearMonth> monthsIn(Statement statement, MonthlyPartitions.Partition partition)
      throws SQLException {
    Set<YearMonth> months = new TreeSet<>();
    try (ResultSet row =
        statement.executeQuery(
            "SELECT DISTINCT FLOOR(started_at / "
                + DAY_MILLIS
                + ") FROM observation PARTITION ("
                + partition.name()
                + ")")) {
      while (row.next()) {
        months.add(MonthlyPartitions.monthOf(row.getLong(1) * DAY_MILLIS));
      }
    }
    return months;
  }

  private static List<String> empty(Statement statement, MonthlyPartitions partitions)
      throws SQLException {
    List<String> empty = new ArrayList<>();
    for (MonthlyPartitions.Partition partition : partitions.partitions()) {
      try (ResultSet row =
          statement.executeQuery(
              "SELECT 1 FROM observation PARTITION (" + partition.name() + ") LIMIT 1")) {
        if (!row.next()) {
          empty.add(partition.name());
        }
      }
    }
    return empty;
  }
}
