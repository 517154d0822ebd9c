// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.minetrace.probe.catalog.NameIndicator;
import io.minetrace.probe.catalog.NameSighting;
import io.minetrace.probe.catalog.Retirements;
import io.minetrace.probe.catalog.SearchAnswer;
import io.minetrace.probe.catalog.SearchHit;
import io.minetrace.probe.catalog.SearchStanding;
import io.minetrace.window.AvailabilityWindow;
import io.minetrace.window.CoinBasis;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** A search's answer as JSON lines; times in milliseconds since 1970. */
final class SearchJson {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private SearchJson() {}

  static List<String> lines(SearchAnswer answer, Retirements retirements)
      throws JsonProcessingException {
    List<ObjectNode> objects = new ArrayList<>();
    answer.hits().forEach(hit -> objects.add(service(hit, retirements)));
    answer.names().forEach(name -> objects.add(name(name)));
    answer.indicators().forEach(indicator -> objects.add(indicator(indicator)));
    answer.suggestions().forEach(text -> objects.add(ofKind("suggestion").put("text", text)));
    List<String> lines = new ArrayList<>();
    for (ObjectNode object : objects) {
      lines.add(MAPPER.writeValueAsString(object));
    }
    return lines;
  }

  private static ObjectNode ofKind(String kind) {
    return MAPPER.createObjectNode().put("kind", kind);
  }

  private static ObjectNode service(SearchHit hit, Retirements retirements) {
    ObjectNode object = ofKind("service");
    object.put("pool", hit.pool());
    object.put("fqdn", hit.fqdn());
    object.put("port", hit.port());
    put(object.putArray("coins"), hit.coins());
    put(object.putArray("protocols"), hit.protocols());
    object.put("address", hit.address().orElse(null));
    object.put("state", hit.state().word());
    object.put("last_verdict", hit.lastVerdict().orElse(null));
    put(object, "last_visit", hit.lastVisit());
    put(object.putArray("coins_served"), hit.served());
    object.put("coin_basis", hit.coinBasis().map(CoinBasis::word).orElse(null));
    object.put("coin_contradiction", hit.contradicted());
    object.put("pool_tag", hit.poolTag().isEmpty() ? null : hit.poolTag());
    object.put("windows", hit.windows());
    put(object, "first_up", hit.firstUp());
    put(object, "last_up", hit.lastUp());
    retirements
        .of(hit.pool(), hit.fqdn(), hit.port(), hit.address())
        .ifPresent(
            retired -> object.put("retired_at", retired.at()).put("retired_why", retired.why()));
    hit.standing().ifPresent(standing -> at(object, standing));
    hit.window().ifPresent(window -> window(object, hit, window));
    return object;
  }

  private static void at(ObjectNode object, SearchStanding standing) {
    object.put("answer", standing.word());
    object.put("score", standing.placement().map(placement -> placement.score()).orElse(null));
  }

  private static void window(ObjectNode object, SearchHit hit, AvailabilityWindow window) {
    ObjectNode node = object.putObject("window");
    node.put("window_id", window.windowId());
    node.put("first_up", window.up().from());
    node.put("last_up", window.up().to());
    put(node, "not_before", window.notBefore());
    put(node, "not_after", window.notAfter());
    node.put("start_reason", window.startReason().name());
    node.put("end_reason", window.endReason().name());
    node.put("interval_ms", window.intervalMillis());
    node.put("up_count", window.upCount());
    node.put("missed_count", window.missedCount());
    node.put("max_gap_ms", window.maxGapMillis());
    node.put("evidence", window.evidence().name());
    hit.segment()
        .ifPresent(
            segment -> {
              put(node.putArray("pools"), segment.pools());
              put(node.putArray("fqdns"), segment.fqdns());
              put(node.putArray("stale_fqdns"), segment.staleFqdns());
              node.put("shared", segment.shared());
            });
  }

  private static ObjectNode name(NameSighting name) {
    ObjectNode object = ofKind("name");
    object.put("fqdn", name.fqdn());
    object.put("address", name.address().toString());
    object.put("first_seen", name.seen().from());
    object.put("last_seen", name.seen().to());
    object.put("answers", name.answers());
    put(object, "left_at", name.leftAt());
    object.put("pool", name.pool().isEmpty() ? null : name.pool());
    object.put("foreign", name.foreign());
    object.put("resolver", name.resolver());
    return object;
  }

  private static ObjectNode indicator(NameIndicator indicator) {
    ObjectNode object = ofKind("indicator");
    object.put("pattern", indicator.pattern());
    object.put("why", indicator.why().word());
    object.put("pool", indicator.pool().isEmpty() ? null : indicator.pool());
    object.put("source", indicator.source());
    object.put("licence_classes", indicator.licenceClasses());
    object.put("evidence", indicator.evidence().isEmpty() ? null : indicator.evidence());
    return object;
  }

  private static void put(ObjectNode object, String field, OptionalLong value) {
    object.put(field, value.isPresent() ? (Long) value.getAsLong() : null);
  }

  private static void put(ArrayNode array, List<String> values) {
    values.forEach(array::add);
  }
}
