// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import io.minetrace.probe.DialogueOutcome;
import io.minetrace.probe.coin.JobFacts;
import io.minetrace.window.Evidence;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the lines of one connection show, judged by all families together. Each message is claimed
 * by the families whose servers send it; what only one family sends decides, else the families that
 * could have sent all of it remain.
 *
 * <p>Not for several threads, and used once.
 */
final class LineJudgement {

  private static final List<String> BANNERS =
      List.of("SSH-", "220 ", "220-", "+OK", "* OK", "RFB ", "-ERR", "AMQP");

  private static final Map<ProbeProtocol, LineFamily> FAMILIES = lineFamilies();

  private final List<WireMessage> heard = new ArrayList<>();
  private final Set<String> discovered = new LinkedHashSet<>();
  private final Map<ProbeProtocol, JobFacts> jobs = new EnumMap<>(ProbeProtocol.class);
  private final Set<ProbeProtocol> certain = EnumSet.noneOf(ProbeProtocol.class);
  private Evidence certainBy = Evidence.E0;
  private Set<ProbeProtocol> possible = EnumSet.noneOf(ProbeProtocol.class);
  private final Set<ProbeProtocol> suspected = EnumSet.noneOf(ProbeProtocol.class);
  private Optional<FirstReply> cue = Optional.empty();
  private String software = "";
  private Finding finding = Finding.unproven(DialogueOutcome.SILENT, Evidence.E0);

  private LineJudgement() {}

  private static Map<ProbeProtocol, LineFamily> lineFamilies() {
    Map<ProbeProtocol, LineFamily> families = new EnumMap<>(ProbeProtocol.class);
    for (ProbeProtocol protocol : ProbeProtocol.values()) {
      if (protocol.dialogue() instanceof LineFamily family) {
        families.put(protocol, family);
      }
    }
    return families;
  }

  /**
   * @param asked whose question was said
   * @param lines all that was heard, without line ends
   */
  static LineReading read(LineFamily asked, List<String> lines, DialogueContext context) {
    if (HttpAnswer.is(lines)) {
      return HttpAnswer.read(lines);
    }
    LineJudgement judgement = new LineJudgement();
    for (String line : lines) {
      if (!line.isBlank()) {
        judgement.hear(WireMessage.of(line));
      }
    }
    return judgement.reading(asked, context);
  }

  /** What one complaint proves by its words alone, wherever it was made. */
  static Optional<Finding> ofError(JsonRpcError error) {
    Optional<Finding> ban = BanText.in(error.message());
    return ban.isPresent()
        ? ban
        : PoolPhrase.in(error).map(phrase -> Finding.mining(Evidence.E2, phrase.protocols()));
  }

  private void hear(WireMessage message) {
    Map<ProbeProtocol, Claim> claims = claims(message);
    heard.add(message);
    if (claims.isEmpty()) {
      finding = finding.and(ofUnclaimed(message));
      return;
    }
    Evidence evidence = Evidence.E2;
    for (Map.Entry<ProbeProtocol, Claim> entry : claims.entrySet()) {
      Claim claim = entry.getValue();
      evidence = claim.evidence().compareTo(evidence) > 0 ? claim.evidence() : evidence;
      if (claim.certainty() == Claim.Certainty.ONLY_OURS) {
        certain(entry.getKey(), claim.evidence());
      }
      jobs.merge(entry.getKey(), claim.job(), (earlier, later) -> later.or(earlier));
      discovered.addAll(claim.discovered());
      software = claim.software().isEmpty() ? software : claim.software();
    }
    // Who knows the shape of a job outweighs who only sees that it is one.
    Evidence strongest = evidence;
    claims.values().removeIf(claim -> claim.evidence().compareTo(strongest) < 0);
    narrow(claims.keySet());
    finding =
        finding.and(
            message
                .error()
                .flatMap(error -> BanText.in(error.message()))
                .orElse(Finding.mining(evidence, List.of())));
  }

  /** Work tells more than a session: some servers open theirs as another family does. */
  private void certain(ProbeProtocol family, Evidence evidence) {
    if (evidence.compareTo(certainBy) > 0) {
      certain.clear();
      certainBy = evidence;
    }
    if (evidence == certainBy) {
      certain.add(family);
    }
  }

  private Map<ProbeProtocol, Claim> claims(WireMessage message) {
    Map<ProbeProtocol, Claim> claims = new EnumMap<>(ProbeProtocol.class);
    for (Map.Entry<ProbeProtocol, LineFamily> family : FAMILIES.entrySet()) {
      family
          .getValue()
          .claim(message, heard)
          .ifPresent(claim -> claims.put(family.getKey(), claim));
    }
    if (claims.isEmpty()) {
      message
          .error()
          .flatMap(PoolPhrase::in)
          .ifPresent(
              phrase ->
                  phrase.protocols().stream()
                      .filter(FAMILIES::containsKey)
                      .forEach(protocol -> claims.put(protocol, Claim.possible(Evidence.E2))));
    }
    return claims;
  }

  /** What no family that claimed a message before claims now falls away; unless none would stay. */
  private void narrow(Set<ProbeProtocol> claiming) {
    Set<ProbeProtocol> both = EnumSet.copyOf(claiming);
    if (!possible.isEmpty()) {
      both.retainAll(possible);
    }
    possible = both.isEmpty() ? EnumSet.copyOf(claiming) : both;
  }

  private Finding ofUnclaimed(WireMessage message) {
    Optional<Finding> ban = message.error().flatMap(error -> BanText.in(error.message()));
    if (ban.isPresent()) {
      suspected.addAll(BanText.families(message.text()));
      return ban.get();
    }
    if (!message.isJson()) {
      return Finding.unproven(
          isBanner(message.text()) ? DialogueOutcome.BANNER_OTHER : DialogueOutcome.MALFORMED,
          Evidence.E0);
    }
    FirstReply.of(message)
        .ifPresent(
            reply -> {
              cue = Optional.of(reply);
              suspected.addAll(reply.suspects());
            });
    boolean answers = message.json().has("result") || message.error().isPresent();
    return Finding.unproven(DialogueOutcome.JSON_OTHER, answers ? Evidence.E1 : Evidence.E0);
  }

  private static boolean isBanner(String text) {
    return BANNERS.stream().anyMatch(text::startsWith) || text.contains("mysql_native_password");
  }

  private LineReading reading(LineFamily asked, DialogueContext context) {
    Set<ProbeProtocol> families = families();
    LineReading reading =
        LineReading.of(
            finding
                .withProtocols(families.stream().map(ProbeProtocol::id).toList())
                .withSoftware(software)
                .withDiscovered(List.copyOf(discovered))
                .withJob(job(families)),
            settled() ? LineReading.Progress.SETTLED : LineReading.Progress.LISTEN_ON);
    if (finding.outcome() == DialogueOutcome.BAN_TEXT) {
      return reading;
    }
    if (finding.evidence().provesMining()) {
      Optional<String> onBehalf =
          settled() || banned()
              ? Optional.empty()
              : context
                  .address(reading.finding().job())
                  .flatMap(address -> asked.onBehalfOf(address, heard));
      if (onBehalf.isPresent()) {
        return reading.thenSay(onBehalf.get());
      }
      return families.size() == 1
          ? reading
          : QuestionOrder.among(families, asked, context).map(reading::thenTry).orElse(reading);
    }
    return cue.flatMap(reply -> QuestionOrder.after(reply, asked))
        .map(protocol -> ask(reading, protocol, context))
        .orElse(reading);
  }

  /** A server that does not know our method waits for another; any other answer is respected. */
  private LineReading ask(LineReading reading, ProbeProtocol protocol, DialogueContext context) {
    boolean waits = cue.filter(FirstReply::isUnknownMethod).isPresent();
    return waits && protocol.dialogue() instanceof LineDialogue line
        ? reading.thenSay(line.opening(context)).thenTry(protocol)
        : reading.thenTry(protocol);
  }

  private Set<ProbeProtocol> families() {
    if (!finding.evidence().provesMining()) {
      return suspected;
    }
    if (certain.isEmpty()) {
      return possible.isEmpty() ? suspected : possible;
    }
    return certain;
  }

  /** What was told of the work; of several families only where they read it alike. */
  private JobFacts job(Set<ProbeProtocol> families) {
    List<JobFacts> told =
        families.stream()
            .filter(family -> jobs.containsKey(family))
            .map(
                family ->
                    families.size() == 1
                        ? jobs.get(family).withFamily(family.id())
                        : jobs.get(family))
            .distinct()
            .toList();
    return told.size() == 1 ? told.get(0) : JobFacts.NONE;
  }

  /** Whether there was a word of a ban, whatever was proven besides. */
  private boolean banned() {
    return heard.stream()
        .flatMap(message -> message.error().stream())
        .anyMatch(error -> BanText.in(error.message()).isPresent());
  }

  private boolean settled() {
    return finding.evidence().compareTo(Evidence.E4) >= 0
        || finding.outcome() == DialogueOutcome.BAN_TEXT
        || finding.outcome() == DialogueOutcome.BANNER_OTHER;
  }
}
