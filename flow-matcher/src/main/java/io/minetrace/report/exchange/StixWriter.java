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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/**
 * A STIX 2.1 bundle of mining sessions: of each the addresses, the traffic between them, the
 * observation of it, and a sighting of the service, which is an infrastructure. Objects are written
 * as sessions come; held are the names of addresses and services, and of the traffic of each
 * session.
 *
 * <p>Names follow from contents: those of cyber-observable objects as the standard says (§2.9), all
 * others as version 5 in a namespace of ours, of the whole object. So the same result gives the
 * same bundle, and the same name never two contents. Nothing is dated by the wall clock: an
 * observation is as old as its last flow, a service as the newest observation of the windows.
 *
 * <p>Source: STIX Version 2.1, OASIS Standard.
 */
public final class StixWriter implements SessionWriter {

  /** Of cyber-observable objects, by the standard. */
  private static final UUID OBSERVABLES = UUID.fromString("00abedb4-aa42-466c-9c01-fed23315a9b7");

  /** The most that the standard allows to count. */
  private static final long MOST_COUNTED = 999_999_999;

  /** The program is not younger for being run again. */
  private static final String PROGRAM_SINCE = "2026-01-01T00:00:00.000Z";

  private final BufferedWriter out;
  private final String asOf;
  private final String program;
  private final Set<UUID> written = new HashSet<>();
  private final MessageDigest contents = Sha256.digest();
  private String before = "";

  /**
   * Starts a bundle.
   *
   * @param asOf time of the newest observation that the windows rest on; 0 if they do not tell
   * @param out closed with the writer
   */
  public StixWriter(long asOf, OutputStream out) throws IOException {
    this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    this.asOf = asOf == 0 ? PROGRAM_SINCE : UtcTime.format(asOf);
    this.out.write("{\"type\":\"bundle\",\"objects\":[\n");
    this.program =
        write(
            domainObject("identity", PROGRAM_SINCE)
                .put("name", "Minetrace")
                .put("identity_class", "system"),
            "identity");
  }

  @Override
  public void write(MiningSession session) throws IOException {
    MiningTally tally = session.tally();
    String from = UtcTime.format(tally.firstSeen());
    String to = UtcTime.format(tally.lastSeen());
    String client = address(session.client());
    String pool = address(session.poolAddress());
    String traffic = traffic(session, client, pool, from, to);
    long count = Math.min(tally.flows(), MOST_COUNTED);
    String observed =
        write(
            domainObject("observed-data", to)
                .put("created_by_ref", program)
                .put("first_observed", from)
                .put("last_observed", to)
                .put("number_observed", count)
                .put("object_refs", List.of(client, pool, traffic)),
            "observed-data");
    write(
        domainObject("sighting", to)
            .put("created_by_ref", program)
            .put("description", ClaimText.of(session))
            .put("first_seen", from)
            .put("last_seen", to)
            .put("count", count)
            .put("confidence", tally.score())
            .put("labels", labels(session))
            .put("sighting_of_ref", service(session, pool))
            .put("observed_data_refs", List.of(observed))
            .put("external_references", List.of(reference(session))),
        "sighting");
  }

  private static List<String> labels(MiningSession session) {
    MiningTally tally = session.tally();
    List<String> labels = new ArrayList<>();
    labels.add("confidence:" + tally.confidence().name().toLowerCase(Locale.ROOT));
    labels.add("activity:" + tally.activity().name().toLowerCase(Locale.ROOT));
    tally.coins().forEach(coin -> labels.add("coin:" + coin));
    session.pools().forEach(name -> labels.add("pool:" + name));
    return labels;
  }

  private static SortedJson reference(MiningSession session) {
    return new SortedJson()
        .put("source_name", "minetrace")
        .put("external_id", session.id())
        .put(
            "description",
            "Mining session; windows "
                + String.join(" ", session.windows())
                + session.snapshotId().map(id -> " of snapshot " + id).orElse(""));
  }

  private String address(String text) throws IOException {
    String type = IpAddress.parse(text).isIpv4() ? "ipv4-addr" : "ipv6-addr";
    String value = new SortedJson().put("value", text).toString();
    return writeObservable(new SortedJson().put("value", text), type, value);
  }

  private String traffic(MiningSession session, String client, String pool, String from, String to)
      throws IOException {
    List<String> protocols =
        List.of(
            IpAddress.parse(session.poolAddress()).isIpv4() ? "ipv4" : "ipv6",
            TransportProtocol.of(session.protocolIdentifier())
                .map(TransportProtocol::keyword)
                .orElse(Integer.toString(session.protocolIdentifier())));
    SortedJson identifying =
        new SortedJson()
            .put("start", from)
            .put("end", to)
            .put("src_ref", client)
            .put("dst_ref", pool)
            .put("dst_port", session.poolPort())
            .put("protocols", protocols);
    String name = identifying.toString();
    return writeObservable(identifying.put("is_active", false), "network-traffic", name);
  }

  /** The service as these windows tell it, and the address that it consists of; each once. */
  private String service(MiningSession session, String pool) throws IOException {
    String label =
        session.pools().isEmpty()
            ? String.join(", ", session.tally().labels())
            : String.join(", ", session.pools());
    String id =
        write(
            domainObject("infrastructure", asOf)
                .put("created_by_ref", program)
                .put("name", ClaimText.service(session) + " (" + label + ")")
                .put(
                    "description",
                    "Address and port that answered as a mining service when it was observed")
                .put("infrastructure_types", List.of("unknown")),
            "infrastructure");
    write(
        domainObject("relationship", asOf)
            .put("created_by_ref", program)
            .put("relationship_type", "consists-of")
            .put("source_ref", id)
            .put("target_ref", pool),
        "relationship");
    return id;
  }

  private static SortedJson domainObject(String type, String created) {
    return new SortedJson()
        .put("type", type)
        .put("spec_version", "2.1")
        .put("created", created)
        .put("modified", created);
  }

  /** Writes an object that is named by all that it says, once; gives its name. */
  private String write(SortedJson object, String type) throws IOException {
    return write(object, type, NameUuid.of(NameUuid.MINETRACE, object.toString()));
  }

  /**
   * Writes a cyber-observable object, once; gives its name.
   *
   * @param name the properties that the standard makes its name of
   */
  private String writeObservable(SortedJson object, String type, String name) throws IOException {
    object.put("type", type).put("spec_version", "2.1");
    return write(object, type, NameUuid.of(OBSERVABLES, name));
  }

  private String write(SortedJson object, String type, UUID uuid) throws IOException {
    String id = type + "--" + uuid;
    boolean onceASession = type.equals("observed-data") || type.equals("sighting");
    // The sessions of a result differ: what is named by one need not be remembered.
    if (onceASession || written.add(uuid)) {
      contents.update(id.getBytes(StandardCharsets.UTF_8));
      out.write(before);
      out.write(object.put("id", id).toString());
      before = ",\n";
    }
    return id;
  }

  /** The bundle is named by what is in it, so at its end. */
  @Override
  public void close() throws IOException {
    try (out) {
      UUID bundle = NameUuid.of(NameUuid.MINETRACE, Sha256.hex(contents));
      out.write("\n],\"id\":\"bundle--" + bundle + "\"}\n");
    }
  }
}
