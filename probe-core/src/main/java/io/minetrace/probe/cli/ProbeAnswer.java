// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.minetrace.cli.TextTable;
import io.minetrace.net.HostPort;
import io.minetrace.net.IpAddress;
import io.minetrace.probe.DialogueOutcome;
import io.minetrace.probe.Observation;
import io.minetrace.probe.Reach;
import io.minetrace.probe.TlsFacts;
import io.minetrace.probe.dns.Resolution;
import io.minetrace.report.UtcTime;
import io.minetrace.window.Evidence;
import io.minetrace.window.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the command found out about one address of a target: an observation, or why its name led
 * nowhere.
 *
 * @param target as the user gave it
 * @param observation empty if there was no address to visit
 */
record ProbeAnswer(HostPort target, Resolution resolution, Optional<Observation> observation) {

  private static final int FEW_PROTOCOLS = 2;
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  /** Whether conversations are shown. */
  enum Transcripts {
    SHOWN,
    HIDDEN
  }

  Verdict verdict() {
    return observation.map(Observation::verdict).orElse(Verdict.UNKNOWN);
  }

  Reach reach() {
    return observation
        .map(Observation::reach)
        .or(() -> resolution.outcome().reach())
        .orElse(Reach.LOCAL_ERROR);
  }

  String why() {
    return reach() == Reach.CONNECTED
        ? observation.map(ProbeWords::of).orElse("")
        : ProbeWords.of(reach());
  }

  /**
   * One line; every column always there, null where there is nothing to say. The columns of the
   * manual come first, in its order; {@code catalog import} reads this.
   */
  String json(Transcripts transcripts) {
    ObjectNode row = JSON.createObjectNode();
    row.put("target", target.toString());
    row.put("verdict", verdict().name());
    row.put("evidence", observation.map(Observation::evidence).orElse(Evidence.E0).name());
    row.put("reach", reach().name());
    row.put("channel", observation.map(o -> o.channel().word()).orElse(null));
    row.put("dialogue", observation.map(Observation::dialogue).orElse(DialogueOutcome.NONE).name());
    row.put("protocol", text(observation.map(ProbeAnswer::onlyProtocol)));
    putAll(row.putArray("coin_declared"), observation.map(Observation::coinsDeclared));
    putAll(row.putArray("coin_inferred"), observation.map(o -> o.coin().coins()));
    row.put("coin_rule", text(observation.map(o -> o.coin().rule())));
    row.put("software", text(observation.map(Observation::software)));
    row.put("started_at", time(observation.map(Observation::startedAt), resolution.askedAt()));
    row.put("ended_at", time(observation.map(Observation::endedAt), resolution.answeredAt()));
    row.put("transcript_sha256", text(observation.map(Observation::transcriptSha256)));
    putMore(row);
    if (transcripts == Transcripts.SHOWN) {
      row.put("transcript", text(observation.map(o -> o.transcript().utf8())));
    }
    return row.toString();
  }

  private void putMore(ObjectNode row) {
    row.put("address", observation.map(o -> o.endpoint().address().toString()).orElse(null));
    row.put("port", target.port());
    row.put("fqdn", isName() ? target.host().toLowerCase(Locale.ROOT) : null);
    row.put("vantage", text(observation.map(Observation::vantage)));
    row.put("prober", text(observation.map(Observation::prober)));
    putAll(row.putArray("protocols"), observation.map(Observation::protocols));
    row.put(
        "coin_confidence",
        observation
            .filter(o -> !o.coin().isEmpty())
            .map(o -> o.coin().confidence().name())
            .orElse(null));
    row.put("coin_contradiction", observation.map(Observation::coinContradiction).orElse(false));
    row.put("algorithm", text(observation.map(o -> o.work().algorithm())));
    observation
        .flatMap(o -> boxed(o.work().height()))
        .ifPresentOrElse(height -> row.put("height", height), () -> row.putNull("height"));
    row.put(
        "difficulty",
        observation
            .filter(o -> o.work().difficulty().isPresent())
            .map(o -> o.work().difficulty().getAsDouble())
            .orElse(null));
    row.put("block", observation.flatMap(o -> o.work().block()).orElse(null));
    putAll(row.putArray("merged_mining"), observation.map(o -> o.work().mergedMining()));
    row.put("pool_tag", text(observation.map(o -> o.work().poolTag())));
    putTls(row);
    putAll(row.putArray("discovered"), observation.map(Observation::discovered));
    row.put("why", why());
  }

  private void putTls(ObjectNode row) {
    Optional<TlsFacts> facts = observation.flatMap(Observation::tls);
    if (facts.isEmpty()) {
      row.putNull("tls");
      return;
    }
    ObjectNode tls = row.putObject("tls");
    tls.put("version", facts.get().version());
    tls.put("sni", facts.get().sni().orElse(null));
    tls.put("leaf_sha256", facts.get().leafSha256());
    facts.get().names().forEach(tls.putArray("names")::add);
    tls.put("not_before", UtcTime.format(facts.get().notBefore()));
    tls.put("not_after", UtcTime.format(facts.get().notAfter()));
  }

  private static Optional<Long> boxed(OptionalLong value) {
    return value.isPresent() ? Optional.of(value.getAsLong()) : Optional.empty();
  }

  /** The protocol, where the answer can be of no other; below E2 a suspicion. */
  private static String onlyProtocol(Observation observation) {
    return observation.protocols().size() == 1 ? observation.protocols().get(0) : "";
  }

  private boolean isName() {
    return IpAddress.tryParse(target.host()).isEmpty();
  }

  private static void putAll(ArrayNode array, Optional<List<String>> values) {
    values.orElse(List.of()).forEach(array::add);
  }

  private static String text(Optional<String> value) {
    return value.filter(v -> !v.isEmpty()).orElse(null);
  }

  private static String time(Optional<Long> millis, long otherwise) {
    return UtcTime.format(millis.orElse(otherwise));
  }

  /** The protocols, or how many it may be, or a dash. */
  String protocols() {
    return dashed(
        observation.map(
            o ->
                o.protocols().size() <= FEW_PROTOCOLS
                    ? String.join("|", o.protocols())
                    : "one of " + o.protocols().size()));
  }

  /** The coins found, or a dash. */
  String coins() {
    return dashed(observation.map(o -> String.join("|", o.coin().coins())));
  }

  /** The evidence, or a dash where nothing was visited. */
  String evidence() {
    return observation.map(o -> o.evidence().name()).orElse("-");
  }

  private static String dashed(Optional<String> words) {
    return words.filter(w -> !w.isEmpty()).orElse("-");
  }

  /** The target, with the address behind it if it is a name. */
  String place() {
    return target + (isName() ? observation.map(o -> " " + o.endpoint().address()).orElse("") : "");
  }

  /** A few lines for people. */
  String text(Transcripts transcripts) {
    StringBuilder text = new StringBuilder();
    text.append(target);
    observation.ifPresent(o -> text.append("  ").append(o.endpoint()));
    text.append('\n');
    text.append("  ").append(verdict()).append(": ").append(why());
    observation
        .filter(o -> o.reach() == Reach.CONNECTED)
        .ifPresent(o -> text.append(" (" + o.evidence() + ", " + o.dialogue() + ")"));
    text.append('\n');
    observation.ifPresent(o -> describe(o, text));
    if (transcripts == Transcripts.SHOWN) {
      observation.ifPresent(o -> addTranscript(o, text));
    }
    return text.toString();
  }

  private static void describe(Observation observation, StringBuilder text) {
    line(text, "protocol", String.join(" or ", observation.protocols()));
    line(text, "channel", observation.channel().word());
    observation.tls().ifPresent(tls -> describe(tls, text));
    if (!observation.coin().coins().isEmpty()) {
      String coins = String.join(" or ", observation.coin().coins());
      line(
          text,
          "coin",
          coins + " (" + observation.coin().rule() + ", " + observation.coin().confidence() + ")");
    }
    line(text, "algorithm", observation.work().algorithm());
    observation.work().height().ifPresent(height -> line(text, "height", Long.toString(height)));
    line(text, "pool", observation.work().poolTag());
    line(text, "software", observation.software());
    line(text, "points to", String.join(", ", observation.discovered()));
    line(text, "sha-256", observation.transcriptSha256());
  }

  private static void describe(TlsFacts tls, StringBuilder text) {
    line(
        text,
        "tls",
        tls.version() + tls.sni().map(name -> ", asked for " + name).orElse(", no name asked for"));
    line(text, "names", String.join(", ", tls.names()));
    line(
        text,
        "valid",
        UtcTime.toMinute(tls.notBefore()) + " to " + UtcTime.toMinute(tls.notAfter()));
    line(text, "leaf", tls.leafSha256());
  }

  private static void addTranscript(Observation observation, StringBuilder text) {
    observation
        .transcript()
        .utf8()
        .lines()
        .forEach(l -> text.append("  ").append(TextTable.printable(l)).append('\n'));
  }

  /** A stranger's words must not move the cursor. */
  private static void line(StringBuilder text, String label, String value) {
    if (!value.isEmpty()) {
      text.append("  ").append(String.format(Locale.ROOT, "%-10s", label));
      text.append(TextTable.printable(value)).append('\n');
    }
  }
}
