// SPDX-License-Identifier: Apache-2.0
package io.minetrace.probe.dialogue;

import io.minetrace.probe.DialogueOutcome;
import io.minetrace.probe.coin.JobFacts;
import io.minetrace.window.Evidence;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a reply showed.
 *
 * @param protocols ids of the mining protocols that the reply may belong to, sorted: one where it
 *     names its family, several where more than one family replies so; below E2 a suspicion
 * @param software what the server says it is, or empty
 * @param discovered other servers it sends miners to, as {@code host:port}; recorded, never visited
 *     because of it
 * @param job what was told of the work, and of the chain it is for
 */
public record Finding(
    DialogueOutcome outcome,
    Evidence evidence,
    List<String> protocols,
    String software,
    List<String> discovered,
    JobFacts job) {

  public Finding {
    boolean claimed = outcome == DialogueOutcome.MINING;
    boolean possible = claimed || outcome == DialogueOutcome.BAN_TEXT;
    if (evidence.provesMining() ? !possible : claimed) {
      throw new IllegalArgumentException(outcome + " with evidence " + evidence);
    }
    protocols = protocols.stream().distinct().sorted().toList();
    discovered = discovered.stream().distinct().sorted().toList();
  }

  /** A mining service, proven. */
  static Finding mining(Evidence evidence, Collection<ProbeProtocol> protocols) {
    List<String> ids = protocols.stream().map(ProbeProtocol::id).toList();
    return new Finding(DialogueOutcome.MINING, evidence, ids, "", List.of(), JobFacts.NONE);
  }

  static Finding mining(Evidence evidence, ProbeProtocol protocol) {
    return mining(evidence, List.of(protocol));
  }

  /** Not, or not yet, a mining service. */
  public static Finding unproven(DialogueOutcome outcome, Evidence evidence) {
    return new Finding(outcome, evidence, List.of(), "", List.of(), JobFacts.NONE);
  }

  Finding withSoftware(String name) {
    return new Finding(outcome, evidence, protocols, name, discovered, job);
  }

  Finding withJob(JobFacts facts) {
    return new Finding(outcome, evidence, protocols, software, discovered, facts);
  }

  /** As this, but with other servers that it sends miners to. */
  public Finding withDiscovered(List<String> servers) {
    return new Finding(outcome, evidence, protocols, software, servers, job);
  }

  /** As this, but ended otherwise than the words alone tell. */
  public Finding withOutcome(DialogueOutcome other) {
    return new Finding(other, evidence, protocols, software, discovered, job);
  }

  /** As this, but the protocols are a suspicion or were named elsewhere. */
  public Finding withProtocols(List<String> ids) {
    return new Finding(outcome, evidence, ids, software, discovered, job);
  }

  /** The family, where there is but one that it can be; else empty. */
  public String protocol() {
    return protocols.size() == 1 ? protocols.get(0) : "";
  }

  /**
   * This and a later finding of the same endpoint. Evidence once seen is never lost: the stronger
   * one decides; of two as strong, a ban, else the later. Its families hold; where both prove, only
   * those that both allow, if there are any. Software is kept from either, the later before the
   * earlier; what was told of the work from both, the deciding one's before the other's.
   */
  public Finding and(Finding later) {
    int order = later.evidence.compareTo(evidence);
    boolean laterDecides = order > 0 || (order == 0 && outcome != DialogueOutcome.BAN_TEXT);
    Finding deciding = laterDecides ? later : this;
    Finding other = laterDecides ? this : later;
    return new Finding(
        deciding.outcome,
        deciding.evidence,
        families(deciding, other),
        later.software.isEmpty() ? software : later.software,
        Stream.concat(discovered.stream(), later.discovered.stream()).toList(),
        deciding.job.or(other.job));
  }

  private static List<String> families(Finding deciding, Finding other) {
    if (deciding.protocols.isEmpty()) {
      return other.protocols;
    }
    List<String> both =
        deciding.protocols.stream().filter(other.protocols::contains).distinct().toList();
    boolean comparable = other.evidence.provesMining() == deciding.evidence.provesMining();
    return comparable && !both.isEmpty() ? both : deciding.protocols;
  }
}
