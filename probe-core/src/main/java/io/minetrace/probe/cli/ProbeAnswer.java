// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.minetrace.net.HostPort;
import io.minetrace.probe.DialogueOutcome;
import io.minetrace.probe.Observation;
import io.minetrace.probe.Reach;
import io.minetrace.probe.dns.Resolution;
import io.minetrace.window.Evidence;
import io.minetrace.window.Verdict;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the command found out about one target: an observation, or why its name led nowhere.
 *
 * @param target as the user gave it
 * @param observation empty if there was no address to visit
 */
record ProbeAnswer(HostPort target, Resolution resolution, Optional<Observation> observation) {

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  Verdict verdict() {
    return observation.map(Observation::verdict).orElse(Verdict.UNKNOWN);
  }

  Reach reach() {
    return observation
        .map(Observation::reach)
        .or(() -> resolution.outcome().reach())
        .orElse(Reach.LOCAL_ERROR);
  }

  /** One line; every column always there, null where there is nothing to say. */
  String json() {
    ObjectNode row = JSON.createObjectNode();
    row.put("target", target.toString());
    row.put("verdict", verdict().name());
    row.put("evidence", observation.map(Observation::evidence).orElse(Evidence.E0).name());
    row.put("reach", reach().name());
    row.put("channel", observation.map(o -> o.channel().word()).orElse(null));
    row.put("dialogue", observation.map(Observation::dialogue).orElse(DialogueOutcome.NONE).name());
    row.put("protocol", text(observation.map(o -> String.join("|", o.protocols()))));
    putAll(row.putArray("coin_declared"), observation.map(Observation::coinsDeclared));
    putAll(row.putArray("coin_inferred"), observation.map(o -> o.coin().coins()));
    row.put("coin_rule", text(observation.map(o -> o.coin().rule())));
    row.put("software", text(observation.map(Observation::software)));
    row.put("started_at", time(observation.map(Observation::startedAt), resolution.askedAt()));
    row.put("ended_at", time(observation.map(Observation::endedAt), resolution.answeredAt()));
    row.put("transcript_sha256", text(observation.map(Observation::transcriptSha256)));
    return row.toString();
  }

  private static void putAll(ArrayNode array, Optional<List<String>> values) {
    values.orElse(List.of()).forEach(array::add);
  }

  private static String text(Optional<String> value) {
    return value.filter(v -> !v.isEmpty()).orElse(null);
  }

  private static String time(Optional<Long> millis, long otherwise) {
    return TIME.format(Instant.ofEpochMilli(millis.orElse(otherwise)));
  }

  /** A few lines for people, and the transcript. */
  String text() {
    StringBuilder text = new StringBuilder();
    text.append(target);
    observation.ifPresent(o -> text.append("  ").append(o.endpoint()));
    text.append('\n');
    text.append("  ").append(verdict()).append(": ").append(meaning()).append('\n');
    observation.ifPresent(o -> describe(o, text));
    return text.toString();
  }

  private String meaning() {
    return switch (reach()) {
      case DNS_NXDOMAIN -> "the name does not exist";
      case DNS_NODATA -> "the name has no address";
      case DNS_SERVFAIL -> "the name servers failed";
      case DNS_TIMEOUT -> "the name servers did not answer";
      case SKIPPED_OPTOUT -> "its owner asked not to be probed";
      case SKIPPED_POLICY -> "not visited: the address is not a public one";
      case LOCAL_ERROR -> "no visit: the fault is on this side";
      case TIMEOUT -> "no answer to the connection attempt";
      case REFUSED -> "the connection was refused";
      case UNREACHABLE -> "the network knows no way";
      case CONNECTED -> observation.map(ProbeAnswer::meaning).orElse("");
    };
  }

  private static String meaning(Observation observation) {
    String evidence =
        switch (observation.evidence()) {
          case E0 -> "no evidence of mining";
          case E1 -> "answers like JSON-RPC, no evidence of mining";
          case E2 -> "says what only mining services say";
          case E3 -> "opens a session for miners";
          case E4 -> "gives work to mine";
          case E5 -> "gives work on a known chain";
        };
    return evidence + " (" + observation.evidence() + ", " + observation.dialogue() + ")";
  }

  private static void describe(Observation observation, StringBuilder text) {
    line(text, "protocol", String.join(" or ", observation.protocols()));
    line(text, "channel", observation.channel().word());
    if (!observation.coin().coins().isEmpty()) {
      String coins = String.join(" or ", observation.coin().coins());
      line(text, "coin", coins + " (" + observation.coin().rule() + ")");
    }
    line(text, "software", printable(observation.software()));
    observation.transcript().utf8().lines().forEach(l -> text.append("  ").append(l).append('\n'));
    line(text, "sha-256", observation.transcriptSha256());
  }

  private static void line(StringBuilder text, String label, String value) {
    if (!value.isEmpty()) {
      text.append("  ").append(String.format(Locale.ROOT, "%-9s", label)).append(value);
      text.append('\n');
    }
  }

  /** A stranger's words must not move the cursor. */
  private static String printable(String words) {
    return words.replaceAll("\\p{Cntrl}", "?");
  }
}
