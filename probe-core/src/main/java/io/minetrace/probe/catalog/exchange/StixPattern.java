// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the pattern of a STIX indicator looks for, where it is a name, an address, or either with a
 * port. Alternatives of whole observations are taken one by one; a pattern that compares anything
 * else, or otherwise than for equality, is a bad row: part of it would say something else.
 */
final class StixPattern {

  private static final Pattern COMPARISON =
      Pattern.compile(
          "\\s*([a-z0-9-]+:[A-Za-z0-9_.\\[\\]*-]+)\\s*(=|IN)\\s*"
              + "('(?:[^'\\\\]|\\\\.)*'|[0-9]+|\\([^()]*\\))\\s*");

  private StixPattern() {}

  static void read(long line, JsonNode indicator, Optional<String> pool, ListedServices list) {
    String pattern = indicator.path("pattern").asText("").strip();
    String type = indicator.path("pattern_type").asText("stix");
    if (!type.equals("stix")) {
      list.bad(line, "pattern_type: '" + type + "' (expected: stix)");
      return;
    }
    Optional<List<Found>> found = parse(pattern);
    if (found.isEmpty()) {
      list.bad(
          line,
          "pattern: '"
              + pattern
              + "' (expected: a name, an address, or either with a port, in [ ])");
      return;
    }
    for (Found one : found.get()) {
      for (String host : one.hosts()) {
        for (String port : one.ports().isEmpty() ? List.of("") : one.ports()) {
          list.take(
              line,
              host.replaceFirst("/(32|128)$", ""),
              port,
              pool,
              JsonLists.coinLabels(indicator),
              List.of(),
              JsonLists.dayOf(
                  indicator.path("modified").asText(indicator.path("created").asText(""))));
        }
      }
    }
  }

  private record Found(List<String> hosts, List<String> ports) {}

  private static Optional<List<Found>> parse(String pattern) {
    List<Found> found = new ArrayList<>();
    for (String observation : pattern.split("(?<=])\\s+OR\\s+(?=\\[)", -1)) {
      if (!observation.startsWith("[") || !observation.endsWith("]")) {
        return Optional.empty();
      }
      String inside = observation.substring(1, observation.length() - 1);
      boolean alternatives = inside.contains(" OR ");
      Found together = new Found(new ArrayList<>(), new ArrayList<>());
      for (String comparison : inside.split(alternatives ? " OR " : " AND ", -1)) {
        if (!compare(comparison, together)) {
          return Optional.empty();
        }
      }
      if (together.hosts().isEmpty() || (alternatives && !together.ports().isEmpty())) {
        return Optional.empty();
      }
      found.add(together);
    }
    return Optional.of(found);
  }

  private static boolean compare(String text, Found found) {
    Matcher comparison = COMPARISON.matcher(text);
    if (!comparison.matches()) {
      return false;
    }
    List<String> values = values(comparison.group(3));
    return switch (comparison.group(1)) {
      case "domain-name:value",
          "ipv4-addr:value",
          "ipv6-addr:value",
          "network-traffic:dst_ref.value" ->
          found.hosts().addAll(values);
      case "network-traffic:dst_port" -> found.ports().addAll(values);
      case "network-traffic:dst_ref.type" ->
          List.of("ipv4-addr", "ipv6-addr", "domain-name").containsAll(values);
      case "network-traffic:protocols[*]" -> List.of("ipv4", "ipv6", "tcp").containsAll(values);
      default -> false;
    };
  }

  private static List<String> values(String text) {
    String inside = text.startsWith("(") ? text.substring(1, text.length() - 1) : text;
    List<String> values = new ArrayList<>();
    for (String value : inside.split(",", -1)) {
      String bare = value.strip();
      values.add(bare.startsWith("'") ? bare.substring(1, bare.length() - 1) : bare);
    }
    return values;
  }
}
