// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.catalog.feed;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.minetrace.hash.NameUuid;
import io.minetrace.net.Endpoint;
import io.minetrace.net.IpAddress;
import io.minetrace.probe.catalog.Feed;
import io.minetrace.probe.catalog.FeedState;
import io.minetrace.window.TimeSpan;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;

/**
 * A MISP event (core format): {@code hostname}, {@code ip-dst|port} and {@code ip-dst}, each once,
 * with what it was seen from and to. {@code to_ids} is set for what is up: the rest is history or
 * hearsay. Pool, coin and state are tags.
 */
final class MispEvent implements FeedWriter {

  static final String POOL_TAG = "minetrace:pool=";
  static final String COIN_TAG = "minetrace:coin=";
  private static final String STATE_TAG = "minetrace:state=";
  private static final String ORGANISATION = "minetrace";

  /** The format wants numbers of an instance; the receiving one gives its own. */
  private static final String OURS = "1";

  private static final int LONGEST_COMMENT = 200;

  private final String subject;

  MispEvent() {
    this("");
  }

  /**
   * An event.
   *
   * @param subject what it is about beside mining pools in general, or empty
   */
  MispEvent(String subject) {
    this.subject = subject;
  }

  UUID uuid() {
    return NameUuid.of("misp event", subject);
  }

  private String info() {
    return "Mining pool servers" + (subject.isEmpty() ? "" : ": " + PlainText.of(subject, 190));
  }

  static String seconds(Feed feed) {
    return Long.toString(feed.asOf().orElse(0) / 1000);
  }

  /** What a manifest says of the event, and the event too. */
  ObjectNode summary(Feed feed) {
    ObjectNode event = JsonText.object();
    ObjectNode organisation = event.putObject("Orgc");
    organisation.put("id", OURS);
    organisation.put("name", ORGANISATION);
    organisation.put("uuid", NameUuid.of("misp organisation", ORGANISATION).toString());
    ArrayNode tags = event.putArray("Tag");
    tags.addObject().put("name", "tlp:clear").put("colour", "#ffffff");
    event.put("info", info());
    event.put(
        "date",
        Instant.ofEpochMilli(feed.asOf().orElse(0))
            .atZone(ZoneOffset.UTC)
            .toLocalDate()
            .toString());
    event.put("analysis", "2");
    event.put("threat_level_id", "4");
    event.put("timestamp", seconds(feed));
    return event;
  }

  @Override
  public void write(Feed feed, Appendable out) throws IOException {
    ObjectNode event = summary(feed);
    event.put("uuid", uuid().toString());
    event.put("published", true);
    event.put("publish_timestamp", seconds(feed));
    event.put("id", OURS);
    event.put("org_id", OURS);
    event.put("orgc_id", OURS);
    event.put("distribution", "3");
    event.put("sharing_group_id", "0");
    String head = JsonText.of(event);
    out.append("{\"Event\":").append(head, 0, head.length() - 1).append(",\"Attribute\":[");
    String before = "\n";
    for (Map.Entry<String, Label> entry : Indicators.names(feed).entrySet()) {
      out.append(before).append(attribute(feed, "hostname", entry.getKey(), entry.getValue()));
      before = ",\n";
    }
    for (Map.Entry<Endpoint, Label> entry : Indicators.endpoints(feed).entrySet()) {
      Endpoint endpoint = entry.getKey();
      String value = endpoint.address() + "|" + endpoint.port();
      out.append(before).append(attribute(feed, "ip-dst|port", value, entry.getValue()));
      before = ",\n";
    }
    for (Map.Entry<IpAddress, Label> entry : Indicators.bareAddresses(feed).entrySet()) {
      out.append(before)
          .append(attribute(feed, "ip-dst", entry.getKey().toString(), entry.getValue()));
      before = ",\n";
    }
    out.append("\n]}}\n");
  }

  private String attribute(Feed feed, String type, String value, Label label) throws IOException {
    ObjectNode attribute = JsonText.object();
    attribute.put(
        "uuid", NameUuid.of("misp attribute", uuid() + " " + type + " " + value).toString());
    attribute.put("type", type);
    attribute.put("category", "Network activity");
    attribute.put("value", value);
    attribute.put("to_ids", label.state() == FeedState.UP);
    attribute.put("event_id", OURS);
    attribute.put("distribution", "5");
    attribute.put("sharing_group_id", "0");
    attribute.put("deleted", false);
    attribute.put("timestamp", seconds(feed));
    attribute.put("comment", label.plain(LONGEST_COMMENT));
    if (label.seen().isPresent()) {
      TimeSpan seen = label.seen().get();
      attribute.put("first_seen", EntryFields.time(seen.from()));
      attribute.put("last_seen", EntryFields.time(seen.to()));
    }
    ArrayNode tags = attribute.putArray("Tag");
    label.coins().forEach(coin -> tag(tags, COIN_TAG, coin));
    label.pools().forEach(pool -> tag(tags, POOL_TAG, pool));
    tag(tags, STATE_TAG, label.state().word());
    return JsonText.of(attribute);
  }

  private static void tag(ArrayNode tags, String name, String value) {
    tags.addObject().put("name", name + '"' + value + '"');
  }
}
