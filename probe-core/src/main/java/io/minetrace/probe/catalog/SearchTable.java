// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import io.minetrace.match.Placement;
import io.minetrace.net.Endpoint;
import io.minetrace.net.TransportProtocol;
import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.TimeSpan;
import io.minetrace.window.WindowSegment;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Looks things up by what a user types. */
final class SearchTable {

  private static final String COLUMNS =
      """
      SELECT COALESCE(p.name, '') AS pool, COALESCE(n.fqdn, '') AS fqdn, <port> AS port,
        GROUP_CONCAT(DISTINCT NULLIF(s.coin, '') ORDER BY s.coin SEPARATOR '|') AS coins,
        GROUP_CONCAT(DISTINCT s.protocol ORDER BY s.protocol SEPARATOR '|') AS protocols,
        e.id, CAST(e.address AS CHAR) AS address, e.transport, e.last_started_at
      """;

  /** Services under names, with the endpoints found at their names. */
  private static final String SERVICES =
      COLUMNS
          + """
            FROM name_service s
            JOIN name n ON n.id = s.name_id
            LEFT JOIN pool p ON p.id = n.pool_id
            LEFT JOIN (endpoint_name en JOIN endpoint e ON e.id = en.endpoint_id)
              ON en.name_id = s.name_id AND e.port = s.port
            WHERE s.name_id IN (<names>) AND (:port < 0 OR s.port = :port)
            GROUP BY n.id, s.port, e.id
            HAVING :coin = '' OR MAX(s.coin = :coin)
            LIMIT :wanted
            """;

  /** Endpoints with the names they were visited by, and what is declared of these. */
  private static final String ENDPOINTS =
      COLUMNS
          + """
            FROM endpoint e
            LEFT JOIN endpoint_name en ON en.endpoint_id = e.id
            LEFT JOIN name n ON n.id = en.name_id
            LEFT JOIN pool p ON p.id = n.pool_id
            LEFT JOIN name_service s ON s.name_id = n.id AND s.port = e.port
            WHERE e.id IN (<endpoints>) AND (<anyName> OR n.id IN (<names>))
            GROUP BY e.id, n.id
            LIMIT :wanted
            """;

  private static final String COUNTS =
      "SELECT endpoint_id, COUNT(*) AS windows, MIN(first_up) AS first_up, MAX(last_up) AS last_up"
          + " FROM availability_window FORCE INDEX (PRIMARY) WHERE endpoint_id IN (%s)"
          + " GROUP BY endpoint_id";

  private static final String HISTORY =
      """
      SELECT n.fqdn, COALESCE(p.name, '') AS pool, n.kind = 'FOREIGN' AS is_foreign,
        CAST(w.address AS CHAR) AS address, w.resolver, w.first_seen, w.last_seen, w.answers,
        w.left_at
      FROM name_window w
      JOIN name n ON n.id = w.name_id
      LEFT JOIN pool p ON p.id = n.pool_id
      WHERE <condition>
        AND (:at IS NULL
          OR (w.first_seen <= :at AND (w.last_seen >= :at OR w.left_at IS NULL)))
      ORDER BY n.fqdn, w.address, w.first_seen, w.resolver
      LIMIT :wanted
      """;

  private static final int NAMES_IN_HISTORY = 200;

  private final Handle handle;
  private final SearchQuestion question;
  private final OptionalLong asOf;
  private final Map<RowKey, Row> rows = new HashMap<>();
  private boolean cut;

  private SearchTable(Handle handle, SearchQuestion question) {
    this.handle = handle;
    this.question = question;
    // A vantage that visits is one that looks; asking the observations would read them all.
    this.asOf =
        handle
            .createQuery("SELECT MAX(to_ms) FROM coverage")
            .map((row, context) -> optional(row, 1))
            .one();
  }

  private record RowKey(String fqdn, int port, long endpoint) {}

  /**
   * A hit without what its endpoint has been found to be.
   *
   * @param endpoint 0 if there is none
   */
  private record Row(
      String pool,
      String fqdn,
      int port,
      List<String> coins,
      List<String> protocols,
      long endpointId,
      Optional<Endpoint> endpoint,
      OptionalLong lastStarted) {

    private static final Comparator<Row> ORDER =
        Comparator.comparing(Row::pool)
            .thenComparing(Row::fqdn)
            .thenComparingInt(Row::port)
            .thenComparing(row -> row.endpoint.isPresent())
            .thenComparing(row -> row.endpoint.orElse(Endpoint.parse("[::]:1")));
  }

  static SearchAnswer answer(Handle handle, SearchQuestion question) {
    SearchKey key = SearchKey.of(question.text());
    SearchTable table = new SearchTable(handle, question);
    int wanted = question.limit() + 1;
    for (SearchPlaces.Part part : SearchPlaces.of(handle, key, wanted)) {
      table.cut |= part.names().size() >= wanted || part.endpoints().size() >= wanted;
      table.services(part, wanted);
      table.endpoints(part, wanted);
    }
    List<SearchHit> hits = table.hits();
    List<NameIndicator> indicators =
        key.host().map(host -> NameIndicatorTable.covering(handle, host)).orElse(List.of());
    return new SearchAnswer(
        table.asOf,
        hits,
        table.cut,
        table.history(key),
        indicators,
        hits.isEmpty() && indicators.isEmpty() ? SearchSuggestions.of(handle, key) : List.of());
  }

  private void services(SearchPlaces.Part part, int wanted) {
    if (!part.names().isEmpty()) {
      take(
          handle
              .createQuery(SERVICES)
              .define("port", "s.port")
              .bindList("names", part.names())
              .bind("port", part.port().orElse(-1))
              .bind("coin", part.coin().orElse("")),
          wanted);
    }
  }

  private void endpoints(SearchPlaces.Part part, int wanted) {
    if (!part.endpoints().isEmpty()) {
      take(
          handle
              .createQuery(ENDPOINTS)
              .define("port", "e.port")
              .define("anyName", part.onlyNames() ? "FALSE" : "TRUE")
              .bindList("endpoints", part.endpoints())
              .bindList("names", part.onlyNames() ? part.names() : List.of(0L)),
          wanted);
    }
  }

  private void take(Query query, int wanted) {
    List<Row> found = query.bind("wanted", wanted).map((row, context) -> row(row)).list();
    cut |= found.size() >= wanted;
    found.forEach(
        row -> rows.putIfAbsent(new RowKey(row.fqdn(), row.port(), row.endpointId()), row));
  }

  private static Row row(ResultSet row) throws SQLException {
    Optional<String> address = Optional.ofNullable(row.getString("address"));
    int port = row.getInt("port");
    Optional<Endpoint> endpoint =
        address.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Endpoint(
                    SqlForms.address(address.get()),
                    port,
                    TransportProtocol.of(row.getInt("transport")).orElseThrow()));
    return new Row(
        row.getString("pool"),
        row.getString("fqdn"),
        port,
        set(row.getString("coins")),
        set(row.getString("protocols")),
        row.getLong("id"),
        endpoint,
        optional(row, "last_started_at"));
  }

  private record Counted(long windows, long firstUp, long lastUp) {}

  private record Visited(String verdict, String poolTag, long at) {}

  private List<SearchHit> hits() {
    cut |= rows.size() > question.limit();
    List<Row> chosen = rows.values().stream().sorted(Row.ORDER).limit(question.limit()).toList();
    Map<Long, Endpoint> endpoints = new TreeMap<>();
    Map<Long, Long> lastStarted = new TreeMap<>();
    for (Row row : chosen) {
      row.endpoint().ifPresent(endpoint -> endpoints.put(row.endpointId(), endpoint));
      row.lastStarted().ifPresent(at -> lastStarted.put(row.endpointId(), at));
    }
    Map<Long, Counted> counted = counted(endpoints.keySet());
    Map<Long, Visited> visited = visited(lastStarted);
    Map<Long, AvailabilityWindow> last = WindowTable.last(handle, endpoints);
    Map<Long, SearchStanding> standing =
        question.at().isPresent()
            ? SearchStandings.at(handle, endpoints, question.at().getAsLong())
            : Map.of();
    return chosen.stream()
        .map(
            row ->
                hit(
                    row,
                    Optional.ofNullable(counted.get(row.endpointId())),
                    Optional.ofNullable(visited.get(row.endpointId())),
                    Optional.ofNullable(last.get(row.endpointId())),
                    Optional.ofNullable(standing.get(row.endpointId()))))
        .toList();
  }

  private SearchHit hit(
      Row row,
      Optional<Counted> counted,
      Optional<Visited> visited,
      Optional<AvailabilityWindow> last,
      Optional<SearchStanding> standing) {
    // The window that the answer for the instant rests on, or else the newest.
    Optional<AvailabilityWindow> window =
        standing.isPresent() ? standing.get().placement().map(Placement::window) : last;
    Optional<WindowSegment> segment =
        window.map(
            w ->
                question.at().isPresent()
                    ? segmentAt(w, question.at().getAsLong())
                    : w.segments().get(w.segments().size() - 1));
    return new SearchHit(
        row.pool(),
        row.fqdn(),
        row.port(),
        row.coins(),
        row.protocols(),
        row.endpoint().map(endpoint -> endpoint.address().toString()),
        visited.map(Visited::verdict),
        segment.map(WindowSegment::coins).orElse(List.of()),
        segment.map(WindowSegment::coinBasis),
        visited.map(Visited::poolTag).orElse(""),
        counted.map(Counted::windows).orElse(0L),
        counted.map(c -> OptionalLong.of(c.firstUp())).orElse(OptionalLong.empty()),
        counted.map(c -> OptionalLong.of(c.lastUp())).orElse(OptionalLong.empty()),
        last.map(w -> FeedState.ofNewest(w.up().to(), w.notAfter(), w.intervalMillis(), asOf))
            .orElse(FeedState.DECLARED),
        visited.map(v -> OptionalLong.of(v.at())).orElse(OptionalLong.empty()),
        window,
        segment,
        standing);
  }

  /** Outside of the window its nearest segment applies. */
  private static WindowSegment segmentAt(AvailabilityWindow window, long instant) {
    WindowSegment found = window.segments().get(0);
    for (WindowSegment segment : window.segments()) {
      if (segment.span().from() <= instant) {
        found = segment;
      }
    }
    return found;
  }

  private Map<Long, Counted> counted(Set<Long> endpoints) {
    Map<Long, Counted> counted = new HashMap<>();
    if (!endpoints.isEmpty()) {
      OneTimeQuery.each(
          handle,
          COUNTS.formatted(OneTimeQuery.list(endpoints)),
          row ->
              counted.put(
                  row.getLong("endpoint_id"),
                  new Counted(
                      row.getLong("windows"), row.getLong("first_up"), row.getLong("last_up"))));
    }
    return counted;
  }

  /** Both parts of the key as constants, so that one partition is read and not all of them. */
  private Map<Long, Visited> visited(Map<Long, Long> lastStarted) {
    Map<Long, Visited> visited = new HashMap<>();
    if (!lastStarted.isEmpty()) {
      String places =
          lastStarted.entrySet().stream()
              .map(e -> "(endpoint_id = " + e.getKey() + " AND started_at = " + e.getValue() + ")")
              .collect(Collectors.joining(" OR "));
      OneTimeQuery.each(
          handle,
          "SELECT endpoint_id, verdict, pool_tag, ended_at FROM observation FORCE INDEX (PRIMARY)"
              + " WHERE "
              + places
              + " ORDER BY vantage_id",
          row ->
              visited.put(
                  row.getLong("endpoint_id"),
                  new Visited(
                      row.getString("verdict"),
                      row.getString("pool_tag"),
                      row.getLong("ended_at"))));
    }
    return visited;
  }

  /** Which names pointed where, of a host and of one address. */
  private List<NameSighting> history(SearchKey key) {
    String condition;
    String bound;
    if (key.isAddress()) {
      condition = "w.address = CAST(:what AS INET6)";
      bound = key.first();
    } else if (key.host().isPresent()) {
      condition = "n.fqdn = :what";
      bound = key.host().get();
    } else {
      return List.of();
    }
    return sightings(
        handle
            .createQuery(HISTORY)
            .define("condition", condition)
            .bind("what", bound)
            .bind("at", SqlForms.nullable(question.at()))
            .bind("wanted", NAMES_IN_HISTORY));
  }

  /** All of the pools' names that is known of where they pointed. */
  static List<NameSighting> poolNames(Handle handle) {
    return sightings(
        handle
            .createQuery(HISTORY)
            .define("condition", "n.kind = 'POOL'")
            .bind("at", (Long) null)
            .bind("wanted", Integer.MAX_VALUE));
  }

  private static List<NameSighting> sightings(Query query) {
    return query
        .map(
            (row, context) ->
                new NameSighting(
                    row.getString("fqdn"),
                    row.getString("pool"),
                    row.getInt("is_foreign") != 0,
                    SqlForms.address(row.getString("address")),
                    row.getString("resolver"),
                    new TimeSpan(row.getLong("first_seen"), row.getLong("last_seen")),
                    row.getLong("answers"),
                    optional(row, "left_at")))
        .list();
  }

  private static List<String> set(String column) {
    return column == null ? List.of() : SqlForms.set(column);
  }

  private static OptionalLong optional(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
  }

  private static OptionalLong optional(ResultSet row, int column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
  }
}
