// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.exchange;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lists in JSON. One object at a time is in memory, and its line is known. */
final class JsonLists {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Where the JSON lines of a dataset may have their value: its rule says which, not the file. */
  static final List<String> VALUE_KEYS =
      List.of("value", "indicator", "ip", "host", "hostname", "domain");

  private static final Pattern COIN = Pattern.compile("[A-Za-z0-9.$@_*+-]{1,32}");
  private static final Pattern TAG =
      Pattern.compile("minetrace:(pool|coin)=\"(.*)\"", Pattern.DOTALL);
  private static final Pattern PROTOCOL = Pattern.compile("[a-z0-9.-]{1,32}");

  private JsonLists() {}

  @FunctionalInterface
  private interface Element {
    void take(long line, JsonNode element);
  }

  /** Gives each element of every array that has the name, at any depth outside of such elements. */
  private static void each(InputStream stream, String array, ListedServices list, Element take)
      throws IOException {
    try (JsonParser parser = MAPPER.getFactory().createParser(stream)) {
      parser.disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
      try {
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
          if (token == JsonToken.START_ARRAY && array.equals(parser.currentName())) {
            while (parser.nextToken() == JsonToken.START_OBJECT) {
              long line = parser.currentTokenLocation().getLineNr();
              take.take(line, MAPPER.readTree(parser));
            }
          }
        }
      } catch (JsonProcessingException e) {
        list.bad(
            parser.currentLocation().getLineNr(),
            "cannot be read on (" + e.getOriginalMessage() + ")");
      }
    }
  }

  private static String text(JsonNode node, String field) {
    String text = node.path(field).asText("");
    return node.path(field).isNull() ? "" : text;
  }

  private static List<String> texts(JsonNode node, String field) {
    List<String> texts = new ArrayList<>();
    node.path(field).forEach(value -> texts.add(value.asText("")));
    return texts;
  }

  private static List<String> coins(List<String> words) {
    return words.stream().filter(word -> COIN.matcher(word).matches()).toList();
  }

  private static Optional<String> pool(List<String> words) {
    return words.stream().filter(word -> !word.isEmpty()).findFirst();
  }

  /** Attributes of MISP events, those in objects too. */
  static void misp(InputStream stream, ListedServices list) throws IOException {
    each(stream, "Attribute", list, (line, attribute) -> attribute(line, attribute, list));
  }

  private static void attribute(long line, JsonNode attribute, ListedServices list) {
    if (attribute.path("deleted").asBoolean()) {
      return;
    }
    String value = text(attribute, "value").strip();
    String type = text(attribute, "type");
    int bar = value.indexOf('|');
    Optional<String> date = day(text(attribute, "timestamp"));
    List<String> coins = new ArrayList<>();
    List<String> pools = new ArrayList<>();
    for (JsonNode tag : attribute.path("Tag")) {
      Matcher ours = TAG.matcher(text(tag, "name"));
      if (ours.matches()) {
        (ours.group(1).equals("coin") ? coins : pools).add(ours.group(2));
      }
    }
    switch (type) {
      case "hostname", "domain", "ip-dst" ->
          list.take(line, value, 0, pool(pools), coins(coins), List.of(), date);
      case "ip-dst|port", "hostname|port" -> {
        if (bar < 0) {
          list.bad(line, "value: '" + value + "' (expected: HOST|PORT)");
        } else {
          list.take(
              line,
              value.substring(0, bar),
              value.substring(bar + 1),
              pool(pools),
              coins(coins),
              List.of(),
              date);
        }
      }
      case "domain|ip" ->
          list.take(
              line,
              bar < 0 ? value : value.substring(0, bar),
              0,
              pool(pools),
              coins(coins),
              List.of(),
              date);
      default ->
          list.bad(
              line,
              "type: '"
                  + type
                  + "' (expected: hostname, domain, ip-dst, ip-dst|port, hostname|port)");
    }
  }

  private static Optional<String> day(String seconds) {
    return seconds.matches("[1-9][0-9]{0,10}")
        ? Optional.of(
            LocalDate.ofInstant(Instant.ofEpochSecond(Long.parseLong(seconds)), ZoneOffset.UTC)
                .toString())
        : Optional.empty();
  }

  private record Indicator(long line, JsonNode object) {}

  /** Indicators of a STIX 2.1 bundle, with the infrastructure that they indicate. */
  static void stix(InputStream stream, ListedServices list) throws IOException {
    List<Indicator> indicators = new ArrayList<>();
    Map<String, String> infrastructures = new HashMap<>();
    Map<String, TreeMap<String, String>> indicated = new HashMap<>();
    each(
        stream,
        "objects",
        list,
        (line, object) -> {
          switch (text(object, "type")) {
            case "indicator" -> indicators.add(new Indicator(line, object));
            case "infrastructure" -> infrastructures.put(text(object, "id"), text(object, "name"));
            case "relationship" ->
                indicated
                    .computeIfAbsent(text(object, "source_ref"), id -> new TreeMap<>())
                    .put(text(object, "target_ref"), "");
            default -> {} // a bundle holds other things, and they are no rows
          }
        });
    for (Indicator indicator : indicators) {
      List<String> pools =
          indicated.getOrDefault(text(indicator.object(), "id"), new TreeMap<>()).keySet().stream()
              .map(id -> infrastructures.getOrDefault(id, ""))
              .sorted()
              .toList();
      StixPattern.read(indicator.line(), indicator.object(), pool(pools), list);
    }
  }

  /** The day of a time in RFC 3339, if it is one. */
  static Optional<String> dayOf(String time) {
    try {
      return Optional.of(LocalDate.ofInstant(Instant.parse(time), ZoneOffset.UTC).toString());
    } catch (DateTimeException e) {
      return Optional.empty(); // then the file's date is all there is
    }
  }

  static List<String> coinLabels(JsonNode indicator) {
    return coins(
        texts(indicator, "labels").stream()
            .filter(label -> label.startsWith("coin:"))
            .map(label -> label.substring("coin:".length()))
            .toList());
  }

  /** JSON lines of a dataset of Suricata: a value with pools and coins. */
  static void dataset(InputStream stream, ListedServices list) throws IOException {
    lines(
        stream,
        list,
        (line, row) -> {
          Optional<String> key = VALUE_KEYS.stream().filter(row::has).findFirst();
          if (key.isEmpty()) {
            list.bad(line, "no value (expected: one of " + String.join(", ", VALUE_KEYS) + ")");
          } else {
            list.take(
                line,
                text(row, key.get()),
                0,
                pool(texts(row, "pools")),
                coins(texts(row, "coins")),
                List.of(),
                dayOf(text(row, "last_up")));
          }
        });
  }

  /** Our own export. */
  static void feed(InputStream stream, ListedServices list) throws IOException {
    lines(
        stream,
        list,
        (line, row) ->
            entry(
                line,
                text(row, "transport"),
                texts(row, "names"),
                text(row, "address"),
                text(row, "port"),
                texts(row, "pools"),
                texts(row, "coins"),
                texts(row, "protocols"),
                text(row, "as_of"),
                list));
  }

  /** An entry of our own export: its names, or its address where it has none. */
  static void entry(
      long line,
      String transport,
      List<String> names,
      String address,
      String port,
      List<String> pools,
      List<String> coins,
      List<String> protocols,
      String asOf,
      ListedServices list) {
    if (!transport.equals("tcp")) {
      TextLists.notTcp(line, transport, list);
      return;
    }
    for (String host : names.isEmpty() ? List.of(address) : names) {
      list.take(
          line,
          host,
          port,
          pool(pools),
          coins(coins),
          protocols.stream().filter(id -> PROTOCOL.matcher(id).matches()).toList(),
          dayOf(asOf));
    }
  }

  private static void lines(InputStream stream, ListedServices list, Element take)
      throws IOException {
    TextLines lines = new TextLines(stream);
    for (Optional<String> next = lines.next(); next.isPresent(); next = lines.next()) {
      String line = TextLists.clean(next.get());
      if (line.isBlank()) {
        continue;
      }
      try {
        JsonNode row = MAPPER.readTree(line);
        if (row.isObject()) {
          take.take(lines.number(), row);
        } else {
          list.bad(lines.number(), "no JSON object");
        }
      } catch (JsonProcessingException e) {
        list.bad(lines.number(), "no JSON object (" + e.getOriginalMessage() + ")");
      }
    }
  }
}
