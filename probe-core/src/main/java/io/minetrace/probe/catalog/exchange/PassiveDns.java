// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.exchange;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.minetrace.net.IpAddress;
import io.minetrace.probe.catalog.HostName;
import io.minetrace.probe.catalog.PassiveName;
import io.minetrace.window.TimeSpan;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.zip.ZipException;

/**
 * A file of passive DNS in the common output format (draft-dulaunoy-dnsop-passive-dns-cof), a
 * record a line. Of millions of names those are taken that the catalog knows as pools', with the
 * aliases they were at the time, and, of others, what shows that an address was shared. The file is
 * read several times, so that only those are in memory: aliases are followed one step each time.
 */
final class PassiveDns {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int LONGEST_CHAIN = 8;

  /** Of one name: aliases of each other have more ways through them than there is time for. */
  private static final int MOST_STEPS = 10_000;

  private static final Pattern NO_WORD = Pattern.compile("[\\p{Cntrl}|]");

  /** An address of a content network has thousands; these show well enough that it is one. */
  private static final int MOST_OTHERS = 200;

  private static final long LAST_SECOND = 253_402_300_799L; // of the year 9999

  private final Path file;
  private final Set<String> poolNames;
  private final Set<IpAddress> addresses;
  private final Predicate<String> isPools;
  private final Map<String, List<Alias>> aliases = new HashMap<>();
  private final Map<String, List<Sight>> sights = new HashMap<>();
  private final Map<IpAddress, List<PassiveName>> others = new TreeMap<>();
  private long leftOut;
  private int steps;

  /** That a name was another's alias. */
  private record Alias(String target, Sight seen) {}

  /** An answer, with its address or none. */
  private record Sight(Optional<IpAddress> address, String sensor, TimeSpan span, long answers) {

    Optional<Sight> through(Sight alias) {
      long from = Math.max(span.from(), alias.span.from());
      long to = Math.min(span.to(), alias.span.to());
      return from > to
          ? Optional.empty()
          : Optional.of(
              new Sight(
                  address, alias.sensor, new TimeSpan(from, to), Math.min(answers, alias.answers)));
    }
  }

  private record Row(String name, String type, List<String> data, List<Sight> seen) {}

  /**
   * @param poolNames that the catalog knows
   * @param addresses that it knows endpoints at
   * @param isPools whether another name is a pool's all the same
   */
  PassiveDns(
      Path file, Set<String> poolNames, Set<IpAddress> addresses, Predicate<String> isPools) {
    this.file = file;
    this.poolNames = poolNames;
    this.addresses = addresses;
    this.isPools = isPools;
  }

  /** Records that are of another type, or of no name or address of the catalog's. */
  long leftOut() {
    return leftOut;
  }

  /** What the file says, in order; what is the same, or overlaps, is one. */
  List<PassiveName> read(Consumer<BadRow> badRows) throws IOException {
    Set<String> wanted = new HashSet<>(poolNames);
    Set<String> next = new HashSet<>(poolNames);
    for (int step = 0; step < LONGEST_CHAIN && !next.isEmpty(); step++) {
      Set<String> owners = next;
      Set<String> targets = new HashSet<>();
      eachRow(bad -> {}, row -> alias(row, owners, targets));
      targets.removeAll(wanted);
      wanted.addAll(targets);
      next = targets;
    }
    eachRow(badRows, row -> address(row, wanted));
    NavigableMap<Merged.Key, Merged> merged = new TreeMap<>();
    for (String name : poolNames) {
      steps = 0;
      follow(name, name, Optional.empty(), new HashSet<>(), merged);
      if (steps > MOST_STEPS) {
        badRows.accept(
            new BadRow(
                file.toString(),
                0,
                name + ": more than " + MOST_STEPS + " ways through aliases; some are left out"));
      }
    }
    List<PassiveName> names = new ArrayList<>();
    merged.forEach((key, spans) -> names.addAll(spans.names(key)));
    others.values().forEach(names::addAll);
    return names;
  }

  private interface RowReader {
    void read(Row row);
  }

  private void eachRow(Consumer<BadRow> badRows, RowReader reader) throws IOException {
    try (TextLines lines = new TextLines(CsvRows.uncompressed(Files.newInputStream(file)))) {
      try {
        for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
          String text = TextLists.clean(line.get());
          if (!text.isBlank()) {
            read(lines.number(), text, badRows, reader);
          }
        }
      } catch (EOFException | ZipException e) {
        badRows.accept(
            new BadRow(
                file.toString(), lines.number(), "cannot be read on (" + e.getMessage() + ")"));
      }
    }
  }

  private void read(long number, String line, Consumer<BadRow> badRows, RowReader reader) {
    try {
      JsonNode node = MAPPER.readTree(line);
      // Streams of DNSDB wrap each record, and say when they begin and end.
      JsonNode record = node.has("obj") ? node.path("obj") : node;
      if (!node.has("cond") || node.has("obj")) {
        reader.read(row(record));
      }
    } catch (JsonProcessingException e) {
      badRows.accept(
          new BadRow(file.toString(), number, "no JSON object (" + e.getOriginalMessage() + ")"));
    } catch (IllegalArgumentException e) {
      badRows.accept(new BadRow(file.toString(), number, e.getMessage()));
    }
  }

  private Row row(JsonNode record) {
    if (!record.isObject()) {
      throw new IllegalArgumentException("no JSON object");
    }
    String type = type(record.path("rrtype").asText("").toUpperCase(Locale.ROOT));
    String owner = record.path("rrname").asText("");
    List<String> data = new ArrayList<>();
    if (record.path("rdata").isArray()) {
      record.path("rdata").forEach(one -> data.add(one.asText("").strip()));
    } else if (record.path("rdata").isTextual()) {
      data.add(record.path("rdata").asText().strip());
    }
    if (!Set.of("A", "AAAA", "CNAME").contains(type)) {
      require(!type.isEmpty(), "rrtype", "", "a type of records");
      return new Row("", type, List.of(), List.of()); // no answer to where a name points
    }
    Optional<String> name = HostName.of(owner);
    require(name.isPresent(), "rrname", owner, "a host name");
    require(!data.isEmpty(), "rdata", record.path("rdata").asText(""), "a text, or several");
    for (String one : data) {
      boolean right =
          type.equals("CNAME")
              ? HostName.of(one).isPresent()
              : IpAddress.tryParse(one).filter(a -> a.isIpv4() == type.equals("A")).isPresent();
      require(right, "rdata", one, "that of a record of the type " + type);
    }
    return new Row(name.orElseThrow(), type, data, seen(record));
  }

  private void alias(Row row, Set<String> owners, Set<String> targets) {
    if (row.type().equals("CNAME") && owners.contains(row.name())) {
      for (String one : row.data()) {
        String target = HostName.of(one).orElseThrow();
        targets.add(target);
        row.seen()
            .forEach(
                seen ->
                    aliases
                        .computeIfAbsent(row.name(), name -> new ArrayList<>())
                        .add(new Alias(target, seen)));
      }
    }
  }

  private void address(Row row, Set<String> wanted) {
    if (row.type().equals("CNAME") && wanted.contains(row.name())) {
      return; // followed already
    }
    boolean taken = false;
    if (row.type().equals("A") || row.type().equals("AAAA")) {
      for (String one : row.data()) {
        IpAddress address = IpAddress.parse(one);
        for (Sight seen : row.seen()) {
          if (wanted.contains(row.name())) {
            sights
                .computeIfAbsent(row.name(), name -> new ArrayList<>())
                .add(new Sight(Optional.of(address), seen.sensor(), seen.span(), seen.answers()));
            taken = true;
          } else if (addresses.contains(address) && !isPools.test(row.name())) {
            other(
                new PassiveName(
                    row.name(),
                    PassiveName.Whose.FOREIGN,
                    address,
                    seen.sensor(),
                    seen.span(),
                    seen.answers()));
            taken = true;
          }
        }
      }
    }
    leftOut += taken ? 0 : 1;
  }

  /** Keeps it unless another was seen there all that time; that the address was shared is all. */
  private void other(PassiveName name) {
    List<PassiveName> there = others.computeIfAbsent(name.address(), address -> new ArrayList<>());
    if (there.stream().noneMatch(one -> contains(one.seen(), name.seen()))) {
      there.removeIf(one -> contains(name.seen(), one.seen()));
      if (there.size() < MOST_OTHERS) {
        there.add(name);
      }
    }
  }

  private static boolean contains(TimeSpan outer, TimeSpan inner) {
    return outer.from() <= inner.from() && inner.to() <= outer.to();
  }

  /** Where a name pointed, itself and by what it was an alias of then. */
  private void follow(
      String name,
      String through,
      Optional<Sight> chain,
      Set<String> passed,
      NavigableMap<Merged.Key, Merged> merged) {
    steps++;
    if (passed.size() > LONGEST_CHAIN || steps > MOST_STEPS || !passed.add(through)) {
      return;
    }
    for (Sight sight : sights.getOrDefault(through, List.of())) {
      chain
          .map(sight::through)
          .orElse(Optional.of(sight))
          .ifPresent(
              seen ->
                  merged
                      .computeIfAbsent(
                          new Merged.Key(name, seen.address().orElseThrow(), seen.sensor()),
                          key -> new Merged())
                      .add(seen.span(), seen.answers()));
    }
    for (Alias alias : aliases.getOrDefault(through, List.of())) {
      Optional<Sight> both = chain.map(alias.seen()::through).orElse(Optional.of(alias.seen()));
      if (both.isPresent()) {
        follow(name, alias.target(), both, passed, merged);
      }
    }
    passed.remove(through);
  }

  /** Times of one name and address by one sensor; those that overlap are one. */
  private static final class Merged {

    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::name).thenComparing(Key::address).thenComparing(Key::sensor);

    private final List<TimeSpan> spans = new ArrayList<>();
    private final List<Long> counts = new ArrayList<>();

    record Key(String name, IpAddress address, String sensor) implements Comparable<Key> {

      @Override
      public int compareTo(Key other) {
        return ORDER.compare(this, other);
      }
    }

    void add(TimeSpan span, long answers) {
      TimeSpan joined = span;
      long sum = answers;
      for (int i = spans.size() - 1; i >= 0; i--) {
        if (spans.get(i).touches(joined)) {
          TimeSpan one = spans.remove(i);
          sum += counts.remove(i);
          joined =
              new TimeSpan(Math.min(one.from(), joined.from()), Math.max(one.to(), joined.to()));
          i = spans.size(); // the longer one may touch others
        }
      }
      spans.add(joined);
      counts.add(sum);
    }

    List<PassiveName> names(Key key) {
      List<PassiveName> names = new ArrayList<>();
      for (int i = 0; i < spans.size(); i++) {
        names.add(
            new PassiveName(
                key.name,
                PassiveName.Whose.POOL,
                key.address,
                key.sensor,
                spans.get(i),
                counts.get(i)));
      }
      return names;
    }
  }

  /** By number as well (RFC 1035, RFC 3596). */
  private static String type(String word) {
    return switch (word) {
      case "1" -> "A";
      case "5" -> "CNAME";
      case "28" -> "AAAA";
      default -> word;
    };
  }

  /** What a sensor saw, and what stood in a zone file. */
  private List<Sight> seen(JsonNode record) {
    List<Sight> seen = new ArrayList<>();
    String sensor = record.path("sensor_id").asText("");
    sensor = sensor.isEmpty() ? record.path("origin").asText("") : sensor;
    sensor = sensor.isEmpty() ? String.valueOf(file.getFileName()) : sensor;
    long answers = record.path("count").asLong(1);
    require(answers >= 0, "count", record.path("count").asText(), "0 or more");
    for (String prefix : List.of("", "zone_")) {
      JsonNode first = record.path(prefix + "time_first");
      JsonNode last = record.path(prefix + "time_last");
      boolean stated =
          !(first.isMissingNode() || first.isNull() || last.isMissingNode() || last.isNull());
      if (stated) {
        long from = millis(prefix + "time_first", first);
        long to = millis(prefix + "time_last", last);
        require(from <= to, prefix + "time_last", last.asText(), "not before time_first");
        seen.add(
            new Sight(
                Optional.empty(),
                NO_WORD.matcher(sensor).replaceAll("_") + (prefix.isEmpty() ? "" : ", zone"),
                new TimeSpan(from, to),
                Math.max(1, answers)));
      }
    }
    require(!seen.isEmpty(), "time_first", "", "time_first and time_last, or zone_time_…");
    return seen;
  }

  /** Seconds since 1970, also with decimals or as a text, or a time in ISO 8601. */
  private static long millis(String field, JsonNode node) {
    String text = node.asText("").strip();
    double seconds;
    if (node.isNumber()) {
      seconds = node.asDouble();
    } else if (text.matches("[0-9]{1,12}(\\.[0-9]{1,9})?")) {
      seconds = Double.parseDouble(text);
    } else {
      seconds = iso(field, text).toEpochMilli() / 1e3;
    }
    require(seconds >= 0 && seconds <= LAST_SECOND, field, text, "seconds since 1970");
    return Math.round(seconds * 1_000);
  }

  private static Instant iso(String field, String text) {
    String time = text.replace(' ', 'T');
    if (time.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
      time += "T00:00:00";
    }
    try {
      boolean hasZone = time.matches(".*T.*(Z|[+-][0-9]{2}:[0-9]{2})");
      return OffsetDateTime.parse(hasZone ? time : time + "Z").toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          field + ": '" + text + "' (expected: seconds since 1970, or a time in ISO 8601)", e);
    }
  }

  private static void require(boolean holds, String field, String found, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(field + ": '" + found + "' (expected: " + expected + ")");
    }
  }
}
