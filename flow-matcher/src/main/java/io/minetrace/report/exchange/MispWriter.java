// SPDX-License-Identifier: Apache-2.0
package io.minetrace.report.exchange;

import io.minetrace.hash.NameUuid;
import io.minetrace.hash.Sha256;
import io.minetrace.net.IpAddress;
import io.minetrace.net.TransportProtocol;
import io.minetrace.report.MiningSession;
import io.minetrace.report.MiningTally;
import io.minetrace.report.SessionWriter;
import io.minetrace.report.UtcTime;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * A MISP event (core format) of mining sessions: for each an object of the template {@code netflow}
 * with a sighting of the service's address. Nothing is marked for detection ({@code to_ids}): a
 * result says what was seen, the catalog's feed what to look for. The event stays with the
 * receiving organisation until somebody decides otherwise. UUIDs follow from contents.
 *
 * <p>Sources: the MISP core format; the template netflow, version 2.
 */
public final class MispWriter implements SessionWriter {

  private static final String TEMPLATE = "bf148c58-3e7e-414e-8de8-5d96379ca77e";
  private static final String TEMPLATE_VERSION = "2";
  private static final String NETWORK = "Network activity";
  private static final String OTHER = "Other";

  /** Undefined: a result does not weigh threats. */
  private static final String THREAT_LEVEL = "4";

  private static final String ANALYSIS_COMPLETE = "2";
  private static final String OWN_ORGANISATION = "0";
  private static final String AS_THE_EVENT = "5";

  private final BufferedWriter out;
  private final MessageDigest contents = Sha256.digest();
  private long firstSeen = Long.MAX_VALUE;
  private long lastSeen;
  private String before = "";

  /**
   * Starts an event.
   *
   * @param asOf time of the newest observation that the windows rest on; 0 if they do not tell
   * @param out closed with the writer
   */
  public MispWriter(long asOf, OutputStream out) throws IOException {
    this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    this.lastSeen = asOf;
    this.out.write("{\"Event\":{\"Object\":[\n");
  }

  @Override
  public void write(MiningSession session) throws IOException {
    MiningTally tally = session.tally();
    firstSeen = Math.min(firstSeen, tally.firstSeen());
    lastSeen = Math.max(lastSeen, tally.lastSeen());
    UUID uuid =
        NameUuid.of(
            NameUuid.MINETRACE,
            "misp netflow\n"
                + session.id()
                + "\n"
                + session.snapshotId().orElse("")
                + "\n"
                + ClaimText.of(session)
                + "\n"
                + tally.lastSeen());
    contents.update(uuid.toString().getBytes(StandardCharsets.UTF_8));
    out.write(before);
    out.write(object(session, uuid).toString());
    before = ",\n";
  }

  private static SortedJson object(MiningSession session, UUID uuid) {
    MiningTally tally = session.tally();
    return new SortedJson()
        .put("uuid", uuid.toString())
        .put("name", "netflow")
        .put("meta-category", "network")
        .put("description", "Mining session " + session.id())
        .put("template_uuid", TEMPLATE)
        .put("template_version", TEMPLATE_VERSION)
        .put("timestamp", seconds(tally.lastSeen()))
        .put("distribution", AS_THE_EVENT)
        .put("sharing_group_id", "0")
        .put("deleted", false)
        .put("comment", ClaimText.of(session))
        .put("first_seen", UtcTime.format(tally.firstSeen()))
        .put("last_seen", UtcTime.format(tally.lastSeen()))
        .put("Attribute", attributes(session, uuid));
  }

  private static List<SortedJson> attributes(MiningSession session, UUID object) {
    MiningTally tally = session.tally();
    String transport =
        TransportProtocol.of(session.protocolIdentifier())
            .map(TransportProtocol::name)
            .orElse(Integer.toString(session.protocolIdentifier()));
    List<SortedJson> all = new ArrayList<>();
    Attributes in = new Attributes(object, seconds(tally.lastSeen()), all);
    in.add("ip-src", "ip-src", NETWORK, session.client());
    in.add("ip-dst", "ip-dst", NETWORK, session.poolAddress())
        .put("Sighting", List.of(sighting(session, object)))
        .put("Tag", tags(session));
    in.add("dst-port", "port", NETWORK, Integer.toString(session.poolPort()));
    in.add("protocol", "text", NETWORK, transport);
    in.add(
        "ip_version",
        "counter",
        OTHER,
        IpAddress.parse(session.poolAddress()).isIpv4() ? "4" : "6");
    in.add("flow-count", "counter", OTHER, Long.toString(tally.flows()));
    in.add("packet-count", "counter", OTHER, Long.toString(tally.packets()));
    in.add("byte-count", "counter", OTHER, Long.toString(tally.octets()));
    in.add("first-packet-seen", "datetime", OTHER, UtcTime.format(tally.firstSeen()));
    in.add("last-packet-seen", "datetime", OTHER, UtcTime.format(tally.lastSeen()));
    return all;
  }

  /** The attributes of one object. */
  private record Attributes(UUID object, String timestamp, List<SortedJson> all) {

    SortedJson add(String relation, String type, String category, String value) {
      SortedJson attribute =
          new SortedJson()
              .put("uuid", NameUuid.of(object, relation).toString())
              .put("object_relation", relation)
              .put("type", type)
              .put("category", category)
              .put("value", value)
              .put("to_ids", false)
              .put("disable_correlation", !type.startsWith("ip-"))
              .put("distribution", AS_THE_EVENT)
              .put("sharing_group_id", "0")
              .put("deleted", false)
              .put("timestamp", timestamp);
      all.add(attribute);
      return attribute;
    }
  }

  private static SortedJson sighting(MiningSession session, UUID object) {
    return new SortedJson()
        .put("uuid", NameUuid.of(object, "sighting").toString())
        .put("type", "0")
        .put("source", "minetrace")
        .put("date_sighting", seconds(session.tally().lastSeen()));
  }

  private static List<SortedJson> tags(MiningSession session) {
    MiningTally tally = session.tally();
    List<SortedJson> tags = new ArrayList<>();
    tags.add(tag("confidence", tally.confidence().name().toLowerCase(Locale.ROOT)));
    tags.add(tag("activity", tally.activity().name().toLowerCase(Locale.ROOT)));
    tally.coins().forEach(coin -> tags.add(tag("coin", coin)));
    session.pools().forEach(pool -> tags.add(tag("pool", pool)));
    return tags;
  }

  private static SortedJson tag(String predicate, String value) {
    return new SortedJson().put("name", "minetrace:" + predicate + "=\"" + value + '"');
  }

  private static String seconds(long millis) {
    return Long.toString(Math.floorDiv(millis, 1000L));
  }

  /** The event is named by what is in it, so at its end. */
  @Override
  public void close() throws IOException {
    long date = firstSeen == Long.MAX_VALUE ? lastSeen : firstSeen;
    SortedJson event =
        new SortedJson()
            .put("uuid", NameUuid.of(NameUuid.MINETRACE, Sha256.hex(contents)).toString())
            .put("info", "Connections consistent with mining")
            .put("date", Instant.ofEpochMilli(date).atZone(ZoneOffset.UTC).toLocalDate().toString())
            .put("timestamp", seconds(lastSeen))
            .put("threat_level_id", THREAT_LEVEL)
            .put("analysis", ANALYSIS_COMPLETE)
            .put("distribution", OWN_ORGANISATION)
            .put("sharing_group_id", "0")
            .put("published", false)
            .put(
                "Orgc",
                new SortedJson()
                    .put("name", "minetrace")
                    .put("uuid", NameUuid.of("misp organisation", "minetrace")));
    try (out) {
      out.write("\n],");
      // The rest of the event's object: without the brace that opens it.
      out.write(event.toString().substring(1));
      out.write("}\n");
    }
  }
}
