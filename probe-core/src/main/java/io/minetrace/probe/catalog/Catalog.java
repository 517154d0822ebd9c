// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import io.minetrace.probe.Observation;
import io.minetrace.probe.catalog.server.DatabaseUnavailableException;
import io.minetrace.probe.catalog.server.EmbeddedServer;
import io.minetrace.snapshot.WindowChange;
import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.CalibrationCell;
import io.minetrace.window.CoverageSpan;
import io.minetrace.window.JdbcWindows;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.YearMonth;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/**
 * The catalog, open. Threads may share it. What a method that changes something returns from, is in
 * the database; what it throws from, is not, as a whole.
 */
public final class Catalog implements AutoCloseable {

  /** No visit takes longer: observations are looked for by their start. */
  public static final long LONGEST_VISIT_MILLIS = 10 * 60_000L;

  private static final int POOL_SIZE = 8;
  private static final int CONNECT_MILLIS = 10_000;
  private static final int FOLDS_A_TRANSACTION = 64;
  private static final int ALL_HITS = 1_000_000;

  private final Optional<EmbeddedServer> server;
  private final HikariDataSource dataSource;
  private final Jdbi jdbi;
  private final Attempts attempts = Attempts.real();
  private final Identities identities;
  private final ObservationMonths months;
  private final List<Runnable> beforeExit = new CopyOnWriteArrayList<>();
  private final Thread atExit = new Thread(this::endWithTheProgram, "catalog, at exit");

  private Catalog(Optional<EmbeddedServer> server, HikariDataSource dataSource) {
    this.server = server;
    this.dataSource = dataSource;
    this.jdbi = Jdbi.create(dataSource);
    this.identities = new Identities(jdbi, attempts);
    this.months = new ObservationMonths(dataSource);
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /**
   * Opens the catalog; starts the embedded server where there is no other, and brings the schema up
   * to date.
   *
   * @throws DatabaseUnavailableException if there is no database to be used
   */
  public static Catalog open(DatabaseLocation location) {
    LibraryLoggers.quieten();
    if (location instanceof DatabaseLocation.Embedded embedded) {
      EmbeddedServer server = EmbeddedServer.start(embedded.dataDirectory(), embedded.choice());
      boolean opened = false;
      try {
        Catalog catalog =
            connect(
                Optional.of(server),
                new DatabaseLocation.Remote(server.url(), EmbeddedServer.USER, server.password()));
        opened = true;
        return catalog;
      } finally {
        if (!opened) {
          server.close();
        }
      }
    }
    return connect(Optional.empty(), (DatabaseLocation.Remote) location);
  }

  private static Catalog connect(
      Optional<EmbeddedServer> server, DatabaseLocation.Remote location) {
    Properties options = options(location);
    try (Connection connection = DriverManager.getConnection(location.url(), options)) {
      refuseOtherDatabases(connection, location);
    } catch (SQLException e) {
      throw new DatabaseUnavailableException(
          "cannot use the database at " + location.printableUrl() + ": " + oneLine(e),
          "is it running, and are user and password right? Without --db an embedded one is used",
          e);
    }
    HikariConfig config = new HikariConfig();
    config.setPoolName("catalog");
    config.setJdbcUrl(location.url());
    config.setDataSourceProperties(options);
    config.setMaximumPoolSize(POOL_SIZE);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(CONNECT_MILLIS);
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    HikariDataSource dataSource = new HikariDataSource(config);
    boolean opened = false;
    try {
      Schema.migrate(dataSource);
      BuilderTable.put(dataSource);
      opened = true;
      return new Catalog(server, dataSource);
    } finally {
      if (!opened) {
        dataSource.close();
      }
    }
  }

  private static Properties options(DatabaseLocation.Remote location) {
    Properties options = new Properties();
    options.setProperty("user", location.user());
    options.setProperty("password", location.password());
    options.setProperty("connectTimeout", Integer.toString(CONNECT_MILLIS));
    // A row that was there already counts 0 and a new one 1: imports tell them apart by it.
    options.setProperty("useAffectedRows", "true");
    options.setProperty("useBulkStmts", "false");
    // Those that say what to do with a row that is there are no inserts in the driver's eyes.
    options.setProperty("useBulkStmtsForInserts", "true");
    return options;
  }

  private static void refuseOtherDatabases(Connection connection, DatabaseLocation.Remote location)
      throws SQLException {
    String product = connection.getMetaData().getDatabaseProductName();
    int major = connection.getMetaData().getDatabaseMajorVersion();
    int minor = connection.getMetaData().getDatabaseMinorVersion();
    if (!product.equals("MariaDB") || major < 10 || (major == 10 && minor < 11)) {
      throw new DatabaseUnavailableException(
          location.printableUrl()
              + ": "
              + product
              + " "
              + connection.getMetaData().getDatabaseProductVersion()
              + " (expected: MariaDB 10.11 or later)",
          "");
    }
  }

  static String oneLine(SQLException exception) {
    String message = String.valueOf(exception.getMessage());
    return message.lines().findFirst().orElse("").strip();
  }

  /**
   * Stores observations of the daemon's and folds the windows of their endpoints, in one
   * transaction: when this returns, both are in the database.
   *
   * @return how many were not there already
   */
  public int store(List<Observation> observations) {
    remember(observations);
    return inTransaction(
        handle -> {
          Stored stored = store(handle, observations);
          LockedEndpoints.keep(handle, stored.newest());
          return stored.added();
        });
  }

  /** As {@link #store}, and notes when the endpoints are due next. */
  public int storeVisits(List<PlannedVisit> visits) {
    List<Observation> observations = visits.stream().map(PlannedVisit::observation).toList();
    remember(observations);
    return inTransaction(
        handle -> {
          Stored stored = store(handle, observations);
          ScheduleTable.visited(handle, identities, visits, stored.newest());
          return stored.added();
        });
  }

  /**
   * What storing has come to.
   *
   * @param newest what the rows of the endpoints are still to be told
   */
  private record Stored(int added, SortedMap<Long, LockedEndpoints.Newest> newest) {}

  private Stored store(Handle handle, List<Observation> observations) {
    VisitedNames visited = new VisitedNames();
    observations.forEach(visited::add);
    NameTable.link(handle, identities, visited.links());
    LockedEndpoints locked = lock(handle, observations);
    List<Observation> appended = appendUnpacked(handle, observations, "probe");
    WindowTable.Changes windows = QuickFolding.fold(handle, identities, appended, locked);
    windows.dropFormerTranscripts();
    return new Stored(
        appended.size(), TranscriptTable.keep(handle, identities, appended, locked, windows));
  }

  /**
   * Locks the endpoints before it is asked which of their observations are packed: what is packed
   * meanwhile would be appended a second time.
   */
  private LockedEndpoints lock(Handle handle, List<Observation> observations) {
    return LockedEndpoints.lock(
        handle,
        observations.stream()
            .map(Observation::endpoint)
            .distinct()
            .map(identities::endpoint)
            .toList());
  }

  /**
   * Appends observations of an imported history; when all of it is there, {@link #addVisits} and
   * {@link #foldAll} are due.
   *
   * @param source where they come from
   * @return how many were not there already
   */
  public int append(List<Observation> observations, String source) {
    remember(observations);
    return inTransaction(handle -> append(handle, observations, source).size());
  }

  /** As {@link #append}, and keeps the transcripts that those bring which were not there. */
  public int appendWithTranscripts(List<Observation> observations, String source) {
    remember(observations);
    return inTransaction(
        handle -> {
          List<Observation> appended = append(handle, observations, source);
          TranscriptTable.keepAll(handle, identities, appended);
          return appended.size();
        });
  }

  /**
   * Stores whole histories of endpoints, as they are imported, with their transcripts, and folds
   * them: where nothing was known of an endpoint before, without reading any of it again. Names by
   * which they were visited are to be there, by {@link #addVisits}.
   *
   * @param histories all that is to be imported of some endpoints
   * @return how many were not there already
   */
  public int storeHistories(List<Observation> histories, String source) {
    remember(histories);
    return inTransaction(
        handle -> {
          LockedEndpoints locked = lock(handle, histories);
          List<Observation> appended = appendUnpacked(handle, histories, source);
          var unused = QuickFolding.fold(handle, identities, appended, locked);
          TranscriptTable.keepAll(handle, identities, appended);
          LockedEndpoints.keep(handle, locked.after(identities, appended));
          return appended.size();
        });
  }

  private List<Observation> append(Handle handle, List<Observation> observations, String source) {
    var unused = lock(handle, observations);
    List<Observation> appended = appendUnpacked(handle, observations, source);
    Folding.mark(handle, identities, appended);
    return appended;
  }

  private List<Observation> appendUnpacked(
      Handle handle, List<Observation> observations, String source) {
    List<Observation> others = RunTable.without(handle, identities, observations);
    return ObservationTable.append(
        handle, identities, BlockTable.tie(handle, identities, others), source);
  }

  /** Numbers are given, and places made, before the transaction that uses them begins. */
  private void remember(List<Observation> observations) {
    months.prepareFor(observations);
    identities.learn(observations.stream().map(Observation::endpoint).distinct().toList());
    observations.stream().map(Observation::vantage).distinct().forEach(identities::vantage);
    observations.stream()
        .flatMap(observation -> observation.fqdn().stream())
        .distinct()
        .forEach(identities::name);
    observations.stream()
        .flatMap(observation -> observation.tls().stream())
        .distinct()
        .forEach(identities::tls);
    observations.stream()
        .map(Observation::prober)
        .filter(prober -> !prober.isEmpty())
        .distinct()
        .forEach(identities::prober);
  }

  /**
   * Brings all windows up to date that are behind.
   *
   * @param progress told how many endpoints have been folded so far
   */
  public void foldAll(LongConsumer progress) {
    long folded = 0;
    List<Long> behind = read(h -> Folding.behind(h, FOLDS_A_TRANSACTION));
    while (!behind.isEmpty()) {
      List<Long> batch = behind;
      inTransaction(
          handle -> {
            Folding.fold(handle, batch);
            return null;
          });
      folded += batch.size();
      progress.accept(folded);
      behind = read(h -> Folding.behind(h, FOLDS_A_TRANSACTION));
    }
  }

  /**
   * Recomputes windows from the observations and doubts they rest on. Interrupted, it has changed
   * all of an endpoint's windows or none.
   *
   * @param changes told how each window that differs does; when applied, after it has been
   * @param progress told how many endpoints have been looked at so far
   */
  public RebuildReport rebuild(
      RebuildScope scope, RebuildMode mode, Consumer<WindowChange> changes, LongConsumer progress) {
    RebuildReport report = RebuildReport.NONE;
    Rebuilding.Part part = rebuildNext(scope, mode, 0);
    while (!part.isEnd()) {
      part.changes().forEach(changes);
      report = report.and(part.report());
      progress.accept(report.endpoints());
      part = rebuildNext(scope, mode, part.last());
    }
    return report;
  }

  private Rebuilding.Part rebuildNext(RebuildScope scope, RebuildMode mode, long after) {
    return switch (mode) {
      case APPLY -> inTransaction(handle -> Rebuilding.next(handle, scope, mode, after));
      case COMPARE -> readAsOfOneMoment(handle -> Rebuilding.next(handle, scope, mode, after));
    };
  }

  /**
   * Says what leaves by an order; with {@link RebuildMode#APPLY} it does. Windows stay as they are,
   * and so does what is recomputed of them, measured, or written as a snapshot. Interrupted, some
   * has gone, which is on record, and the rest goes when it is ordered again.
   *
   * @param progress told how many endpoints, or names, have been looked at so far
   */
  public PruneReport prune(PruneOrder order, RebuildMode mode, LongConsumer progress) {
    return new Prunes(this, order, mode, progress).run();
  }

  /** What has left by retention, the earliest first. */
  public List<PruneEntry> prunes() {
    return read(PruneTable::all);
  }

  /** Makes the files of months as small as what is left in them. */
  void shrink(Collection<YearMonth> observed) {
    months.shrink(observed);
  }

  /** Keeps on record that a snapshot has left the catalog. */
  public void released(SnapshotRelease release) {
    inTransaction(
        handle -> {
          ReleaseTable.add(handle, release);
          return null;
        });
  }

  /** Every snapshot that has left the catalog, the first first. */
  public List<SnapshotRelease> releases() {
    return read(ReleaseTable::all);
  }

  /**
   * Takes a pool, FQDN, FQDN:PORT or ADDRESS:PORT out of use: it is not visited any more and leaves
   * the lists, but no window of the past.
   *
   * @param at since when
   * @return as it was entered; empty if it was retired already
   * @throws IllegalArgumentException if the catalog has no such thing; it says what comes near
   */
  public Optional<Retirement> retire(
      String what, long at, String why, String decidedBy, long decidedAt) {
    return retire(what, false, at, why, decidedBy, decidedAt);
  }

  /** Takes a retirement back, as {@link #retire}; empty if none held. */
  public Optional<Retirement> unretire(
      String what, long at, String why, String decidedBy, long decidedAt) {
    return retire(what, true, at, why, decidedBy, decidedAt);
  }

  private Optional<Retirement> retire(
      String what, boolean undo, long at, String why, String decidedBy, long decidedAt) {
    return inTransaction(
        handle -> {
          RetirementTable.Target target = RetirementTable.find(handle, what);
          boolean holds =
              new Retirements(RetirementTable.all(handle))
                  .of(target.kind(), target.words())
                  .isPresent();
          if (holds != undo) {
            return Optional.empty();
          }
          Retirement retirement =
              new Retirement(target.kind(), target.words(), undo, at, why, decidedBy, decidedAt);
          RetirementTable.add(handle, retirement);
          return Optional.of(retirement);
        });
  }

  /** Who retired what, and took it back, in the order of entry. */
  public List<Retirement> retirementHistory() {
    return read(RetirementTable::all);
  }

  /** The retirements that hold. */
  public Retirements retirements() {
    return new Retirements(retirementHistory());
  }

  /** How many endpoints are not visited any more because they, or all their names, are retired. */
  public long retiredEndpoints() {
    return read(RetirementTable::retiredEndpoints);
  }

  /** Hands over the histories of all endpoints that were observed; one at a time is in memory. */
  public void histories(HistoryReader reader) {
    histories(RebuildScope.EVERYTHING, reader);
  }

  /** As {@link #histories(HistoryReader)}, of the endpoints in a scope. */
  public void histories(RebuildScope scope, HistoryReader reader) {
    long after = 0;
    for (boolean more = true; more; ) {
      long last = after;
      after = readAsOfOneMoment(handle -> histories(handle, scope, reader, last));
      more = after > last;
    }
  }

  private static long histories(
      Handle handle, RebuildScope scope, HistoryReader reader, long after) {
    SortedMap<Long, Endpoint> endpoints =
        EndpointBatch.next(handle, scope, RebuildMode.COMPARE, after).endpoints();
    FoldContexts contexts = FoldContexts.read(handle, endpoints.keySet());
    ObservationTable.entriesSince(
        handle,
        EndpointBatch.wholeHistories(endpoints.keySet()),
        (id, entries) -> reader.read(endpoints.get(id), entries, contexts.of(id)));
    return endpoints.isEmpty() ? after : endpoints.lastKey();
  }

  /** Replaces what was measured before; snapshots carry it from now on. */
  public void calibrate(List<CalibrationCell> cells) {
    inTransaction(
        handle -> {
          CalibrationTable.replace(handle, cells);
          return null;
        });
  }

  /** Adds to by which names, and when, endpoints were visited. */
  public void addVisits(VisitedNames visits) {
    visits.links().forEach(link -> identities.name(link.fqdn()));
    visits.links().forEach(link -> identities.endpoint(link.endpoint()));
    inTransaction(
        handle -> {
          NameTable.link(handle, identities, visits.links());
          NameTable.seen(handle, identities, visits);
          return null;
        });
  }

  /** Adds to when a vantage was looking. */
  public void addCoverage(Map<String, CoverageSpans> byVantage) {
    byVantage.keySet().forEach(identities::vantage);
    inTransaction(
        handle -> {
          byVantage.forEach(
              (vantage, spans) ->
                  CoverageTable.add(handle, identities.vantage(vantage), spans.stretches()));
          return null;
        });
  }

  /** Notes what the numbers of a predecessor's rows meant. */
  public void addLegacyIds(String source, List<LegacyId> ids) {
    inTransaction(
        handle -> {
          LegacyIdTable.add(handle, source, ids);
          return null;
        });
  }

  /**
   * Adds to what is said to be served where. A known row takes over what was said last.
   *
   * @return how many were new
   */
  public int declare(List<DeclaredService> services) {
    return inTransaction(handle -> DeclaredTable.add(handle, services));
  }

  /** As {@link #declare} and {@link #indicate}, in one step. */
  public void declare(List<DeclaredService> services, List<NameIndicator> indicators) {
    inTransaction(
        handle -> {
          NameIndicatorTable.add(handle, indicators);
          return DeclaredTable.add(handle, services);
        });
  }

  /**
   * Adds to what is known of coins.
   *
   * @return how many were new
   */
  public int describe(List<CoinDescription> coins) {
    return inTransaction(handle -> CoinTable.add(handle, coins));
  }

  /**
   * Adds names that tell of mining in DNS and TLS only.
   *
   * @return how many were new
   */
  public int indicate(List<NameIndicator> indicators) {
    return inTransaction(handle -> NameIndicatorTable.add(handle, indicators));
  }

  /** Those of some names for DNS and TLS that are not there yet. */
  public List<NameIndicator> unindicated(List<NameIndicator> indicators) {
    return read(handle -> NameIndicatorTable.unknown(handle, indicators));
  }

  /** All names for DNS and TLS only. */
  public List<NameIndicator> indicators() {
    return read(NameIndicatorTable::all);
  }

  /** The host names that are, or may be, pools'. */
  public Set<String> poolNames() {
    return read(
        handle ->
            handle
                .createQuery("SELECT fqdn FROM name WHERE kind = 'POOL'")
                .mapTo(String.class)
                .filter(HostName::isCanonical)
                .collect(Collectors.toSet()));
  }

  /** Where there are endpoints. */
  public Set<IpAddress> endpointAddresses() {
    return read(
        handle ->
            handle
                .createQuery("SELECT DISTINCT CAST(address AS CHAR) FROM endpoint")
                .mapTo(String.class)
                .map(SqlForms::address)
                .collect(Collectors.toSet()));
  }

  /**
   * Adds what passive sensors saw, as name windows of the past. {@link #foldAll} is then due.
   *
   * @return how many were not known
   */
  public int addPassive(List<PassiveName> names) {
    inTransaction(
        handle -> {
          PassiveNameTable.addForeign(handle, names);
          return null;
        });
    names.forEach(name -> identities.name(name.fqdn()));
    return inTransaction(handle -> PassiveNameTable.add(handle, identities, names));
  }

  /** Those of what passive sensors saw that are not known. */
  public List<PassiveName> unknownPassive(List<PassiveName> names) {
    return read(handle -> PassiveNameTable.news(handle, names));
  }

  /** Names that are due to be resolved, longest due first. */
  public List<DueName> dueNames(long now, int limit) {
    return read(handle -> ScheduleTable.dueNames(handle, now, limit));
  }

  /**
   * Endpoints that are due to be visited, longest due first, without those at addresses that the
   * vantage leaves alone.
   *
   * @param after where to begin
   */
  public List<DueEndpoint> dueEndpoints(
      String vantage, long now, DueEndpoint.Place after, int limit) {
    return read(handle -> DueQuery.due(handle, vantage, now, after, limit));
  }

  /** Notes visits of a pass over what was due. */
  public void addSweep(String vantage, SweepSpan span, long visits) {
    long vantageId = identities.vantage(vantage);
    inTransaction(
        handle -> {
          SweepTable.add(handle, vantageId, span, visits);
          return null;
        });
  }

  /**
   * Leaves an address alone, and does not believe its failures meanwhile. {@link #foldAll} is then
   * due.
   */
  public void pause(String vantage, AddressPause pause, String decidedBy, long decidedAt) {
    long vantageId = identities.vantage(vantage);
    inTransaction(
        handle -> {
          PauseTable.put(handle, vantageId, pause);
          return DoubtTable.open(
              handle,
              vantage,
              new DoubtScope.OfAddress(pause.address()),
              pause.from(),
              pause.until(),
              pause.reason(),
              decidedBy,
              decidedAt);
        });
  }

  /** Says that an address answers again. */
  public void endPause(String vantage, IpAddress address) {
    long vantageId = identities.vantage(vantage);
    inTransaction(
        handle -> {
          PauseTable.remove(handle, vantageId, address);
          return null;
        });
  }

  /** The addresses that a vantage leaves, or left, alone, and that have not answered since. */
  public List<AddressPause> pauses(String vantage) {
    long vantageId = identities.vantage(vantage);
    return read(handle -> PauseTable.all(handle, vantageId));
  }

  /**
   * Adds somebody who asked not to be probed. Who is there already keeps the time, and the reason
   * where no other is given.
   */
  public void optOut(OptOutEntry entry) {
    inTransaction(
        handle -> {
          OptOutTable.add(handle, entry);
          return null;
        });
  }

  /** Takes the wish of somebody back, if there is one. */
  public void withdrawOptOut(String entry, long at) {
    inTransaction(
        handle -> {
          OptOutTable.withdraw(handle, entry, at);
          return null;
        });
  }

  /** Who asked not to be probed. */
  public List<OptOutEntry> optOuts() {
    return read(OptOutTable::all);
  }

  /** How many endpoints, of a pool or of all, were found UP at an instant or later. */
  public long upSince(Optional<String> pool, long instant) {
    return read(
        handle ->
            handle
                .createQuery(
                    "SELECT COUNT(DISTINCT w.endpoint_id) FROM availability_window w"
                        + " WHERE w.last_up >= :instant AND (:pool IS NULL OR EXISTS (SELECT 1"
                        + " FROM endpoint_name en JOIN name n ON n.id = en.name_id"
                        + " JOIN pool p ON p.id = n.pool_id"
                        + " WHERE en.endpoint_id = w.endpoint_id AND p.name = :pool))")
                .bind("instant", instant)
                .bind("pool", pool.orElse(null))
                .mapTo(Long.class)
                .one());
  }

  /** Opens a doubt without an end about what one vantage finds. {@link #foldAll} is then due. */
  public long openDoubt(
      String vantage,
      DoubtScope scope,
      long from,
      String reason,
      String decidedBy,
      long decidedAt) {
    identities.vantage(vantage);
    return inTransaction(
        handle ->
            DoubtTable.open(
                handle, vantage, scope, from, Long.MAX_VALUE, reason, decidedBy, decidedAt));
  }

  /** Gives a doubt without an end its end: it is released, and a bounded one takes its place. */
  public void endDoubt(String vantage, OpenDoubt doubt, long to, String decidedBy) {
    DoubtScope scope =
        doubt
            .pool()
            .<DoubtScope>map(DoubtScope.OfPool::new)
            .orElseGet(DoubtScope.OfEverything::new);
    inTransaction(
        handle -> {
          DoubtTable.release(handle, doubt.number(), decidedBy, to);
          return DoubtTable.open(
              handle,
              vantage,
              scope,
              doubt.from(),
              Math.max(doubt.from(), to),
              "failures until the next success",
              decidedBy,
              to);
        });
  }

  /** The doubts about pools and everything that somebody opened and none has ended. */
  public List<OpenDoubt> unendedDoubts(String vantage, String decidedBy) {
    return read(handle -> DoubtTable.unended(handle, vantage, decidedBy));
  }

  /** Brings forward what was put off for longer than is planned now. */
  public void hasten(long now, long visitMillis, long resolveMillis) {
    inTransaction(
        handle -> {
          ScheduleTable.hasten(handle, now, visitMillis, resolveMillis);
          return null;
        });
  }

  /**
   * Stores what names resolved to, with the endpoints that are new by it. {@link #foldAll} is due
   * where a name came to an address or left one.
   */
  public void storeResolutions(List<PlannedResolution> resolutions) {
    resolutions.forEach(planned -> identities.name(planned.resolution().fqdn()));
    inTransaction(
        handle -> {
          ResolutionTable.add(handle, identities, resolutions);
          return null;
        });
  }

  /**
   * Opens a doubt: failures in its span are not believed. {@link #foldAll} is then due.
   *
   * @param to {@link Long#MAX_VALUE} for as long as it is not released
   * @return its number
   */
  public long openDoubt(
      DoubtScope scope, long from, long to, String reason, String decidedBy, long decidedAt) {
    return inTransaction(
        handle -> DoubtTable.open(handle, scope, from, to, reason, decidedBy, decidedAt));
  }

  /** Every doubt there ever was, in the order in which they were opened. */
  public List<DoubtEntry> doubts() {
    return read(DoubtTable::all);
  }

  /** Releases a doubt: its failures count again. {@link #foldAll} is then due. */
  public void releaseDoubt(long doubt, String releasedBy, long releasedAt) {
    inTransaction(
        handle -> {
          DoubtTable.release(handle, doubt, releasedBy, releasedAt);
          return null;
        });
  }

  /** The windows of an endpoint, in order of time; none if it is unknown. */
  public List<AvailabilityWindow> windows(Endpoint endpoint) {
    return read(
        handle ->
            Identities.find(handle, endpoint)
                .map(id -> WindowTable.of(handle, endpoint, id))
                .orElse(List.of()));
  }

  /** When each vantage was looking, in order. */
  public List<CoverageSpan> coverage() {
    return read(CoverageTable::all);
  }

  /** The newest observation of an endpoint, without its transcript. */
  public Optional<Observation> lastObservation(Endpoint endpoint) {
    return read(
        handle ->
            Identities.find(handle, endpoint)
                .flatMap(id -> ObservationTable.lastBefore(handle, endpoint, id, Long.MAX_VALUE)));
  }

  /** How many observations of an endpoint there are. */
  public long observationCount(Endpoint endpoint) {
    return read(
        handle ->
            handle
                .createQuery(
                    "SELECT (SELECT COUNT(*) FROM observation WHERE endpoint_id = :id)"
                        + " + (SELECT COALESCE(SUM(visits), 0) FROM observation_run"
                        + " WHERE endpoint_id = :id)")
                .bind("id", Identities.find(handle, endpoint).orElse(0L))
                .mapTo(Long.class)
                .one());
  }

  /** What the catalog knows of a pool, a name, a coin, an address, a port or both. */
  public List<SearchHit> search(String text) {
    return search(new SearchQuestion(text, OptionalLong.empty(), ALL_HITS)).hits();
  }

  /** What the catalog knows of what a user asks for. */
  public SearchAnswer search(SearchQuestion question) {
    return readAsOfOneMoment(handle -> SearchTable.answer(handle, question));
  }

  /** All that feeds are made of: every window, and every declared service. */
  public Feed feed() {
    foldAll(folded -> {});
    return readAsOfOneMoment(FeedTable::all);
  }

  /** Those services of a list that are not declared yet. */
  public List<DeclaredService> undeclared(List<DeclaredService> services) {
    return read(handle -> DeclaredTable.unknown(handle, services));
  }

  /**
   * Writes the catalog's state as a snapshot file, in one step.
   *
   * @throws IOException if the file cannot be written
   */
  public void writeSnapshot(Path target) throws IOException {
    foldAll(folded -> {});
    try (Connection connection = dataSource.getConnection()) {
      JdbcWindows.writeSnapshot(connection, target);
    } catch (SQLException e) {
      throw new DatabaseUnavailableException("the database failed: " + oneLine(e), "", e);
    } catch (IOException e) {
      if (e.getCause() instanceof SQLException cause) {
        throw new DatabaseUnavailableException("the database failed: " + oneLine(cause), "", cause);
      }
      throw e;
    }
  }

  /** For the tables of this package and its tests. */
  Jdbi jdbi() {
    return jdbi;
  }

  Identities identities() {
    return identities;
  }

  /** Work of one transaction. */
  @FunctionalInterface
  interface Work<T> {
    T with(Handle handle);
  }

  <T> T read(Work<T> work) {
    try {
      return jdbi.withHandle(work::with);
    } catch (RuntimeException e) {
      throw DatabaseErrors.explained(e);
    }
  }

  /** Reads what belongs together, whatever others store meanwhile. */
  private <T> T readAsOfOneMoment(Work<T> work) {
    try {
      return jdbi.inTransaction(TransactionIsolationLevel.REPEATABLE_READ, work::with);
    } catch (RuntimeException e) {
      throw DatabaseErrors.explained(e);
    }
  }

  /** Runs it, again if the server broke it off in favour of another transaction. */
  <T> T inTransaction(Work<T> work) {
    return attempts.run(
        () -> jdbi.inTransaction(TransactionIsolationLevel.READ_COMMITTED, work::with));
  }

  /** Has something done when the program is told to end, while the database is still there. */
  public void beforeExit(Runnable action) {
    beforeExit.add(action);
  }

  private void endWithTheProgram() {
    beforeExit.forEach(Runnable::run);
    end();
  }

  private void end() {
    dataSource.close();
    server.ifPresent(EmbeddedServer::close);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      return; // the program is ending: the hook does it
    }
    end();
  }
}
