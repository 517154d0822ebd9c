// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Which names and endpoints a key means, by their numbers: as many as are wanted and one more. Each
 * question walks along an index and stops there, however much the catalog holds; only where nothing
 * is called as the text says, parts of names are looked for.
 */
final class SearchPlaces {

  /** Of window_segment.coins_key. */
  private static final int COINS_KEY_LENGTH = 64;

  /**
   * Names and endpoints that mean one thing.
   *
   * @param port that their services have to have
   * @param coin that the declared ones have to serve
   * @param onlyNames whether an endpoint's other names are of no interest
   */
  record Part(
      List<Long> names,
      List<Long> endpoints,
      OptionalInt port,
      Optional<String> coin,
      boolean onlyNames) {

    boolean isEmpty() {
      return names.isEmpty() && endpoints.isEmpty();
    }
  }

  private final Handle handle;
  private final SearchKey key;
  private final int wanted;

  private SearchPlaces(Handle handle, SearchKey key, int wanted) {
    this.handle = handle;
    this.key = key;
    this.wanted = wanted;
  }

  /**
   * The parts of the answer.
   *
   * @param wanted how many names, and how many endpoints, at most
   */
  static List<Part> of(Handle handle, SearchKey key, int wanted) {
    SearchPlaces places = new SearchPlaces(handle, key, wanted);
    List<Part> parts = new ArrayList<>();
    if (key.block().isPresent()) {
      parts.add(places.ofBlock());
    } else if (key.host().isPresent()) {
      parts.add(places.ofNames(places.namesOfHost(), key.port()));
    } else if (key.port().isPresent()) {
      parts.add(places.ofPort());
    }
    if (key.block().isEmpty() && key.port().isEmpty()) {
      parts.add(places.ofNames(places.namesOfPool(), OptionalInt.empty()));
      if (key.host().isEmpty()) {
        parts.addAll(places.ofCoins());
      }
    }
    parts.removeIf(Part::isEmpty);
    if (parts.isEmpty() && !key.word().isEmpty() && key.block().isEmpty() && key.port().isEmpty()) {
      parts.add(places.ofNames(places.namesWithPart(), OptionalInt.empty()));
      parts.removeIf(Part::isEmpty);
    }
    return parts;
  }

  private List<Long> numbers(String sql, UnaryOperator<Query> bind) {
    return bind.apply(handle.createQuery(sql + " LIMIT :wanted"))
        .bind("wanted", wanted)
        .mapTo(Long.class)
        .list();
  }

  private Part ofBlock() {
    List<Long> endpoints =
        numbers(
            "SELECT id FROM endpoint FORCE INDEX (endpoint_where)"
                + " WHERE address BETWEEN :first AND :last"
                + (key.port().isPresent() ? " AND port = :port" : "")
                + " ORDER BY address, port, transport",
            query ->
                query
                    .bind("first", key.first())
                    .bind("last", key.last())
                    .bind("port", key.port().orElse(0)));
    // What is declared of an address has it for a name.
    List<Long> names =
        key.isAddress()
            ? numbers(
                "SELECT id FROM name WHERE fqdn = :fqdn",
                query -> query.bind("fqdn", key.block().orElseThrow().address().toString()))
            : List.of();
    return new Part(names, endpoints, key.port(), Optional.empty(), false);
  }

  private Part ofPort() {
    int port = key.port().orElseThrow();
    return new Part(
        numbers(
            "SELECT DISTINCT name_id FROM name_service FORCE INDEX (name_service_port)"
                + " WHERE port = :port ORDER BY name_id",
            query -> query.bind("port", port)),
        numbers(
            "SELECT id FROM endpoint FORCE INDEX (endpoint_port) WHERE port = :port ORDER BY id",
            query -> query.bind("port", port)),
        key.port(),
        Optional.empty(),
        false);
  }

  /** The name itself; where there is none, all below it. */
  private List<Long> namesOfHost() {
    String host = key.host().orElseThrow();
    List<Long> exact =
        numbers("SELECT id FROM name WHERE fqdn = :fqdn", query -> query.bind("fqdn", host));
    if (!exact.isEmpty()) {
      return exact;
    }
    String below = escaped(new StringBuilder(host).reverse().toString()) + ".%";
    return numbers(
        "SELECT id FROM name FORCE INDEX (name_reversed) WHERE reversed LIKE :below"
            + " ORDER BY reversed",
        query -> query.bind("below", below));
  }

  private List<Long> namesOfPool() {
    return numbers(
        "SELECT n.id FROM pool p JOIN name n ON n.pool_id = p.id WHERE LOWER(p.name) = :pool"
            + " ORDER BY n.fqdn",
        query -> query.bind("pool", key.lowerCase()));
  }

  /** By symbol or by name; declared, or found to be served. */
  private List<Part> ofCoins() {
    TreeSet<String> symbols =
        new TreeSet<>(
            handle
                .createQuery("SELECT symbol FROM coin WHERE LOWER(name) = :name")
                .bind("name", key.lowerCase())
                .mapTo(String.class)
                .list());
    symbols.add(key.word().toUpperCase(Locale.ROOT));
    List<Part> parts = new ArrayList<>();
    for (String symbol : symbols) {
      List<Long> names =
          numbers(
              "SELECT DISTINCT name_id FROM name_service FORCE INDEX (name_service_coin)"
                  + " WHERE coin = :coin ORDER BY name_id",
              query -> query.bind("coin", symbol));
      parts.add(new Part(names, serving(symbol), OptionalInt.empty(), Optional.of(symbol), false));
    }
    return parts;
  }

  private List<Long> serving(String coin) {
    List<String> keys =
        handle
            .createQuery("SELECT DISTINCT coins_key FROM window_segment")
            .mapTo(String.class)
            .list();
    List<String> sets =
        keys.stream()
            .filter(set -> set.length() < COINS_KEY_LENGTH && SqlForms.set(set).contains(coin))
            .toList();
    // The key is the beginning of the set: of what fills it, the rest has to be asked.
    List<String> cut = keys.stream().filter(set -> set.length() >= COINS_KEY_LENGTH).toList();
    TreeSet<Long> endpoints = new TreeSet<>();
    if (!sets.isEmpty()) {
      endpoints.addAll(
          numbers(
              "SELECT DISTINCT endpoint_id FROM window_segment FORCE INDEX (window_segment_coins)"
                  + " WHERE coins_key IN (<sets>)",
              query -> query.bindList("sets", sets)));
    }
    if (!cut.isEmpty()) {
      endpoints.addAll(
          numbers(
              "SELECT DISTINCT endpoint_id FROM window_segment FORCE INDEX (window_segment_coins)"
                  + " WHERE coins_key IN (<sets>)"
                  + " AND FIND_IN_SET(:coin, REPLACE(coins, '|', ','))",
              query -> query.bindList("sets", cut).bind("coin", coin)));
    }
    return List.copyOf(endpoints);
  }

  private List<Long> namesWithPart() {
    TreeSet<Long> names =
        new TreeSet<>(
            numbers(
                "SELECT n.id FROM pool p JOIN name n ON n.pool_id = p.id"
                    + " WHERE LOWER(p.name) LIKE :part ORDER BY p.name, n.fqdn",
                query -> query.bind("part", "%" + escaped(key.lowerCase()) + "%")));
    if (key.lowerCase().chars().allMatch(c -> c < 128)) {
      names.addAll(
          numbers(
              "SELECT id FROM name FORCE INDEX (fqdn) WHERE fqdn LIKE :part",
              query -> query.bind("part", "%" + escaped(key.lowerCase()) + "%")));
    }
    return List.copyOf(names);
  }

  /** Names, and what was visited by them at whatever port. */
  private Part ofNames(List<Long> names, OptionalInt port) {
    List<Long> endpoints =
        names.isEmpty()
            ? List.of()
            : numbers(
                "SELECT DISTINCT e.id FROM endpoint_name en JOIN endpoint e ON e.id = en.endpoint_id"
                    + " WHERE en.name_id IN (<names>)"
                    + (port.isPresent() ? " AND e.port = :port" : ""),
                query -> query.bindList("names", names).bind("port", port.orElse(0)));
    return new Part(names, endpoints, port, Optional.empty(), true);
  }

  static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
  }
}
