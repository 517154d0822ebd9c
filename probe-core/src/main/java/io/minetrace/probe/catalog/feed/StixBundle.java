// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.feed;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.minetrace.hash.NameUuid;
import io.minetrace.net.IpAddress;
import io.minetrace.net.TransportProtocol;
import io.minetrace.probe.catalog.Feed;
import io.minetrace.probe.catalog.FeedEntry;
import io.minetrace.probe.catalog.FeedState;
import io.minetrace.window.TimeSpan;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A STIX 2.1 bundle: an indicator for each window of an address and port, one for each name, an
 * infrastructure for each pool, and what indicates which. An indicator is valid from the first
 * proof until the next visit after the last one; without an end where it is up, or nothing was
 * proven.
 */
final class StixBundle implements FeedWriter {

  static final String COIN_LABEL = "coin:";
  private static final long LEAST_VALIDITY_MILLIS = 1_000;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  @Override
  public void write(Feed feed, Appendable out) throws IOException {
    long asOf = feed.asOf().orElse(0);
    out.append("{\"type\":\"bundle\",\"id\":\"bundle--")
        .append(NameUuid.of("stix bundle", feed.toString()).toString())
        .append("\",\"objects\":[");
    Objects objects = new Objects(out, asOf);
    TreeSet<String> pools = new TreeSet<>();
    feed.entries().forEach(entry -> pools.addAll(entry.pools()));
    for (String pool : pools) {
      objects.infrastructure(pool);
    }
    for (FeedEntry entry : feed.entries()) {
      if (Indicators.hasEndpoint(entry)) {
        objects.indicator(
            entry.address().orElseThrow() + " " + entry.port() + "/" + entry.transport().keyword(),
            entry.windowId(),
            pattern(entry),
            Label.of(entry),
            entry.intervalMillis());
      }
    }
    for (Map.Entry<IpAddress, Label> entry : Indicators.bareAddresses(feed).entrySet()) {
      String pattern = "[%s:value = '%s']".formatted(type(entry.getKey()), entry.getKey());
      objects.indicator(entry.getKey().toString(), "", pattern, entry.getValue(), 0);
    }
    for (Map.Entry<String, Label> entry : Indicators.names(feed).entrySet()) {
      String pattern = "[domain-name:value = '%s']".formatted(entry.getKey());
      objects.indicator(entry.getKey(), "", pattern, entry.getValue(), 0);
    }
    out.append("\n]}\n");
  }

  private static String type(IpAddress address) {
    return address.isIpv4() ? "ipv4-addr" : "ipv6-addr";
  }

  private static String pattern(FeedEntry entry) {
    IpAddress address = entry.address().orElseThrow();
    String transport =
        entry.transport() == TransportProtocol.TCP
            ? ""
            : " AND network-traffic:protocols[*] = '" + entry.transport().keyword() + "'";
    return "[network-traffic:dst_ref.type = '%s' AND network-traffic:dst_ref.value = '%s'"
            .formatted(type(address), address)
        + " AND network-traffic:dst_port = %d%s]".formatted(entry.port(), transport);
  }

  /** The objects of a bundle as they are written, each once. */
  private static final class Objects {
    private final Appendable out;
    private final long asOf;
    private String before = "\n";

    Objects(Appendable out, long asOf) {
      this.out = out;
      this.asOf = asOf;
    }

    private void write(ObjectNode object) throws IOException {
      out.append(before).append(JsonText.of(object));
      before = ",\n";
    }

    private static ObjectNode object(String type, String thing, long created, long modified) {
      ObjectNode object = JsonText.object();
      object.put("type", type);
      object.put("spec_version", "2.1");
      object.put("id", id(type, thing));
      object.put("created", time(created));
      object.put("modified", time(Math.max(created, modified)));
      return object;
    }

    private static String id(String type, String thing) {
      return type + "--" + NameUuid.of("stix " + type, thing);
    }

    private static String time(long millis) {
      return TIME.format(Instant.ofEpochMilli(millis));
    }

    void infrastructure(String pool) throws IOException {
      ObjectNode infrastructure = object("infrastructure", pool, asOf, asOf);
      infrastructure.put("name", pool.isBlank() ? "unnamed pool" : pool);
      infrastructure.put("description", "Servers of a mining pool");
      infrastructure.putArray("infrastructure_types").add("unknown");
      write(infrastructure);
    }

    void indicator(String what, String windowId, String pattern, Label label, long intervalMillis)
        throws IOException {
      Optional<TimeSpan> seen = label.seen();
      long from = seen.map(TimeSpan::from).orElse(asOf);
      String thing = what + " " + windowId;
      ObjectNode indicator = object("indicator", thing, from, seen.map(TimeSpan::to).orElse(asOf));
      indicator.put("name", "Mining pool server " + what);
      indicator.putArray("indicator_types").add("unknown");
      ArrayNode labels = indicator.putArray("labels").add("mining-pool");
      labels.add("state:" + label.state().word());
      label.coins().forEach(coin -> labels.add(COIN_LABEL + coin));
      indicator.put("pattern", pattern);
      indicator.put("pattern_type", "stix");
      indicator.put("valid_from", time(from));
      if (label.state() == FeedState.EVER) {
        long until = seen.orElseThrow().to() + Math.max(intervalMillis, LEAST_VALIDITY_MILLIS);
        indicator.put("valid_until", time(until));
      }
      if (!windowId.isEmpty()) {
        indicator
            .putArray("external_references")
            .addObject()
            .put("source_name", "minetrace")
            .put("external_id", windowId);
      }
      write(indicator);
      relate(indicator, thing, label.pools());
    }

    private void relate(ObjectNode indicator, String thing, NavigableSet<String> pools)
        throws IOException {
      for (String pool : pools) {
        ObjectNode relationship = object("relationship", thing + "\n" + pool, asOf, asOf);
        relationship.put("relationship_type", "indicates");
        relationship.put("source_ref", indicator.path("id").textValue());
        relationship.put("target_ref", id("infrastructure", pool));
        write(relationship);
      }
    }
  }
}
